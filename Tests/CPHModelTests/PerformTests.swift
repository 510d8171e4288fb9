import CPHModel
import Schema
import Testing

/// A service that gives one answer, and remembers nothing.
private struct OneAnswer: CloudPhoneAPI {
    let exchange: Exchange

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange { exchange }
}

private func answer(_ status: Int, _ body: String = "") -> OneAnswer {
    OneAnswer(exchange: Exchange(bytesSent: 300, answer: Answer(status: status, body: Array(body.utf8))))
}

private func failure(_ kind: TransportFailure.Kind, bytesSent: Int) -> OneAnswer {
    OneAnswer(exchange: Exchange(bytesSent: bytesSent, failure: TransportFailure(kind, "it broke")))
}

struct PerformTests {
    private func error(of service: OneAnswer, _ operation: some APIOperation, _ value: Value) async -> CPHError? {
        await #expect(throws: CPHError.self) { _ = try await service.perform(operation, value: value) }
    }

    private let payment: Value = ["order_id": "CS1", "use_coupon": "NO", "use_discount": "NO"]
    private let cancellation: Value = ["order_id": "CS1"]

    @Test(arguments: [(204, ""), (200, ""), (200, "{}"), (200, "not JSON at all")])
    func `a call that answers nothing succeeds with any 2xx`(status: Int, body: String) async throws {
        _ = try await answer(status, body).perform(Operations.payOrder, value: payment)
    }

    @Test func `a call that answers something needs an object`() async {
        let error = await error(of: answer(200, "<html>"), Operations.showOrder, cancellation)
        #expect(error?.kind == .api && error?.message == "the answer is not a JSON object")
    }

    @Test(arguments: [(20_000, false), (20_001, true)])
    func `an answer with more than any page has is not read`(count: Int, isRefused: Bool) async throws {
        let body = "{\"servers\":[\(Array(repeating: "{}", count: count).joined(separator: ","))]}"
        let service = answer(200, body)
        if isRefused {
            let error = await error(of: service, Operations.listServers, [:])
            #expect(error?.message == "the answer has a list of 20001 items, which no page has")
        } else {
            let list = try await service.perform(Operations.listServers, value: [:]) as? ServerList
            #expect(list?.servers?.count == count)
        }
    }

    @Test(arguments: [(400, "CBC.30000010"), (400, "CBC.7"), (403, "CBC.0150"), (401, "APIGW.0301")])
    func `a payment that the billing service turns down was not made`(status: Int, code: String) async {
        let body = #"{"error_code":"\#(code)","error_msg":"no"}"#
        let error = await error(of: answer(status, body), Operations.payOrder, payment)
        #expect(error?.kind == .api && error?.code == code && error?.maybeDone == false)
    }

    @Test(arguments: [
        answer(500, #"{"error_code":"CBC.0999","error_msg":"no"}"#), answer(400, "<html>"), answer(409, "{}"),
        answer(302), failure(.timeout, bytesSent: 1), failure(.broken, bytesSent: 300),
    ])
    fileprivate func `a payment that may have been made is in doubt`(service: OneAnswer) async {
        let error = await error(of: service, Operations.payOrder, payment)
        #expect(error?.kind == .inDoubt && error?.maybeDone == true && error?.isRetryable == false)
        #expect(error?.hint?.contains("show_customer_order_details") == true)
    }

    @Test func `what never left this machine is no doubt`() async {
        let error = await error(of: failure(.timeout, bytesSent: 0), Operations.payOrder, payment)
        #expect(error?.kind == .timeout && error?.maybeDone == false && error?.isRetryable == true)
    }

    @Test func `a change that broke off may have been made, and is not called retryable`() async {
        let broken = await error(of: failure(.broken, bytesSent: 9), Operations.cancelOrder, cancellation)
        #expect(broken?.kind == .network && broken?.maybeDone == true && broken?.isRetryable == false)
        let refused = await error(of: answer(400, "{}"), Operations.cancelOrder, cancellation)
        #expect(refused?.kind == .api && refused?.maybeDone == false)
        let failed = await error(of: answer(503, "{}"), Operations.cancelOrder, cancellation)
        #expect(failed?.kind == .api && failed?.maybeDone == true && failed?.isRetryable == false)
    }

    @Test func `a read may always be repeated`() async {
        let error = await error(of: failure(.broken, bytesSent: 9), Operations.showOrder, cancellation)
        #expect(error?.kind == .network && error?.maybeDone == false && error?.isRetryable == true)
    }

    @Test func `a DELETE has a body only when there is something to say`() throws {
        let call = Operations.cancelAutoRenewal.call(try CancelAutoRenewal(validating: ["resource_id": "a"]))
        #expect(call.body == nil && call.path.hasSuffix("/autorenew/a"))
    }

    @Test func `a list in a query repeats its name`() throws {
        let call = Operations.listEvents.call(try ListEvents(validating: ["state": ["inquiring", "failed"]]))
        #expect(call.query == [.init("state", "inquiring"), .init("state", "failed")])
    }
}
