import CPHModel
import Testing

@testable import Ledger

/// A day in a ledger's life, played on a recorded disk.
struct Scenario: Sendable, CustomTestStringConvertible {
    let name: String
    /// What is wanted of each name; a run after a power cut asks for all of it again.
    let wishes: [CreateServer]
    var faults: [FakeCloud.Fault] = []
    let play: @Sendable (Stage, [CreateServer]) async throws -> Void

    var testDescription: String { name }

    /// Every step that was taken, in order.
    func record(files: [String: [UInt8]] = [:]) async throws -> [RecordedDisk.Moment] {
        var cloud = FakeCloud.State()
        cloud.faults = faults
        let stage = try Stage(cloud, files: files)
        try await play(stage, wishes)
        return stage.disk.moments
    }
}

extension Scenario {
    static let all = [firstPurchases, orders, twoRuns, longRun]

    /// The file is made; purchases succeed, are refused, are in doubt and found; the next run knows them.
    static let firstPurchases = Scenario(
        name: "first purchases", wishes: [.sample("a"), .sample("b"), .sample("c"), .sample("d", count: 1)],
        faults: [.none, .refused, .answerLost, .none]
    ) { stage, wishes in
        let first = try stage.ledger(settle: .seconds(60))
        for wish in wishes.prefix(3) { await stage.buy(wish, from: first) }
        try await first.end(exit: 0)
        let second = try stage.ledger(run: "r2")
        await stage.buy(wishes[0], from: second)
        await stage.buy(wishes[3], from: second)
        // The program is killed: it says no last word.
    }

    /// An order that waits and is paid, and a purchase that a person declares absent and makes again.
    static let orders = Scenario(
        name: "orders and decisions", wishes: [.sample("a", paysAtOnce: false), .sample("b")],
        faults: [.none, .requestLost]
    ) { stage, wishes in
        let ledger = try stage.ledger()
        for wish in wishes { await stage.buy(wish, from: ledger) }
        _ = try await ledger.pay(
            "a", by: "ann", on: WitnessedBilling(billing: FakeBilling(), disk: stage.disk, name: "a"))
        await stage.noteState(of: "a", ledger)
        _ = try await ledger.resolve("b", .absent(evidence: "the order list is empty"), by: "ann")
        await stage.noteState(of: "b", ledger)
        await stage.buy(wishes[1], from: ledger)
        try await ledger.end(exit: 0)
    }

    /// A prompt and a script take turns on one file; the script opened it while the prompt had it open.
    static let twoRuns = Scenario(
        name: "two runs at once", wishes: ["a", "b", "c", "d"].map { .sample($0, count: 1) }
    ) { stage, wishes in
        let prompt = try stage.ledger(lockScope: .purchase)
        let script = try stage.ledger(run: "r2", lockScope: .purchase)
        await stage.buy(wishes[0], from: prompt)
        await stage.buy(wishes[1], from: script)
        await stage.buy(wishes[2], from: prompt)
        await stage.buy(wishes[0], from: script)
        await stage.buy(wishes[3], from: script)
        try await prompt.end(exit: 0)
        try await script.end(exit: 0)
    }

    /// So many purchases that the log is carried over into the file again and again, and begins anew.
    static let longRun = Scenario(
        name: "a long run", wishes: (1...12).map { .sample("n\($0)", count: 1) },
        faults: [.none, .cut, .none, .orderOnly, .throttled, .none]
    ) { stage, wishes in
        let ledger = try stage.ledger()
        // SQLite does so after 1,000 pages; a test can't wait for so many.
        try await ledger.execute("PRAGMA wal_autocheckpoint = 10")
        for wish in wishes { await stage.buy(wish, from: ledger) }
        try await ledger.end(exit: 0)
    }
}
