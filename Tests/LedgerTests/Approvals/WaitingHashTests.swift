import CPHModel
import Schema
import Testing

@testable import Ledger

/// What a person types of a hash, and what a hash is believed for.
struct WaitingHashTests {
    /// Plans that wait, by hash.
    private func bench(_ hashes: [String], scope: String = "project") async throws -> Bench {
        let bench = try Bench()
        for (number, hash) in hashes.enumerated() {
            let gate = try bench.gate("job\(number)", scope: scope)
            #expect(await gate.refusal([.sample("n\(number)")], name: "plan \(number)", hash: hash) == "waiting")
        }
        return bench
    }

    private func hash(_ start: String, _ filler: Character = "0") -> String {
        start + String(repeating: filler, count: 64 - start.count)
    }

    @Test func `eight digits find a plan, in either case; more have to fit`() async throws {
        let plans = try await bench([hash("1a2b3c4d"), hash("ffffffff")]).plans()
        for digits in ["1a2b3c4d", "1A2B3C4D0", hash("1a2b3c4d")] { #expect(try plans.plan(digits).name == "plan 0") }
        for digits in ["1a2b3c4e", "1a2b3c4d1", hash("1a2b3c4d", "1")] {
            let error = #expect(throws: CPHError.self) { try plans.plan(digits) }
            #expect(error?.code == "not_waiting" && error?.kind == .argument)
        }
        for digits in ["", "1a2b3c4", "1a2b3c4g", "1a2b3c4%", hash("1a2b3c4d") + "0", "１ａ２ｂ３ｃ４ｄ"] {
            let error = #expect(throws: CPHError.self) { try plans.plan(digits) }
            #expect(error?.code == "no_hash" && error?.kind == .argument)
        }
    }

    @Test func `where hashes begin alike, the message to the job has more digits, and fewer are refused`() async throws
    {
        let bench = try await bench([hash("1a2b3c4d"), hash("1a2b3c4d", "1"), hash("1a2b3c4d11", "2")])
        let plans = try bench.plans()
        let error = #expect(throws: CPHError.self) { try plans.plan("1a2b3c4d") }
        #expect(error?.code == "several_plans" && error?.hint == "give more digits")
        #expect(
            error?.message
                == "1a2b3c4d is the beginning of several hashes: 1a2b3c4d00000000 \"plan 0\" in project project, "
                + "1a2b3c4d11111111 \"plan 1\" in project project, 1a2b3c4d11222222 \"plan 2\" in project project")
        #expect(throws: CPHError.self) { try plans.plan("1a2b3c4d11") }
        #expect(try plans.plan("1a2b3c4d111").name == "plan 1" && plans.plan("1a2b3c4d0").name == "plan 0")
        for (number, digits) in ["1a2b3c4d0", "1a2b3c4d111", "1a2b3c4d112"].enumerated() {
            let hash = plans[number].hash
            let error = await #expect(throws: CPHError.self) {
                try await bench.gate("again").apply([.sample("n\(number)")], name: "plan \(number)", hash: hash)
            }
            #expect(error?.message.contains("cph ledger approve \(digits);") == true)
        }
    }

    @Test func `one hash in two projects is two plans`() async throws {
        let bench = try await bench([Bench.hash])
        #expect(try await bench.gate("other", scope: "elsewhere").refusal([.sample("n0")], name: "plan 0") == "waiting")
        #expect(throws: CPHError.self) { try bench.plans().plan(Bench.hash) }
        let plan = try #require(try bench.plans().first { $0.scope == "elsewhere" })
        let question = try #require(plan.question(at: bench.now))
        _ = try bench.desk().agree(to: question, until: .max, at: bench.now)
        #expect(try await bench.gate("first").refusal([.sample("n0")], name: "plan 0") == "waiting")
        #expect(try await bench.gate("second", scope: "elsewhere").refusal([.sample("n0")], name: "plan 0") == nil)
    }

    @Test func `what is read back is what was written, and nothing else is a question`() throws {
        let purchase = try PurchaseSummary(CreateServer.sample("云1"))
        #expect(PurchaseSummary(purchase.value) == purchase)
        for (key, value) in [
            ("server_name", nil), ("count", 0), ("count", -1), ("count", "2"), ("period_type", 9), ("period_num", 0),
            ("pays_at_once", 1), ("renews_itself", nil), ("content_sha256", nil),
        ] as [(String, Value?)] {
            var object = try #require(purchase.value.members)
            object[key] = value
            #expect(PurchaseSummary(.object(object)) == nil, "\(key)")
        }
        let question = PlanQuestion(
            PlanSummary(name: "p", hash: Bench.hash, purchases: [purchase]), scope: "s",
            in: .embedded(projectID: "p"))
        let user = LedgerUser(RunInfo(id: "r", host: "h", user: "u"), sessionUser: "role", isShared: false)
        for key in ["hash", "name", "scope", "region", "endpoint", "purchases", "who"] {
            var detail = question.detail
            detail["who"] = user.value
            #expect(PlanQuestion(Self.event(detail)) != nil)
            detail[key] = nil
            #expect(PlanQuestion(Self.event(detail)) == nil, "\(key)")
        }
    }

    private static func event(_ detail: Object) -> Event {
        Event(seq: 1, at: 5, run: "r", purchase: nil, kind: .asked, from: nil, to: nil, detail: detail)
    }

    @Test func `a user's words hide nothing`() {
        let user = LedgerUser(
            RunInfo(id: "r", host: "h\u{1B}[2J", user: "u\r", script: "\u{202E}s"), sessionUser: "x\n", isShared: false)
        #expect(user.words == "u\\r@h\\u{1b}[2J with \\u{202e}s (role x\\n)")
    }
}
