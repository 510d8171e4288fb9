import CPHModel
import Emulator
import Schema
import Testing

struct CreateTests {
    @Test func `answers a purchase with an order and as many ids as asked for`() async throws {
        let cloud = try makeCloud()
        let response = try await cloud.buy("game", count: 10)
        #expect(response.orderID?.wholeMatch(of: /CS2601020304[0-9A-Z]{5}/) != nil)
        #expect(response.productID?.wholeMatch(of: /00301-\d{5}-0--0/) != nil)
        #expect(isHexID(response.requestID))
        let ids = try #require(response.serverIDs)
        #expect(Set(ids).count == 10 && ids.allSatisfy(isHexID))
        #expect(cloud.orders.map(\.serverIDs) == [ids])
    }

    @Test func `carries the request id and the content type in its headers`() async throws {
        let exchange = try await makeCloud().create(purchase())
        let answer = try #require(exchange.answer)
        #expect(answer.header("x-request-id") == (try exchange.json().members?["request_id"]?.text))
        #expect(answer.header("Content-Type") == "application/json")
    }

    @Test func `numbers the names of several servers, and leaves that of one alone`() async throws {
        let cloud = try makeCloud()
        _ = try await cloud.buy("one", count: 1)
        _ = try await cloud.buy("many", count: 3)
        #expect(cloud.orders.flatMap(\.servers).map(\.serverName) == ["one", "many-0001", "many-0002", "many-0003"])
    }

    @Test func `gives the same ids to the same seed, whatever is read in between`() async throws {
        let quiet = try makeCloud()
        let busy = try makeCloud()
        let other = try makeCloud(seed: 8)
        for name in ["a", "b"] {
            _ = try await busy.list()
            let expected = try await quiet.buy(name, count: 2)
            let (same, different) = (try await busy.buy(name, count: 2), try await other.buy(name, count: 2))
            #expect(same.serverIDs == expected.serverIDs && same.orderID == expected.orderID)
            #expect(different.serverIDs != expected.serverIDs && different.orderID != expected.orderID)
        }
    }

    @Test func `never gives an order id twice within one minute`() async throws {
        let cloud = try makeCloud()
        for _ in 0..<3000 { _ = try await cloud.buy("game") }
        #expect(Set(cloud.orders.map(\.orderID)).count == 3000)
    }

    @Test(
        arguments: [
            (["server_name": ""], "CPS.0025"), (["server_name": "a b"], "CPS.0025"), (["server_name": nil], "CPS.0025"),
            (["server_model_name": nil], "CPS.0088"), (["server_model_name": ""], "CPS.0088"),
            (["server_model_name": 7], "CPS.0089"),
            (["count": 0], "CPS.0024"), (["count": 11], "CPS.0024"), (["count": "3"], "CPS.0024"),
            (["count": true], "CPS.0024"),
            (["image_id": ""], "CPS.0029"), (["image_id": "0123456789012345678901234567890123456"], "CPS.0030"),
            (["public_ip": [:]], "CPS.0031"), (["public_ip": ["band_width": ["band_width_size": 1]]], "CPS.0031"),
            (["public_ip": nil], "APIGW.0201"), (["nics": []], "APIGW.0201"), (["keypair_name": nil], "APIGW.0201"),
            (["order_param": ["charging_mode": 0, "period_type": 2, "period_num": 10]], "APIGW.0201"),
            (["data_volume": ["volume_type": "SAS", "size": 1]], "APIGW.0201"), (["serverName": "a"], "APIGW.0201"),
        ] as [(Object, String)])
    func `refuses a wrong body with the service's code and buys nothing`(changes: Object, code: String) async throws {
        let cloud = try makeCloud()
        let exchange = try await cloud.create(purchase("game", changes))
        #expect(try exchange.refusal() == "400 \(code)")
        #expect(try exchange.json().members?.map(\.key) == ["request_id", "error_code", "error_msg"])
        #expect(cloud.orders.isEmpty)
        // Whoever reads the answer must be able to rely on it: each of these codes proves that nothing was bought.
        guard case .refused = Verdict(exchange, count: 1, paysAtOnce: true) else {
            Issue.record("\(code) does not count as a refusal")
            return
        }
    }

    @Test func `names every problem of a wrong body, warnings left out`() async throws {
        let body = purchase("a b", count: 11, ["public_ip": ["type": "5_bgp", "band_width": 1]])
        let message = try await makeCloud().create(body).json().members?["error_msg"]
        #expect(
            message == """
                Invalid request: server_name: has " " as character 2; must have only letters, digits, _, - and Chinese \
                characters (U+4E00 to U+9FFF); count: is 11; must be 1 to 10; public_ip.band_width: is an integer (1); \
                must be a table of BandWidth
                """)
    }

    @Test func `accepts what is only worth a warning`() async throws {
        let volume: Value = [
            "type": "5_bgp", "band_width": purchase().members?["public_ip"]?.members?["band_width"] ?? nil,
        ]
        let exchange = try await makeCloud().create(purchase("game", ["public_ip": volume]))
        #expect(exchange.answer?.status == 200)
    }

    @Test(arguments: ["", "{", "[]", "\"text\"", "{\"count\":1,\"count\":2}"])
    func `refuses a body that is no JSON object`(text: String) async throws {
        let cloud = try makeCloud()
        #expect(try await cloud.create(text: text).answer?.status == 400)
        #expect(cloud.orders.isEmpty)
    }

    @Test func `counts the bytes of the request as sent`() async throws {
        let body = purchase().json()
        let exchange = try await makeCloud().create(text: body)
        #expect(exchange.bytesSent > body.utf8.count)
    }

    @Test func `answers a path that no operation has as the gateway does`() async throws {
        let cloud = try makeCloud()
        let call = APICall(operation: "x", service: .cph, method: .get, effect: .read, path: "/v9/{project_id}/x")
        #expect(try await cloud.exchange(call).refusal() == "404 APIGW.0101")
        #expect(cloud.requestCounts["unknown"] == 1 && cloud.requestCounts.total == 1)
    }
}
