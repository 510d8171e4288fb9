public import Schema

/// Every model that scripts see under `cph.models`, in the order of the documentation.
public enum Models {
    public static let all: [any Model.Type] = purchase + servers + orders

    private static let purchase: [any Model.Type] = [
        CreateServer.self, OrderParam.self, NicForSingleServer.self, PublicIP.self, BandWidth.self, DataVolume.self,
        CreateServerResponse.self,
    ]

    private static let servers: [any Model.Type] = [
        ListServers.self, ServerList.self, ShowServer.self, Server.self, ServerMetadata.self, ServerAddress.self,
        NoContent.self,
    ]

    private static let orders: [any Model.Type] = [
        ShowOrder.self, OrderDetail.self, Order.self, OrderItem.self, BaseProduct.self, SubOrder.self,
        OrderAmounts.self, OrderDiscount.self, EnterpriseProjectReference.self, AgentPayment.self,
        ListOrders.self, OrderList.self, PayOrder.self, OrderCoupon.self, DiscountChoice.self, CancelOrder.self,
        ListResources.self, ResourceList.self, Resource.self, Unsubscribe.self, UnsubscribeResult.self,
        FailedResource.self, RenewResources.self, RenewalResult.self, SetAutoRenewal.self, CancelAutoRenewal.self,
        RatePrices.self, RatedProduct.self, PriceList.self, OfficialPrices.self, ProductPrice.self,
        DiscountedPrices.self,
    ]
}
