import CPHModel
import Glibc
import Schema
import Synchronization
import Testing

@testable import Ledger

/// A plan that nobody could be asked about waits in the ledger, and is bought once somebody else has agreed.
struct ApprovalTests {
    private func says(_ decision: ApprovalDecision) -> any Approver { FixedAnswer(decision: decision) }

    private struct FixedAnswer: Approver {
        let decision: ApprovalDecision
        func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { decision }
        func decide(_ question: ChangeQuestion) async -> ApprovalDecision { decision }
    }

    @Test func `a plan that nobody can be asked about waits, and says how to approve it`() async throws {
        let bench = try Bench()
        let error = await #expect(throws: CPHError.self) { try await bench.gate(approver: says(.unavailable)).apply() }
        #expect(error?.kind == .denied && error?.code == "waiting")
        #expect(
            error?.message
                == "\"fleet\" (6 servers, 6 server-months) is waiting for approval: cph ledger approve 1a2b3c4d; nobody can "
                + "be asked and nothing was allowed; nothing was sent")
        #expect(
            error?.hint
                == "let somebody else run that command, then run this again; or run it on a terminal, or allow it with "
                + "--allow-spend 6, or exactly this plan with --approve \(Bench.hash)")
        #expect(bench.cloud.creates == 0 && bench.cloud.lists == 0)
        let asked = try #require(try bench.events().first { $0.kind == .asked }).detail
        #expect(asked["hash"]?.text == Bench.hash && asked["name"] == "fleet" && asked["scope"] == "project")
        #expect(asked["region"] == "embedded" && asked["servers"] == 6 && asked["server_months"] == 6)
        #expect(
            asked["purchases"]?.items?.map { $0.members?["line"]?.text }
                == ["a", "b", "c"].map { "\($0): 2 servers x 1 month" })
        #expect(asked["who"] == ["user": "ann", "host": "here", "script": "buy.lua", "shared": true])
    }

    @Test func `asked again while it waits, it adds nothing`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        let before = try bench.bytes("state/ledger.db.mark")
        for run in 1...3 { #expect(await bench.refused("job\(run)") == "waiting") }
        // What is open of it has become less: nobody is asked for more than they were.
        var allowed = SpendLimits()
        allowed.servers = 2
        _ = try await bench.gate("other", allowed).buy(.fleet[0])
        #expect(await bench.refused("job4") == "waiting")
        #expect(try bench.kinds().filter { $0 == .asked }.count == 1)
        #expect(try bench.bytes("state/ledger.db.mark") != before, "the purchase alone was written")
        #expect(try bench.events().filter { $0.kind == .run }.count == 2)
    }

    @Test func `the job's next run buys exactly what was agreed to, and says who it was`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        let agreement = try bench.agree()
        try await bench.gate("job2").apply()
        #expect(bench.cloud.creates == 3 && bench.cloud.sold == 3)
        let approved = try bench.events().filter { $0.kind == .approved }.map(\.detail)
        let expected: Object = [
            "how": "agreement", "by": "ann", "host": "here", "plan": .string(Bench.hash),
            "agreement": .int(agreement.seq), "checked": false, "plan_name": "fleet", "plan_hash": .string(Bench.hash),
        ]
        #expect(approved == [expected, expected, expected])
        #expect(try bench.kinds().prefix(2) == [.asked, .agreed])
        // Run again, it gets what was bought; another plan under the same names and hash would not be this one.
        try await bench.gate("job3").apply()
        #expect(bench.cloud.creates == 3)
        #expect(await bench.refused("job4", [.sample("d")]) == "waiting")
        _ = try bench.journal(.read).verify()
    }

    @Test func `a terminal is asked as before, and its no leaves nothing`() async throws {
        let bench = try Bench()
        let refused = try await bench.gate("r1", approver: says(.refused)).refusal()
        #expect(try refused == "refused" && !bench.kinds().contains(.asked))
        try await bench.gate("r2", approver: says(.approved(by: "eve"))).apply()
        #expect(try bench.kinds().contains(.asked) == false && bench.cloud.creates == 3)
    }

    @Test func `a dry run, what limits cover, and a ledger in memory leave nothing to be approved`() async throws {
        let bench = try Bench()
        try await bench.gate("dry", mode: .dryRun { _ in }).apply()
        var limits = SpendLimits()
        limits.servers = 6
        try await bench.gate("allowed", limits).apply()
        #expect(try bench.kinds().contains(.asked) == false)
        let ledger = Ledger(
            try Journal.open(.memory, .write), in: bench.cloud, options: Ledger.Options(scope: "p"))
        let gate = SpendGuard(ledger, limits: SpendLimits(), approver: nil)
        #expect(await gate.refusal([CreateServer.sample("m")]) == "not_approved")
    }

    @Test func `an agreement is for what was shown, in that project, under that hash`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        try bench.agree()
        let other = String(repeating: "f", count: 64)
        #expect(try await bench.gate("hash").refusal(hash: other) == "waiting")
        #expect(try await bench.gate("scope", scope: "elsewhere").refusal() == "waiting")
        // A hash is believed for what was shown under it, no more: other counts, terms and names are none of it.
        for request in [CreateServer.sample("a", count: 3), .sample("a", months: 2), .sample("z")] {
            #expect(try await bench.gate("content").refusal([request] + CreateServer.fleet.dropFirst()) == "waiting")
        }
        #expect(bench.cloud.creates == 0)
        try await bench.gate("right").apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test func `it ends after a week, or earlier where it says so, by the clock of the run that buys`() async throws {
        for (time, codes) in [(Agreement.longest, [nil, "waiting"]), (3_600_000, [nil, "waiting"])]
            as [(Int, [String?])]
        {
            for (late, code) in zip([-1, 0], codes) {
                let bench = try Bench()
                #expect(await bench.refused() == "waiting")
                let agreement = try bench.agree(for: time)
                #expect(agreement.until == bench.now + time)
                try await bench.clock.pause(for: .milliseconds(time + late))
                #expect(await bench.refused("job2") == code)
            }
        }
        // Nobody agrees for longer, whatever they say.
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        #expect(try bench.agree(for: 100 * Agreement.longest).until == bench.now + Agreement.longest)
    }

    @Test func `it ends in the middle of a run too, and the rest is asked for`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        try bench.agree(for: 60_000)
        let gate = try bench.gate("job2")
        try await gate.approve(fleetSummary())
        _ = try await gate.buy(.fleet[0])
        try await bench.clock.pause(for: .seconds(60))
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.fleet[1]) }
        #expect(error?.code == "approval_expired" && error?.message.contains("ended at 2026-11-23T12:01:00Z") == true)
        #expect(bench.cloud.creates == 1)
        #expect(await gate.refusal() == "waiting")
        #expect(try bench.waiting().map { $0.plan.purchases.map(\.name) } == [["b", "c"]])
        try bench.agree()
        try await gate.apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test func `who declines is heard before a run, in the middle of one, and behind it`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        try bench.decline()
        #expect(try bench.plans().isEmpty)
        #expect(await bench.refused("job2") == "waiting")
        try bench.agree()
        let gate = try bench.gate("job3")
        try await gate.approve(fleetSummary())
        _ = try await gate.buy(.fleet[0])
        let agreed = try #require(try bench.plans().first)
        try bench.decline()
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.fleet[1]) }
        #expect(error?.code == "approval_withdrawn" && bench.cloud.creates == 1)
        let late = #expect(throws: CPHError.self) {
            try bench.desk().decline(agreed, reason: "again", at: bench.now)
        }
        #expect(late?.code == "not_waiting")
        _ = try await gate.ledger.end(exit: 3)
        #expect(await bench.refused("job4") == "waiting")
        try bench.agree()
        try await bench.gate("job5").apply()
        #expect(bench.cloud.creates == 3)
        let plan = try #require(try bench.plans().first)
        #expect(try bench.journal(.read).purchases(of: plan).map(\.key) == ["b", "c"])
        try bench.decline()
        let states = try bench.journal(.read).purchases().map(\.state)
        #expect(states.count == 3 && states.allSatisfy { !$0.maySend }, "what was bought stays bought: \(states)")
    }

    @Test func `of two who approve at the same time, one has, and the other learns who it was`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        let question = try #require(try bench.waiting().first)
        let (first, second) = (try bench.desk("d1", as: "bob"), try bench.desk("d2", as: "eve"))
        let one = try first.agree(to: question, until: .max, at: bench.now)
        let two = try second.agree(to: question, until: .max, at: bench.now)
        #expect(one.isNew && !two.isNew && two.agreement == one.agreement)
        #expect(two.agreement.user.sessionUser == "bob")
        #expect(try bench.kinds() == [.asked, .agreed])
        // Behind a no, the yes of who looked before is none.
        try bench.decline()
        let late = #expect(throws: CPHError.self) { try second.agree(to: question, until: .max, at: bench.now) }
        #expect(late?.kind == .denied && late?.code == "not_waiting")
        #expect(await bench.refused("job2") == "waiting")
        let other = #expect(throws: CPHError.self) { try second.agree(to: question, until: .max, at: bench.now) }
        #expect(
            other?.message
                == "the plan \"fleet\" was asked anew, for other purchases or at another price; nothing was recorded")
    }

    @Test(arguments: CrashPoint.allCases)
    func `a job that is killed anywhere goes on under the same agreement, and buys no name twice`(
        step: CrashPoint
    ) async throws {
        for fault in [FakeCloud.Fault.none, .answerLost] {
            for countdown in 1...3 {
                let bench = try Bench(faults: [.none, fault])
                #expect(await bench.refused() == "waiting")
                try bench.agree()
                let hook = Fuse.hook(step, after: countdown)
                _ = try await bench.gate("killed", hook: hook).refusal()
                var runs = 0
                while let code = await bench.refused("again\(runs)"), runs < 2 {
                    #expect(code != "waiting" && code != "approval_used", "\(step) \(code)")
                    runs += 1
                }
                // What nobody can tell of is looked up, and not sent again; the script ends there.
                let sold = step == .intentDurable ? countdown - 1 : 3
                #expect(bench.cloud.sold == sold, "\(step) \(fault) \(countdown)")
                #expect(Set(try bench.events().filter { $0.kind == .approved }.map(\.detail)).count == 1)
                #expect(try bench.kinds().filter { $0 == .asked }.count == 1)
            }
        }
    }

    @Test(arguments: [CrashPoint.findingOpen, .findingDurable])
    func `who is killed while leaving a plan, or agreeing, has done it or not`(step: CrashPoint) async throws {
        let bench = try Bench()
        let isDone = step == .findingDurable
        #expect(try await bench.gate("killed", hook: Fuse.hook(step, after: 1)).refusal() == "crashed")
        #expect(try bench.waiting().count == (isDone ? 1 : 0))
        #expect(await bench.refused("job2") == "waiting")
        let question = try #require(try bench.waiting().first)
        let desk = try bench.journal(.write, run: "desk", hook: Fuse.hook(step, after: 1))
        #expect(throws: CPHError.self) { try desk.agree(to: question, until: .max, at: bench.now) }
        #expect(try bench.waiting().count == (isDone ? 0 : 1))
        #expect(try bench.kinds().filter { $0 == .asked }.count == 1)
    }

    @Test func `a disk that is full leaves nothing waiting, and says so`() async throws {
        let bench = try Bench()
        let gate = try bench.gate(hook: { (step: CrashPoint) throws(CrashPointFault) in
            if step == .findingOpen { throw .diskFull }
        })
        let error = await #expect(throws: CPHError.self) { try await gate.apply() }
        #expect(error?.kind == .ledger && error?.code == "disk_full")
        #expect(try bench.waiting().isEmpty && bench.cloud.creates == 0)
    }

    @Test func `an order that was cancelled since is not made again under its agreement, but under a new one`()
        async throws
    {
        let bench = try Bench()
        let requests = [CreateServer.sample("a", paysAtOnce: false), .sample("b", paysAtOnce: false)]
        #expect(await bench.refused("job", requests) == "waiting")
        try bench.agree()
        try await bench.gate("job2").apply(requests)
        let billing = FakeBilling()
        billing.state.withLock { $0.status = .cancelled }
        bench.cloud.change { $0.servers = [] }
        _ = try? await bench.ledger(run: "pay", scope: "project").pay("a", by: "ann", on: billing)
        #expect(try bench.journal(.read).purchases().map(\.state) == [.cancelled, .unpaid])
        #expect(await bench.refused("job3", requests) == "waiting")
        #expect(try bench.waiting().map { $0.plan.purchases.map(\.name) } == [["a"]])
        #expect(bench.cloud.creates == 2)
        try bench.agree()
        try await bench.gate("job4").apply(requests)
        #expect(bench.cloud.creates == 3)
    }

    @Test func `the limit of a day holds whoever agrees, before asking and at the send`() async throws {
        let bench = try Bench()
        var limits = SpendLimits()
        limits.serversPerDay = 5
        #expect(try await bench.gate("job", limits).refusal() == "day_limit")
        #expect(try bench.kinds().isEmpty)
        #expect(await bench.refused() == "waiting")
        try bench.agree()
        let gate = try bench.gate("job2", limits)
        #expect(await gate.refusal() == "day_limit")
        limits.serversPerDay = 6
        let other = try bench.gate("job3", limits)
        try await other.approve(fleetSummary())
        _ = try await bench.ledger(run: "beside", lockScope: .purchase).buy(.sample("beside", count: 1))
        _ = try await other.buy(.fleet[0])
        _ = try await other.buy(.fleet[1])
        await #expect(throws: CPHError.self) { try await other.buy(.fleet[2]) }
        #expect(bench.cloud.sold == 3)
    }

    @Test func `a question waits for a month, and is asked anew then`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        try await bench.clock.pause(for: .seconds(PlanStanding.patience / 1000 - 1))
        #expect(await bench.refused("job2") == "waiting")
        let old = try #require(try bench.waiting().first)
        try await bench.clock.pause(for: .seconds(1))
        #expect(try bench.plans().isEmpty)
        let error = #expect(throws: CPHError.self) { try bench.desk().agree(to: old, until: .max, at: bench.now) }
        #expect(error?.code == "not_waiting")
        #expect(await bench.refused("job3") == "waiting")
        #expect(try bench.kinds().filter { $0 == .asked }.count == 2)
        try bench.agree()
        #expect(await bench.refused("job4") == nil)
    }

    @Test func `what is shown to the approver is what a terminal would have shown, and who asked`() async throws {
        let bench = try Bench()
        var yearly = CreateServer.sample("a")
        (yearly.orderParam.periodType, yearly.orderParam.isAutoRenew) = (.year, .yes)
        let purchases = [try PurchaseSummary(yearly), try PurchaseSummary(CreateServer.sample("b"))]
        let prices = ServerPrices(byModel: ["physical.rx2.32xlarge.4": Decimal(10.5) ?? 0], currency: "CNY")
        let plan = PlanSummary(name: "fleet", hash: Bench.hash, purchases: purchases, prices: prices)
        await #expect(throws: CPHError.self) { try await bench.gate().approve(plan) }
        let question = try #require(try bench.waiting().first).question
        #expect(question.purchases == purchases && question.hash == Bench.hash && question.name == "fleet")
        #expect(question.cautions == ApprovalQuestion.cautions(of: purchases) && question.cautions.count == 2)
        #expect(question.amount?.description == "273.00 CNY" && question.servers == 4 && question.serverMonths == 26)
        #expect(question.account.words == AccountScope.embedded(projectID: "project").words)
        #expect(question.askers == ["asked by ann@here with buy.lua, 2026-11-23T12:00:00Z"])
    }

    @Test func `a line that was changed behind the ledger's back is noticed before money depends on it`() async throws {
        let bench = try Bench()
        #expect(await bench.refused() == "waiting")
        try bench.agree()
        try bench.execute(
            """
            DROP TRIGGER event_stays;
            UPDATE event SET detail = replace(detail, '"until":1', '"until":9') WHERE kind = 'agreed'
            """)
        let error = await #expect(throws: CPHError.self) { try await bench.gate("job2").apply() }
        #expect(error?.kind == .ledger && error?.code == "damaged" && bench.cloud.creates == 0)
    }

    private func fleetSummary() throws -> PlanSummary {
        PlanSummary(name: "fleet", hash: Bench.hash, purchases: try CreateServer.fleet.map { try PurchaseSummary($0) })
    }
}

extension Bench {
    /// The code with which a run of a job ends that nobody can be asked about; nil where it buys.
    func refused(_ run: String = "job", _ requests: [CreateServer] = CreateServer.fleet) async -> String? {
        guard let gate = try? gate(run) else { return "no gate" }
        let code = await gate.refusal(requests)
        _ = try? await gate.ledger.end(exit: code == nil ? 0 : 3)
        return code
    }
}

/// Ends a process at the n-th time that it comes to a step.
private final class Fuse: Sendable {
    private let left: Atomic<Int>
    private init(_ count: Int) { left = Atomic(count) }

    static func hook(_ point: CrashPoint, after count: Int) -> CrashPointHook {
        let fuse = Fuse(count)
        return { (step: CrashPoint) throws(CrashPointFault) in
            if step == point, fuse.left.subtract(1, ordering: .relaxed).newValue == 0 { throw .crash }
        }
    }
}
