import CPHModel
import Schema

/// Elastic IPs, their bandwidths, and how many there may be.
extension World {
    func showEIP(_ query: ShowEIP) throws(Refusal) -> EIPAnswer {
        var answer = EIPAnswer()
        answer.publicip = eip(query.publicipID, usage)
        if answer.publicip == nil { throw missing("Floating IP", query.publicipID, "VPC.0504") }
        return answer
    }

    func listEIPs(_ query: ListEIPs) -> EIPList {
        let usage = usage
        let all = (settings.catalogue?.publicips ?? []).map { bound($0, usage) }.filter {
            fits(query.id, $0.id) && fits(query.publicIPAddress, $0.publicIPAddress)
                && fits(query.enterpriseProjectID, $0.enterpriseProjectID ?? "0")
        }
        var list = EIPList()
        list.publicips = page(all, after: query.marker, query.limit) { $0.id }
        return list
    }

    /// The elastic IP as it is now; nil when there is no such address.
    func eip(_ id: String, _ usage: Usage) -> EIP? {
        if let known = settings.catalogue?.publicips { return known.first { $0.id == id }.map { bound($0, usage) } }
        var eip = EIP()
        eip.id = id
        eip.type = EIPType.dynamicBGP.rawValue
        eip.publicIPAddress = IPv4Range("100.64.0.0/10")?.address(Int(DerivedID.uuid(id).prefix(5), radix: 16) ?? 0)
        eip.bandwidthID = DerivedID.uuid("bandwidth \(id)")
        eip.bandwidthSize = 300
        eip.bandwidthShareType = "PER"
        eip.enterpriseProjectID = "0"
        eip.tenantID = projectID
        eip.ipVersion = 4
        return bound(eip, usage)
    }

    private func bound(_ eip: EIP, _ usage: Usage) -> EIP {
        var eip = eip
        let isBound = usage.boundEIPs.contains(eip.id ?? "")
        eip.status = isBound ? "ACTIVE" : eip.status ?? Self.unbound
        return eip
    }

    func showBandwidth(_ query: ShowBandwidth) throws(Refusal) -> BandwidthAnswer {
        var answer = BandwidthAnswer()
        answer.bandwidth = bandwidth(query.bandwidthID)
        if answer.bandwidth == nil { throw missing("Bandwidth", query.bandwidthID, "VPC.0301") }
        return answer
    }

    func listBandwidths(_ query: ListBandwidths) -> BandwidthList {
        let all = (settings.catalogue?.bandwidths ?? []).filter {
            fits(query.shareType?.rawValue, $0.shareType)
                && fits(query.enterpriseProjectID, $0.enterpriseProjectID ?? "0")
        }
        var list = BandwidthList()
        list.bandwidths = page(all, after: query.marker, query.limit) { $0.id }
        return list
    }

    func bandwidth(_ id: String) -> SharedBandwidth? {
        if let known = settings.catalogue?.bandwidths { return known.first { $0.id == id } }
        var bandwidth = SharedBandwidth()
        bandwidth.id = id
        bandwidth.name = "bandwidth-\(id.prefix(4))"
        bandwidth.bandwidthType = "share"
        bandwidth.chargeMode = "bandwidth"
        bandwidth.shareType = "WHOLE"
        bandwidth.size = 300
        bandwidth.status = "NORMAL"
        bandwidth.publicipInfo = []
        bandwidth.tenantID = projectID
        bandwidth.enterpriseProjectID = "0"
        return bandwidth
    }

    /// Elastic IPs of purchases are counted on top of what the catalogue says.
    func listQuotas(_ query: ListQuotas) -> QuotaList {
        var list = QuotaList()
        list.quotas = QuotaResources()
        let made = usage.newEIPs
        list.quotas?.resources = (settings.catalogue?.quotas ?? Self.openQuotas).map { entry in
            var quota = entry
            if quota.type == "publicIp" { quota.used = (quota.used ?? 0) + made }
            return quota
        }.filter { fits(query.type, $0.type) }
        return list
    }

    private static let openQuotas: [Quota] = ["publicIp", "vpc", "subnet", "shareBandwidth"].map { kind in
        var quota = Quota()
        quota.type = kind
        quota.used = 0
        quota.quota = -1
        quota.min = 0
        return quota
    }
}
