import CPHModel

/// Lists everything that the cloud answers; a new operation is a row here.
extension Route {
    static let all = servers + offers + orders + network + identity

    private static let servers = [
        Route(raw: Operations.createServer) { $0.createServer($1) },
        Route(raw: Operations.createNet2Server) { $0.createNet2Server($1) },
        Route(raw: Operations.listServers) { $0.listServers($1) },
        Route(raw: Operations.showServer) { $0.showServer($1) },
        Route(Operations.renameServer) { world, request throws(Refusal) in try world.renameServer(request) },
        Route(Operations.changeKeyPairs) { world, request throws(Refusal) in try world.changeKeyPairs(request) },
        Route(Operations.restartServers) { world, request throws(Refusal) in try world.restartServers(request) },
        Route(Operations.deleteServers) { world, request throws(Refusal) in try world.deleteServers(request) },
        Route(Operations.changeServerModel) { world, request throws(Refusal) in try world.changeServerModel(request) },
        Route(Operations.listServerBandwidths) { world, request in world.listServerBandwidths(request) },
        Route(Operations.resizeBandwidth) { world, request throws(Refusal) in try world.resizeBandwidth(request) },
        Route(Operations.listTags) { world, request throws(Refusal) in try world.listTags(request) },
        // Takes tags away too: the path is the same.
        Route(raw: Operations.createTags) { $0.changeTags($1) },
        Route(Operations.listProjectTags) { world, request in world.listProjectTags(request) },
        Route(Operations.listEvents) { world, request in world.listEvents(request) },
        Route(Operations.listJobs) { world, request in world.listJobs(request) },
        Route(Operations.showJob) { world, request throws(Refusal) in try world.showJob(request) },
    ]

    private static let offers = [
        Route(Operations.listServerModels) { world, request in world.listServerModels(request) },
        Route(Operations.listOfferings) { world, request in world.listOfferings(request) },
        Route(Operations.listPhoneModels) { world, request in world.listPhoneModels(request) },
        Route(Operations.listPhoneImages) { world, request in world.listPhoneImages(request) },
        Route(Operations.listCustomImages) { world, request in world.listCustomImages(request) },
    ]

    private static let orders = [
        Route(Operations.showOrder) { world, request throws(Refusal) in try world.showOrder(request) },
        Route(Operations.listOrders) { world, request in world.listOrders(request) },
        Route(Operations.payOrder) { world, request throws(Refusal) in try world.payOrder(request) },
        Route(Operations.cancelOrder) { world, request throws(Refusal) in try world.cancelOrder(request) },
        Route(Operations.listResources) { world, request throws(Refusal) in try world.listResources(request) },
        Route(Operations.unsubscribe) { world, request throws(Refusal) in try world.unsubscribe(request) },
        Route(Operations.renewResources) { world, request throws(Refusal) in try world.renewResources(request) },
        Route(Operations.setAutoRenewal) { world, request throws(Refusal) in try world.setAutoRenewal(request) },
        Route(Operations.cancelAutoRenewal) { world, request throws(Refusal) in try world.cancelAutoRenewal(request) },
        Route(Operations.rateRenewals) { world, request throws(Refusal) in try world.rateRenewals(request) },
        Route(Operations.ratePrices) { world, request throws(Refusal) in try world.ratePrices(request) },
        Route(Operations.listServiceTypes) { world, request in world.listServiceTypes(request) },
        Route(Operations.listServiceResources) { world, request in world.listServiceResources(request) },
        Route(Operations.showRefund) { world, request throws(Refusal) in try world.showRefund(request) },
        Route(Operations.listOrderCoupons) { world, request throws(Refusal) in try world.listCoupons(request) },
        Route(Operations.listOrderDiscounts) { world, request throws(Refusal) in try world.listDiscounts(request) },
    ]

    private static let network = [
        Route(Operations.showSubnet) { world, request throws(Refusal) in try world.showSubnet(request) },
        Route(Operations.listSubnets) { world, request in world.listSubnets(request) },
        Route(Operations.showVPC) { world, request throws(Refusal) in try world.showVPC(request) },
        Route(Operations.listVPCs) { world, request in world.listVPCs(request) },
        Route(Operations.showEIP) { world, request throws(Refusal) in try world.showEIP(request) },
        Route(Operations.listEIPs) { world, request in world.listEIPs(request) },
        Route(Operations.showBandwidth) { world, request throws(Refusal) in try world.showBandwidth(request) },
        Route(Operations.listBandwidths) { world, request in world.listBandwidths(request) },
        Route(Operations.listQuotas) { world, request in world.listQuotas(request) },
        Route(Operations.showKeyPair) { world, request throws(Refusal) in try world.showKeyPair(request) },
        Route(Operations.listKeyPairs) { world, request in world.listKeyPairs(request) },
        Route(Operations.showEnterpriseProject) { world, request throws(Refusal) in
            try world.showEnterpriseProject(request)
        },
        Route(Operations.listEnterpriseProjects) { world, request in world.listEnterpriseProjects(request) },
        Route(Operations.listCloudImages) { world, request in world.listCloudImages(request) },
    ]
}
