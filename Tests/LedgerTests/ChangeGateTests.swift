import CPHModel
import Ledger
import Schema
import Synchronization
import Testing

/// Answers every question about a change the same way, and remembers what was asked.
private final class ChangeClerk: Approver {
    private let decision: ApprovalDecision
    private let log = Mutex<[ChangeSummary]>([])

    init(_ decision: ApprovalDecision) { self.decision = decision }

    var asked: [ChangeSummary] { log.withLock { $0 } }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { .unavailable }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision {
        log.withLock { $0.append(question.change) }
        return decision
    }
}

/// A service that only counts what arrives.
private final class Counter: CloudPhoneAPI {
    let calls = Mutex<[APICall]>([])
    let exchange: Exchange

    init(_ status: Int = 200, _ body: String = #"{"request_id":"r-1"}"#) {
        exchange = Exchange(bytesSent: 400, answer: Answer(status: status, body: Array(body.utf8)))
    }

    var count: Int { calls.withLock { $0.count } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        calls.withLock { $0.append(call) }
        return exchange
    }
}

private func restart(_ ids: String..., effect: Effect = .change) -> APICall {
    var request = RestartServers()
    request.serverIDs = ids
    return APICall(
        operation: effect == .change ? "restart" : "pay", service: .cph, method: .post, effect: effect, path: "/v1/x",
        body: Array(request.value.json().utf8), request: request, subjects: ids)
}

/// Everything that is not a read passes the gate and leaves two lines in the history.
struct ChangeGateTests {
    private func limits(changes: Int? = nil, payments: Int? = nil) -> SpendLimits {
        var limits = SpendLimits()
        (limits.changes, limits.payments) = (changes, payments)
        return limits
    }

    @Test func `without an allowance and without a person a change is not sent`() async throws {
        let (bench, service) = (try Bench(), Counter())
        let gate = SpendGuard(try bench.ledger(in: service), limits: limits(), approver: nil)
        let error = await #expect(throws: CPHError.self) { try await gate.exchange(restart("s-1", "s-2")) }
        #expect(error?.kind == .denied && error?.code == "not_approved" && error?.operation == "restart")
        #expect(
            error?.message == "restart on s-1, s-2 is not approved: nobody can be asked and nothing was allowed; "
                + "nothing was sent")
        #expect(error?.hint == "run it on a terminal, or allow it with --allow-change 1")
        #expect(service.count == 0)
    }

    @Test func `an allowance counts changes by calls and payments by orders`() async throws {
        let (bench, service) = (try Bench(), Counter())
        let gate = SpendGuard(try bench.ledger(in: service), limits: limits(changes: 2, payments: 3), approver: nil)
        for _ in 0..<2 { _ = try await gate.exchange(restart("a", "b", "c")) }
        await #expect(throws: CPHError.self) { try await gate.exchange(restart("a")) }
        _ = try await gate.exchange(restart("o1", "o2", effect: .payment))
        let error = await #expect(throws: CPHError.self) {
            try await gate.exchange(restart("o3", "o4", effect: .payment))
        }
        #expect(error?.hint == "run it on a terminal, or allow it with --allow-pay 4")
        #expect(
            error?.message
                == "pay on o3, o4 is not approved: 3 were allowed, of which this run has used 2; nothing was sent"
        )
        _ = try await gate.exchange(restart("o3", effect: .payment))
        #expect(service.count == 4)
    }

    @Test func `a call that nobody knows has an allowance of its own`() async throws {
        let (bench, service) = (try Bench(), Counter())
        var limits = limits(changes: 9, payments: 9)
        let call = APICall(operation: "request", service: .bss, method: .post, effect: .unknown, path: "/v9/x")
        let gate = SpendGuard(try bench.ledger(in: service), limits: limits, approver: nil)
        let error = await #expect(throws: CPHError.self) { try await gate.exchange(call) }
        #expect(error?.kind == .denied && error?.code == "not_approved")
        #expect(error?.hint == "run it on a terminal, or allow it with --allow-request 1")
        #expect(service.count == 0)
        limits.requests = 1
        let other = SpendGuard(try bench.ledger(in: service), limits: limits, approver: nil)
        _ = try await other.exchange(call)
        await #expect(throws: CPHError.self) { try await other.exchange(call) }
        #expect(service.count == 1)
    }

    @Test func `a person is told where a call goes`() async throws {
        let (bench, clerk) = (try Bench(), ChangeClerk(.refused))
        let gate = SpendGuard(try bench.ledger(in: Counter()), limits: limits(), approver: clerk)
        let call = APICall(operation: "request", service: .bss, method: .delete, effect: .unknown, path: "/v9/x")
        await #expect(throws: CPHError.self) { try await gate.exchange(call) }
        #expect(clerk.asked.first?.target == "DELETE /v9/x" && clerk.asked.first?.service == .bss)
    }

    @Test func `a person is asked what is done to which ids`() async throws {
        let (bench, service, clerk) = (try Bench(), Counter(), ChangeClerk(.approved(by: "ann")))
        let gate = SpendGuard(try bench.ledger(in: service), limits: limits(), approver: clerk)
        _ = try await gate.exchange(restart("s-1", "s-2"))
        let asked = try #require(clerk.asked.first)
        #expect(asked.ids == ["s-1", "s-2"] && asked.count == 2 && !asked.isPayment)
        #expect(asked.fields == ["server_ids[1]: \"s-1\"", "server_ids[2]: \"s-2\""])
        #expect(service.count == 1)
    }

    @Test func `what was put together by hand is shown byte for byte`() {
        let call = APICall(
            operation: "odd", service: .cph, method: .post, effect: .change, path: "/v1/x", body: Array("[1]".utf8))
        let summary = ChangeSummary(call)
        #expect(summary.doc == "POST /v1/x" && summary.ids.isEmpty && summary.count == 1)
        #expect(summary.fields == ["body: \"[1]\""])
    }

    @Test func `a person's no sends nothing`() async throws {
        let (bench, service) = (try Bench(), Counter())
        let gate = SpendGuard(try bench.ledger(in: service), limits: limits(), approver: ChangeClerk(.refused))
        let error = await #expect(throws: CPHError.self) { try await gate.exchange(restart("s-1", effect: .payment)) }
        #expect(error?.message == "pay on s-1 was refused; nothing was sent" && service.count == 0)
    }

    @Test func `a change is in the history before it is sent, and its outcome after`() async throws {
        let (bench, service) = (try Bench(), Counter(400, #"{"error_code":"CPS.0016","error_msg":"no"}"#))
        let gate = SpendGuard(
            try bench.ledger(in: service), limits: limits(), approver: ChangeClerk(.approved(by: "ann")))
        _ = try await gate.exchange(restart("s-1"))
        var lines: [Object] = []
        try bench.journal(.read).export { line in lines.append((try? Value(json: line))?.members ?? [:]) }
        #expect(lines.map { $0["kind"]?.text } == ["run", "change", "changed"])
        let (intent, outcome) = (lines[1]["detail"]?.members, lines[2]["detail"]?.members)
        #expect(intent?["operation"] == "restart" && intent?["body"] == #"{"server_ids":["s-1"]}"#)
        #expect(intent?["approval"] == ["how": "terminal", "by": "ann"])
        #expect(outcome?["call"] == 2 && outcome?["status"] == 400 && outcome?["error_code"] == "CPS.0016")
        #expect(try bench.journal(.read).verify().events == 3)
    }

    @Test func `a full disk sends no change`() async throws {
        let (bench, service) = (try Bench(), Counter())
        let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
            if step == .intentOpen { throw .diskFull }
        }
        let gate = SpendGuard(try bench.ledger(in: service, hook: hook), limits: limits(changes: 1), approver: nil)
        for _ in 0..<2 {
            let error = await #expect(throws: CPHError.self) { try await gate.exchange(restart("s-1")) }
            #expect(error?.code == "disk_full" && error?.message.hasSuffix("nothing was sent") == true)
        }
        #expect(service.count == 0)
    }

    @Test func `a dry run shows a change and sends nothing`() async throws {
        let (bench, service, lines) = (try Bench(), Counter(), Said())
        let gate = SpendGuard(
            try bench.ledger(in: service), limits: limits(), approver: nil, mode: .dryRun { lines.add($0.words) })
        let exchange = try await gate.exchange(restart("s-1", "s-2"))
        #expect(exchange.answer?.status == 200 && exchange.bytesSent == 0 && service.count == 0)
        #expect(lines.text == "call restart on s-1, s-2")
    }

    @Test func `four purchases at once do not pass the limit of a day together`() async throws {
        let bench = try Bench()
        var limits = SpendLimits()
        (limits.servers, limits.serversPerDay) = (100, 3)
        let gate = SpendGuard(try bench.ledger(), limits: limits, approver: nil)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<4 { group.addTask { _ = try? await gate.buy(.sample("n\(number)", count: 1)) } }
        }
        #expect(bench.cloud.creates == 3)
    }
}
