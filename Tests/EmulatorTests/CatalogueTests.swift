import CPHModel
import Clock
import Emulator
import Schema
import Testing

struct CatalogueTests {
    private static let subnet = "3c5e2638-b71f-4499-8d1e-355e89f21ae0"
    private static let vpc = "6eb5019f-df01-4ded-9486-d54e7b282ced"
    private static let eip = "aaaaaaaa-0000-4000-8000-000000000001"
    private static let bandwidth = "bbbbbbbb-0000-4000-8000-000000000001"

    private static let team = """
        {
          "build_seconds": 1800,
          "server_models": [{"server_model_name": "m", "cpu": 64}, {"server_model_name": "n", "cpu": 8}],
          "stock": [
            {"available_zone": "cn-east-3a", "server_model_name": "m", "servers": 3},
            {"available_zone": "cn-east-3b", "server_model_name": "m", "servers": 10},
            {"available_zone": "cn-east-3b", "server_model_name": "n"}
          ],
          "vpcs": [{"id": "\(vpc)", "name": "v", "cidr": "10.0.0.0/8"}],
          "subnets": [
            {"id": "\(subnet)", "vpc_id": "\(vpc)", "cidr": "10.1.0.0/28", "available_ip_address_count": 5},
            {"id": "cccccccc-0000-4000-8000-000000000001", "vpc_id": "\(vpc)", "cidr": "10.2.0.0/24",
             "availability_zone": "cn-east-3b", "ipv6_enable": true}
          ],
          "publicips": [{"id": "\(eip)", "type": "5_bgp", "public_ip_address": "1.2.3.4", "status": "DOWN"}],
          "bandwidths": [{"id": "\(bandwidth)", "share_type": "WHOLE", "size": 50, "status": "NORMAL"}],
          "keypairs": [{"name": "k", "type": "ssh"}],
          "images": [{"id": "image-1", "status": "active"}],
          "enterprise_projects": [{"id": "dddddddd-0000-4000-8000-000000000001", "name": "games", "status": 2}],
          "quotas": [{"type": "publicIp", "quota": 3, "used": 1}]
        }
        """

    private let clock = ManualClock(milliseconds: start)

    private func cloud(_ json: String = team) throws -> EmulatedCloud {
        var settings = try configuration(clock: clock)
        settings.catalogue = try catalogue(json)
        return try EmulatedCloud(settings)
    }

    /// A purchase that the team's account has everything for.
    private func body(_ name: String = "a", count: Int = 1, _ changes: Object = [:]) -> Value {
        var fitting: Object = ["server_model_name": "m", "keypair_name": "k"]
        for (key, value) in changes { fitting[key] = value }
        return purchase(name, count: count, fitting)
    }

    private func refusal(_ cloud: EmulatedCloud, _ body: Value) async throws -> String {
        let exchange = try await cloud.create(body)
        let text = try exchange.json().members?["error_msg"]?.text ?? "accepted"
        return exchange.answer?.status == 200 ? "accepted" : text
    }

    private func stock(_ cloud: EmulatedCloud) async throws -> [String] {
        let list = try await cloud.perform(Operations.listOfferings, ListOfferings())
        return list.models?.map { "\($0.availableZone ?? "") \($0.modelName ?? "") \($0.sellStatus ?? "")" } ?? []
    }

    private func subnet(_ cloud: EmulatedCloud) async throws -> Subnet? {
        let query = try ShowSubnet(validating: ["subnet_id": .string(Self.subnet)])
        return try await cloud.perform(Operations.showSubnet, query).subnet
    }

    @Test func `stock sells out by zone, and comes back when servers are given back`() async throws {
        let cloud = try cloud()
        let zone: Object = ["availability_zone": "cn-east-3a"]
        let ids = CreateServerResponse.salvage(try await cloud.create(body("a", count: 3, zone)).json()).model.serverIDs
        #expect(
            try await stock(cloud) == [
                "cn-east-3a m sellout", "cn-east-3b m available", "cn-east-3b n available",
            ])
        #expect(try await cloud.create(body("b", count: 1, zone)).refusal() == "400 CBC.99003141")
        let request: Value = ["resource_ids": [.string(ids?[0] ?? "")], "unsubscribe_type": 1]
        _ = try await cloud.perform(Operations.unsubscribe, Unsubscribe(validating: request))
        #expect(try await stock(cloud).first == "cn-east-3a m available")
        #expect(try await refusal(cloud, body("b", count: 1, zone)) == "accepted")
    }

    @Test func `a purchase without a zone gets the first that has enough`() async throws {
        let cloud = try cloud()
        let bought = CreateServerResponse.salvage(try await cloud.create(body("a", count: 4)).json()).model
        #expect(try await cloud.show(bought.serverIDs?.first ?? "").availabilityZone == "cn-east-3b")
    }

    @Test func `an order that nobody pays gives its stock and addresses back`() async throws {
        let cloud = try cloud()
        _ = try await cloud.create(body("a", count: 3, unpaid.merged(["availability_zone": "cn-east-3a"])))
        #expect(try await subnet(cloud)?.availableIPAddressCount == 2)
        clock.advance(by: .seconds(7 * 86_400))
        #expect(try await stock(cloud).first == "cn-east-3a m available")
        #expect(try await subnet(cloud)?.availableIPAddressCount == 5)
    }

    @Test func `addresses of a subnet get used up`() async throws {
        let cloud = try cloud()
        #expect(try await refusal(cloud, body("a", count: 4)) == "accepted")
        #expect(try await subnet(cloud)?.availableIPAddressCount == 1)
        #expect(try await refusal(cloud, body("b", count: 2)) == "Subnet \(Self.subnet) has 1 address left.")
    }

    @Test func `an elastic IP is bound once`() async throws {
        let cloud = try cloud()
        let publicIP: Value = [
            "ids": [.string(Self.eip)],
            "band_width": ["band_width_size": 300, "band_width_charge_mode": 1, "band_width_share_type": 0],
        ]
        #expect(try await refusal(cloud, body("a", ["public_ip": publicIP])) == "accepted")
        let query = try ShowEIP(validating: ["publicip_id": .string(Self.eip)])
        #expect(try await cloud.perform(Operations.showEIP, query).publicip?.status == "ACTIVE")
        #expect(
            try await refusal(cloud, body("b", ["public_ip": publicIP]))
                == "Elastic IP \(Self.eip) is ACTIVE, not DOWN.")
        clock.advance(by: .seconds(1800))
        #expect(try await cloud.list().servers?.first?.addresses?.first?.publicIP == "1.2.3.4")
    }

    @Test(
        arguments: [
            (["server_model_name": "x"], "Invalid server_model_name: no model \"x\"."),
            (["availability_zone": "cn-east-3c"], "m is not sold in cn-east-3c."),
            (["server_model_name": "n", "availability_zone": "cn-east-3a"], "n is not sold in cn-east-3a."),
            (["keypair_name": "x"], "Key pair \"x\" does not exist."),
            (["image_id": "image-2"], "Invalid image_id: no image \"image-2\"."),
            (
                ["enterprise_project_id": "dddddddd-0000-4000-8000-000000000001"],
                "Enterprise project dddddddd-0000-4000-8000-000000000001 does not exist or is disabled."
            ),
            (
                ["nics": [["subnet_id": "00000000-0000-4000-8000-000000000000"]]],
                "Subnet 00000000-0000-4000-8000-000000000000 does not exist."
            ),
            (
                ["nics": [["subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "ipv6_enable": true]]],
                "Subnet 3c5e2638-b71f-4499-8d1e-355e89f21ae0 has no IPv6."
            ),
            (
                [
                    "availability_zone": "cn-east-3a",
                    "nics": [["subnet_id": "cccccccc-0000-4000-8000-000000000001"]],
                ], "Subnet cccccccc-0000-4000-8000-000000000001 is in cn-east-3b, not in cn-east-3a."
            ),
            (
                [
                    "public_ip": [
                        "type": "5_bgp", "count": 1,
                        "band_width": [
                            "band_width_id": "bbbbbbbb-0000-4000-8000-000000000002", "band_width_charge_mode": 1,
                            "band_width_share_type": 1,
                        ],
                    ]
                ], "Invalid band_width: no shared bandwidth bbbbbbbb-0000-4000-8000-000000000002."
            ),
        ] as [(Object, String)])
    func `what the account does not have is refused`(changes: Object, message: String) async throws {
        let cloud = try cloud()
        #expect(try await refusal(cloud, body("a", changes)) == message)
        #expect(cloud.orders.isEmpty)
    }

    @Test func `the quota of elastic IPs counts those that purchases make`() async throws {
        let cloud = try cloud()
        let publicIP: Value = [
            "type": "5_bgp", "count": 1,
            "band_width": ["band_width_size": 300, "band_width_charge_mode": 1, "band_width_share_type": 0],
        ]
        #expect(try await refusal(cloud, body("a", count: 2, ["public_ip": publicIP])) == "accepted")
        #expect(
            try await refusal(cloud, body("b", ["public_ip": publicIP]))
                == "The quota of elastic IPs is used up. [1: quota]")
        let query = try ListQuotas(validating: ["type": "publicIp"])
        #expect(try await cloud.perform(Operations.listQuotas, query).quotas?.resources?.map(\.used) == [3])
    }

    @Test func `servers are built in the catalogue's time, with addresses of its subnet`() async throws {
        let cloud = try cloud()
        let id = CreateServerResponse.salvage(try await cloud.create(body()).json()).model.serverIDs?.first ?? ""
        clock.advance(by: .seconds(1799))
        let building = try await cloud.show(id)
        #expect(building.status == 4 && building.addresses?.first?.serverIP == "10.1.0.3")
        #expect(building.vpcID == Self.vpc && building.subnetCIDR == "10.1.0.0/28" && building.vpcCIDR == "10.0.0.0/8")
        clock.advance(by: .seconds(1))
        #expect(try await cloud.show(id).status == 5)
    }

    @Test func `what it does not speak of is as without one`() async throws {
        let cloud = try cloud("{}")
        #expect(try await refusal(cloud, purchase()) == "accepted")
        #expect(try await stock(cloud).count == 9)
        #expect(try await subnet(cloud)?.id == Self.subnet)
    }

    @Test func `an empty list means that there is none`() async throws {
        let cloud = try cloud(#"{"subnets": [], "stock": []}"#)
        #expect(try await refusal(cloud, purchase()) == "physical.rx2.32xlarge.4 is not sold in any zone.")
        let error = await #expect(throws: CPHError.self) { _ = try await subnet(cloud) }
        #expect(error?.httpStatus == 404 && error?.code == "VPC.0202")
    }

    @Test func `says everything that is wrong with a file`() throws {
        let text = """
            {"subnet": [], "stock": [{"available_zone": "a", "server_model_name": "m", "servers": -1}],
             "keypairs": [{"name": "k"}, {"name": "k"}], "vpcs": [{"cidr": "10.0.0.0/8"}]}
            """
        let error = #expect(throws: CatalogueError.self) { try catalogue(text) }
        #expect(
            error?.description == """
                catalogue team.json:
                  stock[1].servers: is -1; must be at least 0
                  vpcs: has an entry without one; must have an id or name of its own in each entry
                  keypairs: has "k" twice; must have an id or name of its own in each entry
                  subnet: is not a field of Catalogue; did you mean subnets?
                """)
        let missing = #expect(throws: CatalogueError.self) { try Catalogue(file: "/nowhere/team.json") }
        #expect(missing?.description == "catalogue /nowhere/team.json: cannot be read: No such file or directory")
    }
}

extension Object {
    fileprivate func merged(_ other: Object) -> Object {
        var object = self
        for (key, value) in other { object[key] = value }
        return object
    }
}
