public import Schema

/// Every model that scripts see under `cph.models`, in the order of the documentation.
public enum Models {
    public static let all: [any Model.Type] = purchase + sibling + servers + offers + orders + network

    private static let purchase: [any Model.Type] = [
        CreateServer.self, OrderParam.self, NicForSingleServer.self, PublicIP.self, BandWidth.self, DataVolume.self,
        CreateServerResponse.self,
    ]

    private static let sibling: [any Model.Type] = [
        CreateNet2Server.self, ExtendParam.self, Nic.self, NicIPv6Bandwidth.self, Net2PublicIP.self, Net2EIP.self,
        Port.self, PhoneDataVolume.self, ServerShareDataVolume.self,
    ]

    private static let servers: [any Model.Type] = [
        ListServers.self, ServerList.self, ShowServer.self, Server.self, ServerMetadata.self, ServerAddress.self,
        ServerBandwidth.self, ServerVolume.self, ShareVolume.self, RenameServer.self, ChangeResult.self,
        ChangeKeyPairs.self, ServerKeyPair.self, ServerJobs.self, ServerJob.self, RestartServers.self,
        DeleteServers.self, DeletionJob.self, ChangeServerModel.self, ModelChangePayment.self, ModelChangeOrder.self,
        ListServerBandwidths.self, ServerBandwidthList.self, ResizeBandwidth.self,
        ListTags.self, TagList.self, Tag.self, CreateTags.self, DeleteTags.self, ListProjectTags.self,
        ProjectTagList.self, TagValues.self, ListEvents.self, EventList.self, ScheduledEvent.self,
        ListJobs.self, JobList.self, ShowJob.self, Job.self, PageInfo.self, NoContent.self, RawRequest.self,
        RawAnswer.self,
    ]

    private static let offers: [any Model.Type] = [
        ListServerModels.self, ServerModelList.self, ServerModel.self, ServerModelSpec.self, SystemVolume.self,
        ListOfferings.self, OfferingList.self, Offering.self, ListPhoneModels.self, PhoneModelList.self,
        PhoneModel.self, ListPhoneImages.self, PhoneImageList.self, PhoneImage.self, ListCustomImages.self,
        CustomImageList.self, CustomImage.self,
    ]

    private static let orders: [any Model.Type] = [
        ShowOrder.self, OrderDetail.self, Order.self, OrderItem.self, BaseProduct.self, SubOrder.self,
        OrderAmounts.self, OrderDiscount.self, EnterpriseProjectReference.self, AgentPayment.self,
        ListOrders.self, OrderList.self, PayOrder.self, OrderCoupon.self, DiscountChoice.self, CancelOrder.self,
        ListResources.self, ResourceList.self, Resource.self, Unsubscribe.self, UnsubscribeResult.self,
        FailedResource.self, RenewResources.self, RenewalResult.self, SetAutoRenewal.self, CancelAutoRenewal.self,
        RateRenewals.self, RenewalPriceList.self, RenewalPrice.self, OfficialRenewalPrices.self,
        DiscountedRenewalPrices.self, RatePrices.self, RatedProduct.self, PriceList.self, OfficialPrices.self,
        ProductPrice.self,
        DiscountedPrices.self, ListServiceTypes.self, ServiceTypeList.self, ServiceType.self,
        ListServiceResources.self, ServiceResourceList.self, ServiceResource.self, ResourceType.self,
        ShowRefund.self, RefundDetail.self, OrderRefund.self, ListOrderCoupons.self, OrderCouponList.self,
        AvailableCoupon.self, CouponLimit.self, CouponQuantity.self, ListOrderDiscounts.self, OrderDiscountList.self,
        AvailableDiscount.self, DiscountedOrder.self, DiscountedItem.self,
    ]

    private static let network: [any Model.Type] = [
        ShowSubnet.self, SubnetAnswer.self, ListSubnets.self, SubnetList.self, Subnet.self, DHCPOption.self,
        ShowVPC.self, VPCAnswer.self, ListVPCs.self, VPCList.self, VPC.self, VPCRoute.self,
        ShowEIP.self, EIPAnswer.self, ListEIPs.self, EIPList.self, EIP.self, EIPProfile.self,
        ShowBandwidth.self, BandwidthAnswer.self, ListBandwidths.self, BandwidthList.self, SharedBandwidth.self,
        BandwidthMember.self, BandwidthRule.self, ListQuotas.self, QuotaList.self, QuotaResources.self, Quota.self,
        ShowKeyPair.self, KeyPairAnswer.self, KeyPair.self, ListKeyPairs.self, KeyPairList.self, KeyPairEntry.self,
        KeyPairSummary.self, ShowEnterpriseProject.self, EnterpriseProjectAnswer.self, ListEnterpriseProjects.self,
        EnterpriseProjectList.self, EnterpriseProject.self, ListCloudImages.self, CloudImageList.self,
        CloudImage.self,
    ]
}
