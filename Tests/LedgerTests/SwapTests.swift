import CPHModel
import Testing

@testable import Ledger

/// The second fence, with the first one taken away: no lock, only the file.
struct SwapTests {
    private func sending(_ journal: Journal, _ record: PurchaseRecord) throws(JournalError) -> PurchaseRecord {
        try journal.append(
            [
                .init(kind: .planned, to: .planned), .init(kind: .approved, to: .approved),
                .init(kind: .sending, to: .sending),
            ],
            to: record, at: 1, "test", open: .intentOpen, durable: .intentDurable)
    }

    @Test func `of two runs that read the same, one records its intent and the other does not`() throws {
        let bench = try Bench()
        let (first, second) = (try bench.journal(.write), try bench.journal(.write, run: "r2"))
        let record = PurchaseRecord(scope: "p", key: "n")
        #expect(try sending(first, record).state == .sending)
        let error = #expect(throws: JournalError.self) { try sending(second, record) }
        guard case .raced? = error else {
            Issue.record("not a race: \(String(describing: error))")
            return
        }
        #expect(try second.records(scope: "p").map(\.revision) == [3])
        #expect(try second.verify().events == 4)
    }

    @Test func `a record that changed since it was read is not written over`() throws {
        let bench = try Bench()
        let (first, second) = (try bench.journal(.write), try bench.journal(.write, run: "r2"))
        let old = try sending(first, PurchaseRecord(scope: "p", key: "n"))
        let doubt = Journal.Draft(kind: .recovered, to: .inDoubt)
        _ = try second.append([doubt], to: old, at: 2, "test", open: .findingOpen, durable: .findingDurable)
        let error = #expect(throws: JournalError.self) {
            try first.append([doubt], to: old, at: 3, "test", open: .findingOpen, durable: .findingDurable)
        }
        guard case .raced? = error else {
            Issue.record("not a race: \(String(describing: error))")
            return
        }
        #expect(try first.verify().purchases == 1)
    }

    @Test func `both settings that survive a power cut are read back from the file`() throws {
        let journal = try Bench().journal(.write)
        #expect(try journal.fileStore().pragma("journal_mode") == .text("wal"))
        #expect(try journal.fileStore().pragma("synchronous") == .int(2))
    }
}
