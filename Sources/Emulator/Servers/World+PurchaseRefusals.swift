import CPHModel
import Schema
import Text

/// Finds what prevents a purchase that is well-formed.
extension World {
    /// The zone in which `purchase` is built; nil where nobody asks.
    ///
    /// - Parameter hasPhones: Whether its image is one of phones.
    /// - Throws: The refusal, when the account does not have what it takes.
    func zone(for purchase: CreateServer, hasPhones: Bool) throws(Refusal) -> String? {
        let catalogue = settings.catalogue
        guard catalogue != nil || purchase.publicIP.ids != nil else { return purchase.availabilityZone }
        let usage = usage
        if let models = catalogue?.serverModels,
            !models.contains(where: { $0.serverModelName == purchase.serverModelName })
        {
            throw Refusal(400, "CPS.0089", "Invalid server_model_name: no model \(quoted(purchase.serverModelName)).")
        }
        let zone = try zoneInStock(for: purchase, usage)
        for nic in purchase.nics { try check(nic, zone, count: purchase.count, usage) }
        try checkAddresses(purchase, usage)
        try checkNames(purchase, hasPhones: hasPhones)
        return zone
    }

    private func zoneInStock(for purchase: CreateServer, _ usage: Usage) throws(Refusal) -> String? {
        guard let stock = settings.catalogue?.stock else { return purchase.availabilityZone }
        let fitting = stock.filter { entry in
            entry.serverModelName == purchase.serverModelName
                && purchase.availabilityZone ?? entry.availableZone == entry.availableZone
        }
        guard !fitting.isEmpty else {
            throw Refusal(
                400, Refusal.badRequest,
                "\(purchase.serverModelName) is not sold in \(purchase.availabilityZone ?? "any zone").")
        }
        let free = fitting.first { left(of: $0, usage).map { $0 >= purchase.count } ?? true }
        guard let free else {
            throw Refusal(400, "CBC.99003141", "Sold out: \(purchase.serverModelName). [2: capacity]")
        }
        return free.availableZone
    }

    /// How many servers of `entry` can still be bought; nil for any number.
    func left(of entry: StockEntry, _ usage: Usage) -> Int? {
        entry.servers.map { max(0, $0 - usage.servers(in: entry.availableZone, of: entry.serverModelName)) }
    }

    private func check(
        _ nic: NicForSingleServer, _ zone: String?, count: Int, _ usage: Usage
    ) throws(Refusal) {
        guard settings.catalogue?.subnets != nil else { return }
        guard let subnet = subnet(nic.subnetID, usage) else {
            throw Refusal(400, Refusal.badRequest, "Subnet \(nic.subnetID) does not exist.")
        }
        if let vpc = nic.vpcID, let own = subnet.vpcID, vpc != own {
            throw Refusal(400, Refusal.badRequest, "Subnet \(nic.subnetID) is not in VPC \(vpc).")
        }
        if let own = subnet.limitingZone, let zone, own != zone {
            throw Refusal(400, Refusal.badRequest, "Subnet \(nic.subnetID) is in \(own), not in \(zone).")
        }
        if nic.ipv6Enable == true, subnet.ipv6Enable != true {
            throw Refusal(400, Refusal.badRequest, "Subnet \(nic.subnetID) has no IPv6.")
        }
        if let free = subnet.availableIPAddressCount, free < count {
            throw Refusal(
                400, Refusal.badRequest,
                "Subnet \(nic.subnetID) has \(counted(free, "address", plural: "addresses")) left.")
        }
    }

    private func checkAddresses(_ purchase: CreateServer, _ usage: Usage) throws(Refusal) {
        for id in purchase.publicIP.ids ?? [] {
            guard let eip = eip(id, usage) else {
                throw Refusal(400, Refusal.badRequest, "Elastic IP \(id) does not exist.")
            }
            guard eip.status == Self.unbound else {
                throw Refusal(400, Refusal.badRequest, "Elastic IP \(id) is \(eip.status ?? "?"), not DOWN.")
            }
        }
        if let id = purchase.publicIP.bandWidth.id, bandwidth(id)?.shareType != "WHOLE" {
            throw Refusal(400, "CPS.0031", "Invalid band_width: no shared bandwidth \(id).")
        }
        guard purchase.publicIP.ids == nil, purchase.publicIP.count == .one,
            let quota = settings.catalogue?.quotas?.first(where: { $0.type == "publicIp" }),
            let limit = quota.quota, limit >= 0, (quota.used ?? 0) + usage.newEIPs + purchase.count > limit
        else { return }
        throw Refusal(400, "CBC.99003141", "The quota of elastic IPs is used up. [1: quota]")
    }

    private func checkNames(_ purchase: CreateServer, hasPhones: Bool) throws(Refusal) {
        // Servers with phones may have no key pair.
        guard purchase.keypairName.isEmpty || keyPair(purchase.keypairName) != nil else {
            throw Refusal(400, Refusal.badRequest, "Key pair \(quoted(purchase.keypairName)) does not exist.")
        }
        let images = settings.catalogue?.images?.map(\.id)
        let phoneImages = settings.catalogue?.phoneImages?.map(\.imageID)
        if let id = purchase.imageID, let known = hasPhones ? phoneImages : images, !known.contains(id) {
            throw Refusal(400, "CPS.0030", "Invalid image_id: no image \(quoted(id)).")
        }
        if let id = purchase.enterpriseProjectID, enterpriseProject(id)?.status != 1 {
            throw Refusal(400, Refusal.badRequest, "Enterprise project \(id) does not exist or is disabled.")
        }
    }
}
