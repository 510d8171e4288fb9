import CPHModel
import Glibc
import Testing

@testable import Ledger

/// The power fails while the ledger works on its real files: whatever of the unsafe writes the disk kept, the file
/// opens, nothing that left this machine is unknown, nothing that was said is forgotten, and nothing is bought twice.
struct PowerLossTests {
    /// `scripts/test --long power` sets CPH_LONG.
    private static let isLong = getenv("CPH_LONG") != nil
    private static let cuts = isLong ? 60 : 4
    /// Of the runs after a power cut, one in so many is cut off itself.
    private static let rarity = isLong ? 1 : 16

    @Test(arguments: Scenario.all)
    func `the power fails at any step, and nothing is lost or bought twice`(scenario: Scenario) async throws {
        var replay = Replay(scenario.wishes, cuts: Self.cuts)
        try await replay.run(scenario.record())
        #expect(replay.problems.isEmpty)
        #expect(replay.disks > 100 && replay.recoveries > 10)
        let again = try await secondCuts(replay, scenario)
        print(
            "power: \(scenario.name): \(replay.disks) disks, \(replay.recoveries) of them bought from again; "
                + "\(again) disks after a second cut")
    }

    /// The power fails again while a run recovers from the first time. The number of disks that leaves.
    private func secondCuts(_ replay: Replay, _ scenario: Scenario) async throws -> Int {
        var disks = 0
        for (number, run) in replay.recorded.enumerated() where number % Self.rarity == 3 % Self.rarity {
            var second = Replay(scenario.wishes, cuts: 2, seed: UInt64(number))
            try await second.run(run.moments, notes: run.notes)
            #expect(second.problems.isEmpty)
            disks += second.disks
        }
        #expect(disks > 100)
        return disks
    }

    // MARK: Mistakes that must show

    /// Problems of one purchase, made on a ledger to which `change` has done something.
    private func problems(
        _ change: @escaping @Sendable (Ledger) async throws -> Void = { _ in },
        hasMark: Bool = false, keeping isKept: (RecordedDisk.Moment) -> Bool = { _ in true }
    ) async throws -> [String] {
        let scenario = Scenario(name: "one purchase", wishes: [.sample("a")]) { stage, wishes in
            let ledger = try stage.ledger()
            try await change(ledger)
            await stage.buy(wishes[0], from: ledger)
        }
        var replay = Replay(scenario.wishes, cuts: 2)
        replay.hasMark = hasMark
        try await replay.run(scenario.record().filter(isKept))
        return replay.problems
    }

    @Test func `one purchase as it is made has no such problem`() async throws {
        #expect(try await problems().isEmpty)
        #expect(try await problems(hasMark: true).isEmpty)
    }

    @Test func `a disk that only says it has synced is caught`() async throws {
        let problems = try await problems(keeping: { !$0.isSync })
        #expect(problems.contains("a: a send is unknown") && problems.contains("a: ids are lost"))
        #expect(problems.contains("a: lost a server"))
    }

    @Test(arguments: ["OFF", "NORMAL"])
    func `a ledger that does not sync its intent is caught`(setting: String) async throws {
        let problems = try await problems { try await $0.execute("PRAGMA synchronous = \(setting)") }
        #expect(problems.contains("a: a send is unknown"))
    }

    @Test func `an outcome that is told before it is synced is caught`() async throws {
        let problems = try await problems(keeping: { !$0.isSync || $0.cloud.sold == 0 })
        #expect(problems.contains("a: ids are lost"))
    }

    @Test func `a file that was made or deleted may be there or not until its folder is synced`() {
        var platter = Platter()
        for step: RecordedDisk.Step in [.create(file: "wal"), .write(file: "wal", offset: 0, bytes: [1, 2])] {
            platter.apply(step)
        }
        #expect(platter.files(.nothing)["wal"] == nil && platter.files(.everything)["wal"] == [1, 2])
        platter.apply(.sync(file: "wal"))
        #expect(platter.files(.nothing)["wal"] == [1, 2])
        platter.apply(.delete(file: "wal", syncsFolder: false))
        #expect(platter.files(.nothing)["wal"] == [1, 2] && platter.files(.everything)["wal"] == nil)
    }
}

extension RecordedDisk.Moment {
    fileprivate var isSync: Bool { if case .sync = step { true } else { false } }
}

extension Ledger {
    func execute(_ sql: String) throws { try journal.fileStore().database.execute(sql, "test") }
}
