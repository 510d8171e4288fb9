import CPHModel
import Synchronization
import Testing

@testable import Ledger

/// An answer comes outside of the usual way: whatever has become of the purchase, it is kept, and nothing of it is lost.
struct LateAnswerTests {
    private static let source = EvidenceSource(.spool, run: "r1", at: 5, cause: "the disk was full")

    /// Everything that may differ between two ways to the same end.
    private struct Standing: Hashable {
        var state: PurchaseState
        var servers: [String]
        var named: [String]
        var orderID: String?
        var late: String?
        var reason: String?
    }

    private func standing(_ bench: Bench) throws -> Standing {
        let journal = try bench.journal(.read)
        _ = try journal.verify()
        let record = try #require(try journal.purchases(named: StagedPurchase.name).first)
        return Standing(
            state: record.state, servers: record.serverIDs, named: record.namedServers, orderID: record.orderID,
            late: record.lateAnswer, reason: record.reason)
    }

    private func events(_ bench: Bench) throws -> Int { try bench.journal(.read).verify().events }

    @discardableResult
    private func record(
        _ answer: StagedAnswer, _ bench: Bench, attempt: Int = 1, hook: CrashPointHook? = nil
    ) async throws -> Ledger.Delivery {
        try await bench.ledger(run: "r9", hook: hook).recordEvidence(
            name: StagedPurchase.name, attempt: attempt, exchange: answer.exchange, Self.source)
    }

    /// What is true after any state and any answer.
    private func check(_ before: Standing, _ after: Standing, _ answer: StagedAnswer, _ what: String) {
        let isOfOldOrder = [.cancelled, .expired].contains(before.state) && answer != .wholeOfAnotherOrder
        for id in answer.ids where !isOfOldOrder {
            let isKnown = after.named.contains(id) || after.late?.contains(id) == true
            #expect(isKnown || after.reason?.contains(id) == true, "\(what): \(id) got lost")
        }
        #expect(!after.servers.contains(StagedPurchase.stranger), "\(what): took another purchase's server")
        #expect(Set(after.servers).isSuperset(of: before.servers), "\(what): lost servers")
        if !before.state.maySend, after.state.maySend {
            #expect(before.state == .sending && answer.ids.isEmpty, "\(what): may be sent again")
        }
        let isProof = [.whole, .wholeOfAnotherOrder, .part].contains(answer)
        if after.state.maySend, isProof, !isOfOldOrder {
            #expect(after.late != nil, "\(what): nothing keeps it from being sent again")
        }
        let isAllowed = after.state == before.state || before.state.next.contains(after.state)
        let isByPlanned = before.state.next.contains(.planned) && after.state == .adopted
        #expect(isAllowed || isByPlanned, "\(what): took a step that does not exist")
    }

    @Test(arguments: PurchaseState.allCases)
    func `in this state every answer is kept, says what it proves, and is taken once`(state: PurchaseState) async throws
    {
        for answer in StagedAnswer.allCases {
            for (paysAtOnce, known) in [(true, nil), (true, StagedAnswer.lost), (false, nil)] {
                let bench = try Bench()
                try StagedPurchase(bench: bench, paysAtOnce: paysAtOnce).write(state, answer: known?.exchange)
                let before = try standing(bench)
                let what = "\(state) \(answer) \(paysAtOnce) \(known?.rawValue ?? "-")"
                let delivery = try await record(answer, bench)
                let (after, count) = (try standing(bench), try events(bench))
                let isKnown = known == answer
                #expect((delivery == .known) == (isKnown && after == before), "\(what): \(delivery)")
                check(before, after, answer, what)
                #expect(try await record(answer, bench) == .known, "\(what): again")
                let (again, countAgain) = (try standing(bench), try events(bench))
                #expect(again == after && countAgain == count, "\(what): again")
            }
        }
    }

    @Test(arguments: PurchaseState.allCases)
    func `the answer to an earlier send of a purchase that was sent again loses nothing either`(
        state: PurchaseState
    ) async throws {
        for answer in StagedAnswer.allCases {
            let bench = try Bench()
            let staged = StagedPurchase(bench: bench)
            try staged.write(.absent)
            try staged.resend(state)
            let before = try standing(bench)
            try await record(answer, bench)
            let after = try standing(bench)
            check(before, after, answer, "second send \(state), first \(answer)")
            #expect(try await record(answer, bench) == .known && standing(bench) == after)
            // The answer to the second send has its own place.
            try await record(.page, bench, attempt: 2)
            _ = try bench.journal(.read).verify()
        }
    }

    @Test(arguments: [CrashPoint.answerOpen, .answerDurable, .outcomeOpen, .outcomeDurable])
    func `killed at any point and delivered again it ends as if it had not been killed`(step: CrashPoint) async throws {
        for state in PurchaseState.allCases {
            for answer in [StagedAnswer.whole, .refused, .stranger] {
                let (bench, other) = (try Bench(), try Bench())
                for bench in [bench, other] { try StagedPurchase(bench: bench).write(state) }
                let hook: CrashPointHook = { (reached: CrashPoint) throws(CrashPointFault) in
                    if reached == step { throw .crash }
                }
                _ = try? await record(answer, bench, hook: hook)
                try await record(answer, bench)
                try await record(answer, other)
                let (killed, whole) = (try standing(bench), try standing(other))
                #expect(killed == whole, "\(step) \(state) \(answer)")
            }
        }
    }

    @Test func `what was sending ends as the answer says, as if it had come in time`() async throws {
        let outcomes: [(StagedAnswer, PurchaseState)] = [
            (.whole, .accepted), (.part, .partial), (.orderAlone, .orderOnly), (.refused, .refused),
            (.throttled, .notSent), (.page, .inDoubt), (.stranger, .inDoubt), (.strangeOrder, .inDoubt),
        ]
        for (answer, state) in outcomes {
            let bench = try Bench()
            try StagedPurchase(bench: bench).write(.sending)
            #expect(try await record(answer, bench) == .recorded(from: .sending, to: state))
        }
    }

    @Test func `what was in doubt becomes what the answer proves, and stays in doubt where it proves nothing`()
        async throws
    {
        let outcomes: [(StagedAnswer, PurchaseState, Bool)] = [
            (.whole, .adopted, true), (.whole, .unpaid, false), (.part, .partial, true),
            (.orderAlone, .orderOnly, true), (.orderAlone, .unpaid, false), (.refused, .inDoubt, true),
            (.notSent, .inDoubt, true), (.cut, .inDoubt, true), (.stranger, .inDoubt, true),
        ]
        for (answer, state, paysAtOnce) in outcomes {
            let bench = try Bench()
            try StagedPurchase(bench: bench, paysAtOnce: paysAtOnce).write(.inDoubt)
            #expect(try await record(answer, bench) == .recorded(from: .inDoubt, to: state), "\(answer)")
            let after = try standing(bench)
            switch answer {
            case .whole: #expect(after.servers == StagedPurchase.servers && after.orderID == "CS1")
            case .refused: #expect(after.reason?.contains("nothing was bought: CPS.0089 no such model") == true)
            case .cut: #expect(after.named == ["a1"] && after.orderID == "CS1" && after.servers.isEmpty)
            default: break
            }
        }
    }

    @Test func `a name that a late answer speaks against is not sent until a person has decided`() async throws {
        let bench = try Bench()
        try StagedPurchase(bench: bench).write(.refused)
        try await record(.part, bench)
        let error = await #expect(throws: CPHError.self) {
            try await bench.ledger(run: "r2").buy(.sample(StagedPurchase.name))
        }
        #expect(error?.code == "late_answer" && bench.cloud.creates == 0)
        #expect(error?.message.contains(#"a late answer to send 1 names order "CS1" and servers "a1""#) == true)
        let evidence = Resolution.absent(evidence: "the console shows neither")
        let record = try await bench.ledger(run: "r3").resolve(StagedPurchase.name, evidence, by: "ann")
        #expect(record.state == .refused && record.lateAnswer == nil)
        #expect(try await bench.ledger(run: "r4").buy(.sample(StagedPurchase.name)).count == 2)
        _ = try bench.journal(.read).verify()
    }

    @Test func `servers that a late answer names can be given to a purchase that was thought refused`() async throws {
        let bench = try Bench()
        _ = try await bench.cloud.buy(.sample("elsewhere"))
        try StagedPurchase(bench: bench).write(.notSent)
        try await record(.wholeOfAnotherOrder, bench)
        let first = try standing(bench)
        #expect(first.state == .adopted, "all servers of the same request are taken at once")
        let second = try Bench()
        _ = try await second.cloud.buy(.sample("elsewhere"))
        try StagedPurchase(bench: second).write(.notSent)
        try await record(.part, second)
        let ids = second.cloud.serverIDs
        let adopted = try await second.ledger(run: "r2").resolve(StagedPurchase.name, .adopt(ids), by: "ann")
        #expect(adopted.state == .adopted && Set(adopted.serverIDs) == Set(ids) && adopted.lateAnswer == nil)
        _ = try second.journal(.read).verify()
    }

    @Test func `an answer to a send that the ledger does not know says that the ledger is older than it was`()
        async throws
    {
        let bench = try Bench()
        try StagedPurchase(bench: bench).write(.inDoubt)
        let error = await #expect(throws: CPHError.self) { try await record(.whole, bench, attempt: 2) }
        #expect(error?.code == "rolled_back" && error?.message.contains("send 2 of \"game-1\" is not in it") == true)
        let ledger = try bench.ledger(run: "r2")
        let other = await #expect(throws: CPHError.self) {
            try await ledger.recordEvidence(
                name: StagedPurchase.name, attempt: 1, exchange: StagedAnswer.whole.exchange, Self.source,
                contentHash: "another")
        }
        #expect(other?.code == "rolled_back" && other?.message.contains("asked for something else") == true)
    }
}
