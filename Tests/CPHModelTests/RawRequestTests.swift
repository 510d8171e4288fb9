import CPHModel
import Schema
import Synchronization
import Testing

/// Remembers calls, and answers all of them alike.
private final class Listener: CloudPhoneAPI {
    private let answer: Answer
    private let heard = Mutex<[APICall]>([])

    init(_ status: Int = 200, _ body: String = "{}") { answer = Answer(status: status, body: Array(body.utf8)) }

    var calls: [APICall] { heard.withLock { $0 } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        heard.withLock { $0.append(call) }
        return Exchange(bytesSent: 100, answer: answer)
    }
}

struct RawRequestTests {
    private func request(_ method: String, _ path: String, _ more: Object = [:]) throws -> RawRequest {
        var value: Object = ["method": .string(method), "service": "ecs", "path": .string(path)]
        for (key, item) in more { value[key] = item }
        return try RawRequest(validating: .object(value))
    }

    @Test func `carries method, path, query and body as they are given`() async throws {
        let service = Listener(200, #"{"servers":[1]}"#)
        let query: Value = ["name": "a b", "limit": 10, "deep": true, "tag": ["x", "y"]]
        let answer = try await service.perform(request("GET", "/v1/{project_id}/cloudservers", ["query": query]))
        #expect(answer.status == 200 && answer.body == ["servers": [1]])
        _ = try await service.perform(request("PATCH", "/v1/a", ["body": []]))
        #expect(service.calls.map(\.effect) == [.read, .unknown])
        #expect(service.calls[0].path == "/v1/{project_id}/cloudservers" && service.calls[0].service.rawValue == "ecs")
        #expect(
            service.calls[0].query.map { "\($0.name)=\($0.value)" } == [
                "name=a b", "limit=10", "deep=true", "tag=x", "tag=y",
            ])
        #expect(service.calls[1].method == .patch && service.calls[1].body == Array("{}".utf8), "Lua's {} is an object")
    }

    @Test(arguments: ["cph", "ecs"])
    func `what is posted below cloud-phone and is not known is not sent`(name: String) async throws {
        let paths = [
            "/v2.1/{project_id}/cloud-phone/servers", "/v9/p/cloud-phone/servers", "/v2.1/p/Cloud-Phone/Servers",
            "/v2.1/p/cloud-phone/servers/buy", "/cloud-phone", "/v1/p/CLOUD-PHONE/orders/renew",
        ]
        for path in paths {
            let service = Listener()
            let error = await #expect(throws: CPHError.self) {
                _ = try await service.perform(request("POST", path, ["service": .string(name)]))
            }
            #expect(error?.kind == .argument && error?.hint?.contains("cph.api.create_") == true, "\(path)")
            #expect(service.calls.isEmpty, "\(path)")
        }
    }

    @Test func `the same path of another service, or in another case, is a call that nobody knows`() async throws {
        let service = Listener()
        for (name, path) in [
            ("ecs", "/v3/orders/customer-orders/pay"), ("bss", "/v3/orders/customer-orders/Pay"),
            ("bss", "/v2/orders/customer-orders/pay"), ("bss", "/v3/orders/customer-orders/pay/now"),
        ] {
            _ = try await service.perform(
                request("POST", path, ["service": .string(name), "body": ["order_id": "CS1"]]))
        }
        #expect(service.calls.allSatisfy { $0.effect == .unknown && $0.operation == "request" })
    }

    @Test func `a path that has a model has the effect of its operation`() async throws {
        let service = Listener()
        _ = try await service.perform(
            request("POST", "/v3/orders/customer-orders/pay", ["service": "bss", "body": ["order_id": "CS1"]]))
        _ = try await service.perform(
            request("POST", "/v2/orders/suscriptions/resources/query", ["service": "bss", "body": [:]]))
        #expect(service.calls.map(\.effect) == [.payment, .read])
        #expect(service.calls.map(\.operation) == ["pay_orders", "list_pay_per_use_customer_resources"])
    }

    @Test func `a path that has a model is counted by what it is done to`() async throws {
        let service = Listener()
        let ids: Value = ["resource_ids": ["a", "b", "a"], "period_type": 2, "period_num": 1]
        _ = try await service.perform(
            request("POST", "/v2/orders/subscriptions/resources/renew", ["service": "bss", "body": ids]))
        _ = try await service.perform(
            request("PUT", "/v1/p/cloud-phone/servers/s-1", ["service": "cph", "body": ["server_name": "x"]]))
        #expect(service.calls.map(\.subjects) == [["a", "b"], ["s-1"]])
    }

    @Test func `a path that has a model whose request can't be read is not sent`() async throws {
        let service = Listener()
        let error = await #expect(throws: CPHError.self) {
            _ = try await service.perform(
                request(
                    "POST", "/v2/orders/subscriptions/resources/renew",
                    ["service": "bss", "body": ["resource_ids": "a,b"]]))
        }
        #expect(error?.kind == .argument && error?.hint == "use cph.api.renewal_resources")
        #expect(error?.problems.map { "\($0.path)" } == ["resource_ids"] && service.calls.isEmpty)
    }

    @Test(arguments: [
        "", "v1", "/v1?x=1", "/v1#x", "/v1 x", "/a/../b", "/a/%2e%2E/b", "/a/./b", "/ü", "/a\r\nb",
        "//a", "/a/", "/a//b", "/a;b", "/a%3Bb", "/a%2fb", "/a%5Cb", "/a%25b", "/%73ervers", "/a\\b", "/a:b", "/..;/b",
        "/{project}", "/{project_id}x", "/{project_id}/{project_id}", "/a+b", "/a%20",
    ])
    func `a path has one spelling, which nothing on the way reads as another`(path: String) {
        #expect(throws: ValidationError.self) { try request("GET", path) }
    }

    @Test(arguments: ["", "Ecs", "ecs.evil.com", "ecs/", "-ecs", "ecs#", String(repeating: "a", count: 33)])
    func `a service is nothing but a name`(service: String) {
        #expect(throws: ValidationError.self) { try request("GET", "/", ["service": .string(service)]) }
    }

    @Test func `answers that are not JSON stay texts, and empty ones are absent`() async throws {
        #expect(try await Listener(200, "plain").perform(request("GET", "/a")).body == "plain")
        #expect(try await Listener(204, "").perform(request("DELETE", "/a")).body == nil)
    }

    @Test func `what failed is an error in the service's words`() async throws {
        let error = await #expect(throws: CPHError.self) {
            _ = try await Listener(404, #"{"code":"VPC.0202","message":"none"}"#).perform(request("GET", "/a"))
        }
        #expect(error?.kind == .api && error?.code == "VPC.0202" && error?.httpStatus == 404)
        let body = await #expect(throws: CPHError.self) {
            _ = try await Listener().perform(request("GET", "/a", ["body": ["x": 1]]))
        }
        #expect(body?.message == "a GET has no body")
    }
}
