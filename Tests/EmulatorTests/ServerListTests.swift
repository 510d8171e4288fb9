import CPHModel
import Clock
import Emulator
import Schema
import Testing

struct ServerListTests {
    private let clock = ManualClock(milliseconds: start)

    @Test func `lists the newest first and counts all`() async throws {
        let cloud = try makeCloud(clock: clock)
        let old = try await cloud.buy("old", count: 2)
        clock.advance(by: .seconds(60))
        let new = try await cloud.buy("new")
        let list = try await cloud.list()
        #expect(list.count == 3 && isHexID(list.requestID))
        #expect(list.servers?.map(\.serverID) == ((new.serverIDs ?? []) + (old.serverIDs ?? []).reversed()))
        #expect(list.servers?.map(\.createTime).first == "2026-01-02T03:05:05Z")
    }

    @Test func `shows of a server what was ordered`() async throws {
        let cloud = try makeCloud(clock: clock)
        let nic: Value = [
            "subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "vpc_id": "6eb5019f-df01-4ded-9486-d54e7b282ced",
        ]
        let bought = try await cloud.buy("game", ["availability_zone": "cn-east-3b", "nics": [nic]])
        let server = try await cloud.show(try #require(bought.serverIDs?.first))
        #expect(server.serverName == "game" && server.availabilityZone == "cn-east-3b")
        #expect(server.subnetID == "3c5e2638-b71f-4499-8d1e-355e89f21ae0")
        #expect(server.vpcID == "6eb5019f-df01-4ded-9486-d54e7b282ced")
        #expect(server.serverModelName == "physical.rx2.32xlarge.4" && server.keypairName == "KeyPair-1d1d-wy")
        #expect(server.enterpriseProjectID == "0" && server.resourceProjectID == cloud.projectID)
        #expect(server.metadata?.orderID == bought.orderID && server.metadata?.productID == bought.productID)
        #expect(server.createTime == "2026-01-02T03:04:05Z" && server.updateTime == "2026-01-02T03:04:05Z")
    }

    @Test func `builds a paid server in simulated time`() async throws {
        let cloud = try makeCloud(clock: clock)
        let id = try #require(try await cloud.buy("game").serverIDs?.first)
        clock.advance(by: .milliseconds(19_999))
        #expect(try await cloud.show(id).status == 4)
        clock.advance(by: .milliseconds(1))
        let server = try await cloud.show(id)
        #expect(server.status == 5 && server.updateTime == "2026-01-02T03:04:25Z")
    }

    @Test(
        arguments: [
            (["server_name": "web"], 3), (["server_name": "eb-0002"], 1), (["server_name": "WEB"], 0),
            (["status": 5], 3), (["status": 0], 1), (["status": 2], 0),
            (["create_since": 1_767_323_046], 1), (["create_since": 1_767_323_045], 4),
            (["create_until": 1_767_323_045], 3), (["create_until": 1_767_323_044], 0),
            (["network_version": "v2"], 4), (["network_version": "v1"], 0), (["phone_model_name": "rs2.plus"], 0),
            (["server_name": "web", "offset": 2], 3), ([:], 4),
        ] as [(Value, Int)])
    func `filters by part of the name, status, time and network`(query: Value, count: Int) async throws {
        let cloud = try makeCloud(clock: clock)
        _ = try await cloud.buy("web", count: 3)
        clock.advance(by: .seconds(30))
        _ = try await cloud.buy("db")
        #expect(try await cloud.list(query).count == count)
    }

    /// Names of two letters and a hyphen, so that every part occurs in many of them and across the numbers' seams.
    @Test func `finds by every part of a name what a look at all names finds`() async throws {
        let cloud = try makeCloud(clock: clock)
        var random = SplitMix64(seed: 3)
        for _ in 0..<80 {
            let letters = (0..<Int.random(in: 1...6, using: &random)).map { _ in "ab-".randomElement(using: &random) }
            _ = try await cloud.buy(String(letters.compactMap(\.self)), count: Int.random(in: 1...10, using: &random))
            clock.advance(by: .seconds(1))
        }
        let names = Array(cloud.orders.flatMap(\.servers).map(\.serverName).reversed())
        for name in names.prefix(120) {
            let part = name.dropFirst(Int.random(in: 0..<name.count, using: &random))
                .prefix(Int.random(in: 1...7, using: &random))
            let list = try await cloud.list(["server_name": .string(String(part))])
            let expected = names.filter { $0.contains(part) }
            #expect(list.count == expected.count && list.servers?.map(\.serverName) == Array(expected.prefix(100)))
        }
        #expect(try await cloud.list(["server_name": "abc"]).count == 0)
    }

    @Test func `finds one server by its id`() async throws {
        let cloud = try makeCloud()
        let id = try #require(try await cloud.buy("web", count: 3).serverIDs?[1])
        let list = try await cloud.list(["server_id": .string(id)])
        #expect(list.servers?.map(\.serverName) == ["web-0002"])
    }

    @Test func `pages without loss or repetition`() async throws {
        let cloud = try makeCloud()
        for number in 0..<25 { _ = try await cloud.buy("s\(number)", count: 10) }
        var ids: [String] = []
        for offset in stride(from: 0, through: 250, by: 100) {
            let page = try await cloud.list(["offset": .int(offset)])
            #expect(page.count == 250)
            ids += (page.servers ?? []).compactMap(\.serverID)
        }
        #expect(ids == cloud.orders.flatMap(\.serverIDs).reversed())
    }

    @Test(arguments: [
        ("limit=0", "CPS.0002"), ("limit=101", "CPS.0002"), ("offset=-1", "CPS.0002"), ("limit=ten", "CPS.0002"),
        ("status=x", "CPS.0010"), ("create_since=yesterday", "APIGW.0201"),
    ])
    func `refuses a wrong query`(query: String, code: String) async throws {
        let parts = query.split(separator: "=").map(String.init)
        let call = APICall(
            operation: "list", service: .cph, method: .get, effect: .read, path: Operations.listServers.path,
            query: [APICall.QueryItem(parts[0], parts[1])])
        #expect(try await makeCloud().exchange(call).refusal() == "400 \(code)")
    }

    @Test func `takes 1 and 100 as limits and ignores what it does not know`() async throws {
        let cloud = try makeCloud()
        for number in 0..<11 { _ = try await cloud.buy("s\(number)", count: 10) }
        #expect(try await cloud.list(["limit": 1]).servers?.count == 1)
        #expect(try await cloud.list(["limit": 100]).servers?.count == 100)
        let call = APICall(
            operation: "list", service: .cph, method: .get, effect: .read, path: Operations.listServers.path,
            query: [APICall.QueryItem("marker", "x")])
        #expect(try await cloud.exchange(call).answer?.status == 200)
    }

    @Test func `says in the service's shape that a server does not exist`() async throws {
        let cloud = try makeCloud()
        let missing = String(repeating: "0", count: 32)
        let error = await #expect(throws: CPHError.self) { _ = try await cloud.show(missing) }
        #expect(error?.code == "CPS.0097" && error?.httpStatus == 404 && isHexID(error?.requestID))
        #expect(error?.message == "No server \"\(missing)\" exists.")
    }
}

struct UnpaidOrderTests {
    private let clock = ManualClock(milliseconds: start)

    @Test func `builds an unpaid order's servers only once it is paid`() async throws {
        let cloud = try makeCloud(clock: clock)
        let order = try await cloud.buy("game", count: 2, unpaid)
        let id = try #require(order.serverIDs?.first)
        clock.advance(by: .seconds(3600))
        #expect(try await cloud.list(["status": 0]).count == 2)
        #expect(cloud.pay(try #require(order.orderID)))
        #expect(try await cloud.show(id).status == 0)
        clock.advance(by: .seconds(20))
        #expect(try await cloud.show(id).status == 5)
    }

    @Test func `pays an order once, and none that it does not have`() async throws {
        let cloud = try makeCloud()
        let order = try #require(try await cloud.buy("game", unpaid).orderID)
        #expect(cloud.pay(order))
        #expect(!cloud.pay(order))
        #expect(!cloud.pay("CS0"))
    }

    @Test func `keeps the ids of an unpaid order to itself when told to`() async throws {
        let cloud = try makeCloud(faults: "unpaid=no-ids")
        let order = try await cloud.buy("game", count: 2, unpaid)
        #expect(order.serverIDs == nil && order.errorCode == nil)
        #expect(try await cloud.list().count == 0)
        #expect(cloud.pay(try #require(order.orderID)))
        #expect(try await cloud.list().servers?.map(\.serverName) == ["game-0002", "game-0001"])
        #expect(try await cloud.buy("paid").serverIDs?.count == 1)
    }
}
