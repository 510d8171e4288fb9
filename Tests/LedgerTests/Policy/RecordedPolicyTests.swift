import CPHModel
import Policies
import PostgresSupport
import Schema
import TestSupport
import Testing

@testable import Ledger

/// The policy that a ledger holds for everybody who records there.
@Suite(.ownThreads)
struct RecordedPolicyTests {
    private func policy(_ rules: Value) throws -> Policy {
        try Policy(reading: rules, source: "f.lua", lines: ["zones": 7])
    }

    private func set(_ policy: Policy?, _ bench: Bench, run: String = "admin") throws {
        let journal = try bench.journal(.write, run: run)
        try journal.setPolicy(policy, text: "return {}", reason: "because", at: bench.now)
        try journal.close(exit: 0, at: bench.now)
    }

    @Test(arguments: StoreKind.allCases)
    func `it is read back as it was set, with its lines, and verified with the rest`(kind: StoreKind) throws {
        let bench = try kind.bench()
        #expect(try bench.journal(.write).policy() == nil)
        // The largest amounts keep every digit, which a number of JSON would not.
        let most: Value = "999999999999999.99999999"
        let rules: Value = [
            "zones": ["a"], "second_person": ["cost": most, "currency": "CNY"],
            "cost": ["currency": "CNY", "per_call": most, "per_run": "0.10", "per_day": most, "per_month": most],
        ]
        try set(try policy(rules), bench)
        let recorded = try #require(try bench.journal(.read).policy())
        #expect(recorded.user.name == "ann" && recorded.text == "return {}")
        #expect(recorded.policy.rules == (try policy(rules)).rules)
        #expect(recorded.policy.place(of: "zones").hasSuffix(":7"))
        try set(nil, bench, run: "admin 2")
        #expect(try bench.journal(.read).policy() == nil)
        #expect(try bench.events().filter { $0.kind == .policy }.count == 2)
        _ = try bench.journal(.read).verify()
    }

    @Test(arguments: StoreKind.allCases)
    func `it holds from the next purchase on, in runs that began before`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let ledger = try bench.ledger(lockScope: .purchase)
        let gate = SpendGuard(ledger, limits: .everything, approver: nil)
        _ = try await gate.buy(.sample("a"))
        try set(try policy(["names": ["b"]]), bench)
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("c")) }
        #expect(error?.code == "policy" && error?.message.contains("the policy of the ledger") == true)
        _ = try await gate.buy(.sample("b"))
        try set(nil, bench, run: "admin 2")
        _ = try await gate.buy(.sample("c"))
        #expect(bench.cloud.creates == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func `one that is set between the approval and the send keeps the send from being made`(kind: StoreKind)
        async throws
    {
        let bench = try kind.bench()
        let ledger = try bench.ledger(lockScope: .purchase)
        let clerk = PolicySetter(
            place: bench.location, memory: "\(bench.folder)/memory", at: bench.now, policy: try policy(["names": ["b"]])
        )
        let gate = SpendGuard(ledger, limits: SpendLimits(), approver: clerk)
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("a")) }
        #expect(error?.code == "policy_changed" && bench.cloud.creates == 0, "\(error as Any)")
    }

    @Test func `one that this cph does not understand forbids everything`() async throws {
        let bench = try Bench()
        let journal = try bench.journal(.write, run: "newer")
        let user = journal.user.value
        do throws(JournalError) {
            try journal.note(at: bench.now, "testing") { () throws(JournalError) -> Journal.Line? in
                (.policy, ["policy": ["moons": 3], "lines": [:], "text": "", "who": user])
            }
        } catch { Issue.record("\(error)") }
        let gate = SpendGuard(try bench.ledger(run: "r2"), limits: .everything, approver: nil)
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("a")) }
        #expect(error?.kind == .denied && error?.message.contains("moons") == true && bench.cloud.creates == 0)
    }

    @Test func `on a server only its owner sets it`() throws {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        let role = "buyer_\(database.name)"
        try database.cluster.createRole(role)
        for sql in ServerSchema.grants(to: role) { try database.run(sql) }
        let address = try DatabaseAddress(database.cluster.address(database: database.name, user: role))
        var options = Journal.Options()
        options.memory = "\(bench.folder)/memory of the buyer"
        let journal = try Journal.open(
            .server(address), .write, run: RunInfo(id: "b", user: "bob"), options: options)
        let error = #expect(throws: CPHError.self) {
            try journal.setPolicy(try policy(["zones": ["a"]]), reason: nil, at: bench.now)
        }
        #expect(error?.message.contains("only who set the ledger up may set its policy") == true, "\(error as Any)")
        #expect(try bench.journal(.write, run: "owner").policy() == nil)
    }
}

/// Agrees to everything, and sets a policy before the answer is there.
private struct PolicySetter: Approver {
    let place: Journal.Location
    let memory: String
    let at: Int
    let policy: Policy

    func decide(_ question: ApprovalQuestion) async -> ApprovalDecision {
        var options = Journal.Options()
        options.memory = memory
        do {
            let journal = try Journal.open(place, .write, run: RunInfo(id: "setter", user: "eve"), options: options)
            try journal.setPolicy(policy, text: "", reason: nil, at: at)
        } catch { Issue.record("\(error)") }
        return .approved(by: "ann")
    }

    func decide(_ question: ChangeQuestion) async -> ApprovalDecision { .refused }
}
