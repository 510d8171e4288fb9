import CDisk
import CPHModel
import Synchronization
import Testing

@testable import Ledger

/// The disk refuses its n-th operation, for every n there is while two purchases are made: nothing is sent without its
/// intent on the disk, what was sold reaches people, and the next run on a sound disk buys nothing twice.
struct FailingDiskTests {
    struct Trouble: CustomTestStringConvertible {
        let testDescription: String
        let operation: cdisk_operation
        let code: Int32
        /// Whether everything of that kind fails from then on.
        var lasts = false
    }

    static let troubles = [
        Trouble(testDescription: "the disk is full", operation: CDISK_WRITE, code: SQLITE_FULL, lasts: true),
        Trouble(testDescription: "the disk is full for a moment", operation: CDISK_WRITE, code: SQLITE_FULL),
        Trouble(testDescription: "a write fails", operation: CDISK_WRITE, code: SQLITE_IOERR | 3 << 8),
        Trouble(testDescription: "a sync fails", operation: CDISK_SYNC, code: SQLITE_IOERR | 4 << 8),
        Trouble(testDescription: "no sync succeeds", operation: CDISK_SYNC, code: SQLITE_IOERR | 4 << 8, lasts: true),
        Trouble(testDescription: "a truncation fails", operation: CDISK_TRUNCATE, code: SQLITE_IOERR | 6 << 8),
        Trouble(testDescription: "a read fails", operation: CDISK_READ, code: SQLITE_IOERR | 1 << 8),
        Trouble(testDescription: "no file opens", operation: CDISK_OPEN, code: SQLITE_CANTOPEN, lasts: true),
        Trouble(testDescription: "a deletion fails", operation: CDISK_DELETE, code: SQLITE_IOERR | 10 << 8),
    ]

    private static let wishes: [CreateServer] = [.sample("a"), .sample("b")]

    @Test(arguments: troubles, [true, false])
    func `at every operation it does no harm`(trouble: Trouble, isNew: Bool) async throws {
        var number = 0
        while true {
            number += 1
            let stage = try Stage()
            if !isNew { try await makeLedger(stage) }
            let hasStruck = try await reach(trouble, at: number, stage)
            if !hasStruck { break }
            try await check(stage, "\(trouble.testDescription), number \(number)")
        }
        #expect(number > 1 || trouble.operation == CDISK_DELETE || trouble.operation == CDISK_TRUNCATE)
    }

    /// A ledger from an earlier run, with a log that was not carried over into the file.
    private func makeLedger(_ stage: Stage) async throws {
        let ledger = try stage.ledger(run: "r0")
        await stage.buy(.sample("old"), from: ledger)
        try await ledger.end(exit: 0)
    }

    /// False when the run came to its end before.
    private func reach(_ trouble: Trouble, at number: Int, _ stage: Stage) async throws -> Bool {
        let count = Mutex(0)
        stage.disk.refuse { request in
            guard request.operation == trouble.operation else { return 0 }
            let passed = count.withLock { count in
                count += 1
                return count
            }
            return passed == number || trouble.lasts && passed > number ? trouble.code : 0
        }
        await run(stage)
        stage.disk.refuse { _ in 0 }
        return count.withLock { $0 } >= number
    }

    private func run(_ stage: Stage) async {
        let ledger: Ledger
        do throws(CPHError) { ledger = try stage.ledger() } catch {
            #expect(error.kind == .ledger && error.message.contains(stage.bench.file), "\(error)")
            #expect(error.message.hasSuffix("nothing was sent"), "\(error)")
            return
        }
        for wish in Self.wishes { await buy(wish, ledger, stage) }
        _ = try? await ledger.end(exit: 0)
    }

    private func buy(_ wish: CreateServer, _ ledger: Ledger, _ stage: Stage) async {
        let before = stage.bench.cloud.now
        do throws(CPHError) {
            let ids = try await ledger.buy(wish)
            stage.disk.note(.told(name: wish.serverName, ids: ids))
        } catch {
            let after = stage.bench.cloud.now
            #expect(error.kind == .ledger && error.hint != nil, "\(error)")
            #expect(error.message.hasSuffix("nothing was sent") == (after.creates == before.creates), "\(error)")
            let sold = after.servers.map(\.id).filter { !before.servers.map(\.id).contains($0) }
            #expect(sold.allSatisfy(stage.bench.said.text.contains), "ids reach people: \(error)")
            #expect(sold.isEmpty || error.maybeDone && Set(error.result?.serverIDs ?? []) == Set(sold), "\(error)")
        }
    }

    /// The power fails on top of it; then, where it did not, the script runs again.
    private func check(_ stage: Stage, _ what: String) async throws {
        var replay = Replay(Self.wishes, cuts: 2)
        try await replay.run(stage.disk.moments, atEndOnly: true)
        #expect(replay.problems.isEmpty, "\(what)")
        let ledger = try stage.ledger(run: "r2", settle: .seconds(900))
        for wish in Self.wishes {
            let ids = try await again(wish, ledger, stage)
            #expect(Set(ids) == Set(stage.bench.cloud.now.ids(of: wish.serverName)) && ids.count == 2, "\(what)")
        }
    }

    /// An intent whose sync failed may be on the disk although nothing was sent. Then a person has to say so.
    private func again(_ wish: CreateServer, _ ledger: Ledger, _ stage: Stage) async throws -> [String] {
        do throws(CPHError) { return try await ledger.buy(wish) } catch {
            #expect(error.kind == .inDoubt && stage.bench.cloud.now.ids(of: wish.serverName).isEmpty, "\(error)")
        }
        _ = try await ledger.resolve(wish.serverName, .absent(evidence: "it said so"), by: "ann")
        return try await ledger.buy(wish)
    }
}
