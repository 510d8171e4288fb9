import CPHModel
import Schema
import Testing

@testable import Ledger

/// Whoever asked may not approve, as far as the ledger's server tells users apart.
struct SecondPersonTests {
    private struct Yes: Approver {
        func decide(_ question: ApprovalQuestion) async -> ApprovalDecision { .approved(by: "ann") }
        func decide(_ question: ChangeQuestion) async -> ApprovalDecision { .approved(by: "ann") }
    }

    private var needing: SpendLimits {
        var limits = SpendLimits()
        limits.needsSecondPerson = true
        return limits
    }

    /// What the purchases say of whoever agreed.
    private func approved(_ bench: Bench) throws -> [Object] {
        try bench.events().filter { $0.kind == .approved }.map(\.detail)
    }

    @Test func `whoever asked is refused, somebody else's yes is checked`() async throws {
        let bench = try Bench()
        #expect(try await bench.gate("job", as: "ci").refusal() == "waiting")
        let error = #expect(throws: CPHError.self) { try bench.agree(as: "ci") }
        #expect(error?.kind == .denied && error?.code == "own_plan")
        #expect(
            error?.message
                == "whoever asked may not approve: \"fleet\" was asked by ci too; nothing was recorded")
        #expect(try bench.kinds() == [.asked])
        let agreement = try bench.agree(as: "bob")
        #expect(agreement.isChecked)
        try await bench.gate("job2", as: "ci").apply()
        let details = try approved(bench)
        #expect(details.count == 3)
        #expect(details.allSatisfy { $0["checked"] == true && $0["session_user"] == "bob" && $0["how"] == "agreement" })
    }

    @Test func `each of those whose runs asked for it is one who asked`() async throws {
        let bench = try Bench()
        for user in ["ci", "bob", "ci", "bob"] {
            #expect(try await bench.gate("job of \(user)", as: user).refusal() == "waiting")
        }
        #expect(try bench.kinds() == [.asked, .asked])
        #expect(try bench.waiting().first?.askings.map(\.user.sessionUser) == ["ci", "bob"])
        for user in ["ci", "bob"] { #expect(throws: CPHError.self) { try bench.agree(as: user) } }
        #expect(try bench.agree(as: "eve").isChecked)
        // Any of them may buy it then, once.
        try await bench.gate("job of bob", as: "bob").apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test(
        arguments: [
            (asker: nil, isShared: true, approver: nil), (asker: "cph", isShared: true, approver: "cph"),
            (asker: nil, isShared: true, approver: "bob"), (asker: "cph", isShared: true, approver: "bob"),
        ] as [(asker: String?, isShared: Bool, approver: String?)])
    func `in a file, or where one role is for all, nobody is told apart: not checked`(
        asker: String?, isShared: Bool, approver: String?
    ) async throws {
        let bench = try Bench()
        #expect(try await bench.gate("job", as: asker, isShared: isShared).refusal() == "waiting")
        // A role for all may have become one's own since.
        #expect(try !bench.agree(as: approver, isShared: approver == "cph").isChecked)
        try await bench.gate("job2", as: asker, isShared: isShared).apply()
        #expect(try approved(bench).allSatisfy { $0["checked"] == false })
    }

    @Test func `where a second person is needed, an unchecked yes is none`() async throws {
        let bench = try Bench()
        #expect(try await bench.gate("job", as: "ci", isShared: true).refusal() == "waiting")
        #expect(try !bench.agree(as: "ci", isShared: true).isChecked)
        // By now each has a role of their own.
        #expect(try await bench.gate("job2", as: "ci", needing).refusal() == "waiting")
        #expect(bench.cloud.creates == 0)
        #expect(throws: CPHError.self) { try bench.agree(as: "ci") }
        #expect(try bench.agree(as: "bob").isChecked)
        try await bench.gate("job3", as: "ci", needing).apply()
        #expect(bench.cloud.creates == 3)
    }

    @Test func `where a second person is needed, neither limits, a hash, nor the terminal are one`() async throws {
        let bench = try Bench()
        var limits = SpendLimits.everything
        limits.needsSecondPerson = true
        #expect(try await bench.gate("allowed", as: "ci", limits).refusal() == "waiting")
        limits = needing
        limits.plan = Bench.hash
        #expect(try await bench.gate("hash", as: "ci", limits, approver: Yes()).refusal() == "waiting")
        let gate = try bench.gate("single", as: "ci", limits, approver: Yes())
        let error = await #expect(throws: CPHError.self) { try await gate.buy(.sample("a")) }
        #expect(error?.kind == .denied && error?.code == "second_person")
        #expect(try bench.cloud.creates == 0 && bench.kinds() == [.asked])
        let words = await #expect(throws: CPHError.self) { try await bench.gate("words", as: "ci", needing).apply() }
        #expect(words?.message.contains("a second person has to agree; nothing was sent") == true)
        #expect(words?.hint == "let somebody else run that command, then run this again")
    }

    @Test(arguments: [nil, "cph"] as [String?])
    func `where a second person is needed and nobody can be told apart, nothing waits`(user: String?) async throws {
        let bench = try Bench()
        let gate = try bench.gate("job", as: user, isShared: true, needing, approver: Yes())
        let error = await #expect(throws: CPHError.self) { try await gate.apply() }
        #expect(error?.kind == .denied && error?.code == "second_person")
        #expect(error?.hint == "keep the ledger on a server, where each person has a role of their own")
        #expect(try bench.kinds().isEmpty && bench.cloud.creates == 0)
    }

    @Test func `a yes in a run is not one for another: it is taken from the record at each send`() async throws {
        let bench = try Bench()
        #expect(try await bench.gate("job", as: "ci").refusal() == "waiting")
        try bench.agree(as: "bob")
        let gate = try bench.gate("job2", as: "ci", needing)
        try await gate.apply([.fleet[0]])
        try bench.decline(as: "bob")
        let error = await #expect(throws: CPHError.self) { try await gate.apply() }
        #expect(error?.code == "waiting" && bench.cloud.creates == 1)
    }
}
