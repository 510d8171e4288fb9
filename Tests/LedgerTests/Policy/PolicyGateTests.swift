import CPHModel
import Policies
import Schema
import TestSupport
import Testing

@testable import Ledger

/// Policies in front of the ledger: whoever agrees, and whatever the options allow, what they forbid is not sent.
@Suite(.ownThreads)
struct PolicyGateTests {
    private static let plan = String(repeating: "1a2b3c4d", count: 8)

    private func policy(_ rules: Value) throws -> PolicySet {
        PolicySet([try Policy(reading: rules, source: "/etc/cph/policy.lua", lines: ["": 1, "servers": 3, "zones": 4])])
    }

    /// Every way in which a purchase may be allowed, as a run would have it.
    private static let everyWay: [(String, SpendLimits, Clerk?)] = {
        var named = SpendLimits()
        named.plan = plan
        var costly = SpendLimits()
        costly.cost = 1_000_000
        return [
            ("everything allowed", .everything, nil), ("a person", SpendLimits(), Clerk(.approved(by: "ann"))),
            ("the plan by its hash", named, nil), ("money", costly, nil),
        ]
    }()

    private func gate(
        _ bench: Bench, _ limits: SpendLimits, _ policies: PolicySet, _ clerk: Clerk? = nil, run: String = "r1",
        mode: SpendGuard.Mode = .buy, asking approver: (any Approver)? = nil
    ) throws -> SpendGuard {
        let ledger = try bench.ledger(
            run: run, in: PricedCloud(bench.cloud), lockScope: .purchase, lockWait: .seconds(60))
        return SpendGuard(
            ledger, account: .embedded(projectID: "p"), limits: limits, policies: policies, approver: approver ?? clerk,
            mode: mode)
    }

    private func refusal(_ gate: SpendGuard, _ request: CreateServer) async -> CPHError? {
        do { _ = try await gate.buy(request) } catch { return error }
        return nil
    }

    private func plan(_ requests: [CreateServer]) throws -> PlanSummary {
        PlanSummary(name: "fleet", hash: Self.plan, purchases: try requests.map { try PurchaseSummary($0) })
    }

    @Test(arguments: 0..<4)
    func `no way of agreeing lets a forbidden purchase through, in a plan or alone`(way: Int) async throws {
        let (name, limits, clerk) = Self.everyWay[way]
        let rules: [Value] = [
            ["zones": ["elsewhere"]], ["models": ["other"]], ["images": ["i"]], ["key_pairs": ["other"]],
            ["names": ["web-*"]], ["periods": ["2 years"]], ["auto_payment": false], ["servers": ["per_call": 1]],
            ["servers": ["per_run": 1]], ["servers": ["per_day": 1]], ["servers": ["per_month": 1]],
            ["server_months": ["per_run": 1]], ["server_months": ["per_day": 1]],
            ["cost": ["currency": "CNY", "per_call": "159.99"]], ["cost": ["currency": "CNY", "per_run": "159.99"]],
            ["cost": ["currency": "CNY", "per_day": "159.99"]], ["cost": ["currency": "USD", "per_month": 10_000]],
            ["hours": ["from": "00:00", "to": "00:01"]],
        ]
        for rule in rules {
            let bench = try Bench()
            let gate = try gate(bench, limits, try policy(rule), clerk)
            try await bench.clock.pause(for: .seconds(3600))
            let planned = await #expect(throws: CPHError.self, "\(name), \(rule.json())") {
                try await gate.approve(try plan([.sample("a")]))
            }
            #expect(
                planned?.kind == .denied && planned?.description.contains("policy.lua") == true, "\(planned as Any)")
            let error = await refusal(gate, .sample("a"))
            #expect(error?.kind == .denied && bench.cloud.creates == 0, "\(name), \(rule.json()): \(error as Any)")
        }
    }

    @Test func `what policies allow goes through to the last unit`() async throws {
        let bench = try Bench()
        let rules: Value = [
            "servers": ["per_call": 2, "per_run": 4, "per_day": 4, "per_month": 4], "server_months": ["per_run": 4],
            "cost": ["currency": "CNY", "per_call": "160.00", "per_run": "320.00", "per_day": "320.00"],
            "names": ["game-?"], "auto_payment": true, "periods": ["1 month"],
        ]
        let gate = try gate(bench, .everything, try policy(rules))
        #expect(await refusal(gate, .sample("game-1")) == nil)
        #expect(await refusal(gate, .sample("game-2")) == nil)
        let error = await refusal(gate, .sample("game-3", count: 1))
        #expect(bench.cloud.creates == 2 && error?.code == "policy", "\(error as Any)")
        // All that is wrong is told at once.
        #expect(error?.problems.count == 4, "\(error as Any)")
        #expect(
            error?.description.contains(
                "comes to 1 server, and 4 of this run before; at most 4 in one run (servers.per_run, "
                    + "/etc/cph/policy.lua:3)") == true)
    }

    @Test func `a plan that is over by one server is refused whole, and nothing of it is sent`() async throws {
        let bench = try Bench()
        let gate = try gate(bench, .everything, try policy(["servers": ["per_run": 5]]))
        let requests = CreateServer.fleet
        await #expect(throws: CPHError.self) { try await gate.approve(try plan(requests)) }
        #expect(bench.cloud.creates == 0)
        try await gate.approve(try plan(Array(requests.prefix(2))))
        #expect(await refusal(gate, requests[0]) == nil && bench.cloud.creates == 1)
    }

    @Test func `what was bought before counts for no run, and is answered whatever policies say now`() async throws {
        let bench = try Bench()
        #expect(await refusal(try gate(bench, .everything, PolicySet()), .sample("a")) == nil)
        let strict = try gate(bench, .everything, try policy(["servers": ["per_run": 1], "zones": ["x"]]), run: "r2")
        #expect(await refusal(strict, .sample("a")) == nil)
        #expect(bench.cloud.creates == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a day's servers are counted over all runs, in the transaction of the intent`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let rules = try policy(["servers": ["per_day": 7], "server_months": ["per_month": 6]])
        let gates = try ["r1", "r2"].map { try gate(bench, .everything, rules, run: $0) }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<10 {
                group.addTask { _ = await refusal(gates[number % 2], .sample("n\(number)", count: 1)) }
            }
        }
        #expect(bench.cloud.serverIDs.count == 6)
        _ = try bench.journal(.read).verify()
        // The next month has days and months of its own.
        try await bench.clock.pause(for: .seconds(40 * 86_400))
        #expect(await refusal(gates[0], .sample("later", count: 1)) == nil)
    }

    @Test func `days begin by the policy's zone`() async throws {
        let bench = try Bench()
        var rules: Value = ["servers": ["per_day": 2], "time_zone": "+08:00"]
        let start = bench.clock.milliseconds() / 1000
        // To five minutes before midnight in that zone.
        let midnight = (start + 8 * 3600) / 86_400 * 86_400 + 86_400 - 8 * 3600
        try await bench.clock.pause(for: .seconds(midnight - 300 - start))
        #expect(await refusal(try gate(bench, .everything, try policy(rules)), .sample("a")) == nil)
        try await bench.clock.pause(for: .seconds(600))
        #expect(await refusal(try gate(bench, .everything, try policy(rules), run: "r2"), .sample("b")) == nil)
        rules = ["servers": ["per_day": 2]]
        #expect(
            await refusal(try gate(bench, .everything, try policy(rules), run: "r3"), .sample("c"))?.code == "policy")
    }

    @Test func `a dry run says that it would be refused`() async throws {
        let bench = try Bench()
        let gate = try gate(bench, .everything, try policy(["names": ["web-*"]]), mode: .dryRun { _ in })
        #expect(await refusal(gate, .sample("a"))?.code == "policy")
    }

    @Test func `a dry run tells what the caps of a run would refuse, and counts each name once`() async throws {
        for rules in [["servers": ["per_run": 4]], ["cost": ["currency": "CNY", "per_run": "320.00"]]] as [Value] {
            let bench = try Bench()
            let gate = try gate(bench, .everything, try policy(rules), mode: .dryRun { _ in })
            let over = await #expect(throws: CPHError.self) {
                try await gate.approve(try plan(["a", "b", "c"].map { .sample($0) }))
            }
            #expect(over?.kind == .denied, "\(over as Any)")
            try await gate.approve(try plan([.sample("a"), .sample("b")]))
            for name in ["a", "a", "b"] { #expect(await refusal(gate, .sample(name)) == nil) }
            try await gate.approve(try plan([.sample("a"), .sample("b")]))
            #expect(await refusal(gate, .sample("c"))?.kind == .denied)
            // What was only rehearsed takes nothing from what is bought then.
            await gate.setMode(.buy)
            for name in ["c", "d"] { #expect(await refusal(gate, .sample(name)) == nil) }
            #expect(await refusal(gate, .sample("e"))?.kind == .denied && bench.cloud.creates == 2)
        }
    }

    @Test func `a policy that another purchase learns of while a person is asked holds for both`() async throws {
        let bench = try Bench()
        let clerk = PatientClerk()
        let gate = try gate(bench, SpendLimits(), PolicySet(), nil, asking: clerk)
        async let asked = refusal(gate, .sample("a"))
        await clerk.isAsked()
        let strict = try Policy(reading: ["names": ["web-*"]], source: "policy.lua")
        try bench.journal(.write, run: "admin").setPolicy(strict, reason: nil, at: bench.clock.milliseconds())
        #expect(await refusal(gate, .sample("other"))?.code == "policy")
        clerk.agree()
        let error = await asked
        #expect(error?.code == "policy_changed" && bench.cloud.creates == 0, "\(error as Any)")
        #expect(await refusal(gate, .sample("a"))?.code == "policy")
    }

    @Test func `what a look at the ledger finds does not take the place of something newer`() throws {
        var held = HeldPolicies(PolicySet())
        held.learn(nil, 7)
        held.learn(nil, nil)
        #expect(held.seq == 7)
        held.learn(nil, 8)
        #expect(held.seq == 8)
    }

    @Test func `a renewal's months count, and what has no known price wants a second person`() async throws {
        let cases: [(Value, String)] = [
            (["server_months": ["per_call": 2]], "period_num: is 1 for 3 months; at most 2 server-months in one call"),
            (["server_months": ["per_run": 2]], "comes to 3 server-months; at most 2 in one run"),
            (["server_months": ["per_month": 2]], "comes to 3 server-months; at most 2 in one month"),
            (["second_person": ["cost": "100.00", "currency": "CNY"]], "needs a second person"),
        ]
        for (rules, words) in cases {
            let bench = try Bench()
            defer { withExtendedLifetime(bench) {} }
            let gate = SpendGuard(
                try bench.ledger(in: RenewingCloud(bench.clock)), account: .embedded(projectID: "project"),
                limits: .everything, policies: try policy(rules), approver: nil)
            let error = await #expect(throws: CPHError.self, "\(rules.json())") {
                try await gate.exchange(ResourceChange.renewal(months: 3).call)
            }
            #expect(error?.message.contains(words) == true, "\(error as Any)")
        }
    }

    @Test func `from a threshold on only a second person's approval of a plan counts`() async throws {
        for rules in [["servers": 4], ["cost": "320.00", "currency": "CNY"]] as [Value] {
            let bench = try Bench()
            let policies = try policy(["second_person": rules])
            let clerk = Clerk(.approved(by: "ann"))
            let gate = try gate(bench, .everything, policies, clerk)
            // Two servers for 160.00 are below.
            #expect(await refusal(gate, .sample("a")) == nil)
            let alone = await refusal(gate, .sample("b"))
            #expect(alone?.code == "second_person", "\(alone as Any)")
            let planned = await #expect(throws: CPHError.self) { try await gate.approve(try plan([.sample("b")])) }
            #expect(planned?.code == "second_person" && bench.cloud.creates == 1, "\(planned as Any)")
        }
    }

    @Test func `the run's limit holds over the accounts that a prompt changes to`() async throws {
        let bench = try Bench()
        let policies = try policy(["servers": ["per_run": 3]])
        let first = try gate(bench, .everything, policies)
        #expect(await refusal(first, .sample("a")) == nil)
        let second = SpendGuard(
            try bench.ledger(run: "r2", scope: "other", in: PricedCloud(bench.cloud), lockScope: .purchase),
            account: .embedded(projectID: "q"), limits: .everything, policies: policies, approver: nil,
            earlier: await first.runSpending)
        #expect(await refusal(second, .sample("b"))?.code == "policy")
        #expect(await refusal(second, .sample("c", count: 1)) == nil)
    }

    @Test func `what cph does not know is refused under a policy, unless it allows that`() async throws {
        let call = APICall(
            operation: "request", service: .cph, method: .post, effect: .unknown,
            path: "/v9/{project_id}/cloud-phone/odd")
        for (rules, isAllowed) in [(["servers": ["per_run": 9]], false), (["unknown_calls": true], true)]
            as [(Value, Bool)]
        {
            let bench = try Bench()
            let gate = try gate(bench, .everything, try policy(rules))
            do {
                _ = try await gate.exchange(call)
                #expect(isAllowed)
            } catch { #expect(!isAllowed && error.code == "policy" && error.message.contains("unknown_calls")) }
        }
    }
}

/// A person who says yes only when the test wants it.
private struct PatientClerk: Approver {
    private let questions = AsyncStream<Void>.makeStream()
    private let answers = AsyncStream<Void>.makeStream()

    func isAsked() async { for await _ in questions.stream { return } }

    func agree() { answers.continuation.yield() }

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision {
        questions.continuation.yield()
        for await _ in answers.stream { break }
        return .approved(by: "ann")
    }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { .refused }
}
