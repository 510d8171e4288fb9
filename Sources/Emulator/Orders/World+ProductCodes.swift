import CPHModel

/// The codes by which prices are asked for. The emulated service's are made up: nobody outside of Huawei knows the real ones.
extension World {
    static let serviceType = "hws.service.type.cph"
    static let serverType = "hws.resource.type.cph.server"

    private static let services = [
        ("Elastic Cloud Server", "hws.service.type.ec2", "ECS"), ("Cloud Phone Host", serviceType, "CPH"),
        ("Virtual Private Cloud", "hws.service.type.vpc", "VPC"),
    ]

    private static let resources = [
        ("Cloud phone", "hws.resource.type.cph.phone", serviceType), ("Cloud phone server", serverType, serviceType),
        ("Cloud host", "hws.resource.type.vm", "hws.service.type.ec2"),
        ("Bandwidth", "hws.resource.type.bandwidth", "hws.service.type.vpc"),
    ]

    func listServiceTypes(_ request: ListServiceTypes) -> ServiceTypeList {
        let found = Self.services.filter { name, _, _ in
            request.serviceTypeName.map { name.lowercased().contains($0.lowercased()) } ?? true
        }
        var list = ServiceTypeList()
        list.totalCount = found.count
        list.serviceTypes = found.page(request.offset, pageSize(request.limit ?? 10)).map { name, code, abbreviation in
            var type = ServiceType()
            (type.serviceTypeName, type.serviceTypeCode, type.abbreviation) = (name, code, abbreviation)
            return type
        }
        return list
    }

    func listServiceResources(_ request: ListServiceResources) -> ServiceResourceList {
        let found = Self.resources.filter { $0.2 == request.serviceTypeCode }
        var list = ServiceResourceList()
        list.totalCount = found.count
        list.infos = found.page(request.offset, pageSize(request.limit ?? 10)).map { name, code, service in
            var type = ResourceType()
            (type.name, type.resourceTypeCode, type.productOwnerService) = (name, code, service)
            var resource = ServiceResource()
            resource.basicInfo = type
            return resource
        }
        return list
    }
}
