import CPHModel
import Schema

/// Networks as the services show them. Without a catalogue every well-formed id exists, and what nobody can know of
/// it, such as its VPC or zone, is absent.
extension World {
    static let unbound = "DOWN"

    func showSubnet(_ query: ShowSubnet) throws(Refusal) -> SubnetAnswer {
        guard let subnet = subnet(query.subnetID, usage) else { throw missing("Subnet", query.subnetID, "VPC.0202") }
        var answer = SubnetAnswer()
        answer.subnet = subnet
        return answer
    }

    func listSubnets(_ query: ListSubnets) -> SubnetList {
        let usage = usage
        let all = (settings.catalogue?.subnets ?? []).map { used($0, usage) }
        var list = SubnetList()
        list.subnets = page(all.filter { fits(query.vpcID, $0.vpcID) }, after: query.marker, query.limit) { $0.id }
        return list
    }

    /// The subnet with the number of addresses that are free now; nil when there is no such subnet.
    func subnet(_ id: String, _ usage: Usage) -> Subnet? {
        guard let subnets = settings.catalogue?.subnets else { return used(openSubnet(id), usage) }
        return subnets.first { $0.id == id }.map { used($0, usage) }
    }

    private func used(_ subnet: Subnet, _ usage: Usage) -> Subnet {
        var subnet = subnet
        let capacity = subnet.availableIPAddressCount ?? subnet.cidr.flatMap { IPv4Range($0)?.capacity }
        let taken = usage.addresses[subnet.id ?? ""] ?? 0
        subnet.availableIPAddressCount = capacity.map { max(0, $0 - taken) }
        subnet.status = subnet.status ?? "ACTIVE"
        return subnet
    }

    private func openSubnet(_ id: String) -> Subnet {
        var subnet = Subnet()
        subnet.id = id
        subnet.name = "subnet-\(id.prefix(4))"
        subnet.summary = ""
        subnet.cidr = "192.168.0.0/16"
        subnet.gatewayIP = "192.168.0.1"
        subnet.ipv6Enable = true
        subnet.dhcpEnable = true
        subnet.status = "ACTIVE"
        subnet.neutronNetworkID = id
        subnet.neutronSubnetID = DerivedID.uuid("subnet \(id)")
        subnet.scope = "center"
        subnet.tenantID = projectID
        return subnet
    }

    func showVPC(_ query: ShowVPC) throws(Refusal) -> VPCAnswer {
        var answer = VPCAnswer()
        guard let vpcs = settings.catalogue?.vpcs else {
            answer.vpc = openVPC(query.vpcID)
            return answer
        }
        answer.vpc = vpcs.first { $0.id == query.vpcID }
        if answer.vpc == nil { throw missing("VPC", query.vpcID, "VPC.0012") }
        return answer
    }

    func listVPCs(_ query: ListVPCs) -> VPCList {
        let all = (settings.catalogue?.vpcs ?? []).filter {
            fits(query.id, $0.id) && fits(query.enterpriseProjectID, $0.enterpriseProjectID ?? "0")
        }
        var list = VPCList()
        list.vpcs = page(all, after: query.marker, query.limit) { $0.id }
        return list
    }

    private func openVPC(_ id: String) -> VPC {
        var vpc = VPC()
        vpc.id = id
        vpc.name = "vpc-\(id.prefix(4))"
        vpc.cidr = "192.168.0.0/16"
        vpc.summary = ""
        vpc.routes = []
        vpc.status = "OK"
        vpc.enterpriseProjectID = "0"
        vpc.tenantID = projectID
        return vpc
    }

    /// An error in the words that the services have for it; their codes are placeholders.
    func missing(_ kind: String, _ id: String, _ code: String) -> Refusal {
        Refusal(404, code, "\(kind) \(id) could not be found.")
    }

    /// The entries after the one with the key `marker`, at most `limit`.
    func page<Entry>(_ all: [Entry], after marker: String?, _ limit: Int?, key: (Entry) -> String?) -> [Entry] {
        let start = marker.flatMap { marker in all.firstIndex { key($0) == marker } }.map { $0 + 1 } ?? 0
        return all.page(start, pageSize(limit ?? 2000))
    }

    /// Whether a filter lets `actual` pass; an absent one lets everything pass.
    func fits(_ wanted: String?, _ actual: String?) -> Bool { wanted == nil || wanted == "" || wanted == actual }
}

extension Array {
    /// The elements after the first `offset`, at most `limit`. A page takes any numbers: what is below 0 counts as 0.
    func page(_ offset: Int?, _ limit: Int) -> [Element] {
        Array(dropFirst(Swift.max(0, offset ?? 0)).prefix(Swift.max(0, limit)))
    }
}

extension Subnet {
    /// The only zone in which the subnet can be used; nil when it can be used in all.
    var limitingZone: String? {
        if let availabilityZone, !availabilityZone.isEmpty { return availabilityZone }
        return scope == nil || scope == "center" ? nil : scope
    }
}
