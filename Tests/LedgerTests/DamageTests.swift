import CPHModel
import Glibc
import Ledger
import Testing

/// A damaged file is noticed, or the damage changes nothing: never a wrong answer, never a crash, never a purchase.
struct DamageTests {
    /// A small ledger, closed: an accepted, a refused and a doubtful purchase.
    private func sample() async throws -> (bench: Bench, bytes: [UInt8], records: [PurchaseRecord]) {
        let bench = try Bench(faults: [.none, .refused, .requestLost])
        try await fill(bench)
        let records = try bench.journal(.read).purchases()
        let bytes = try bench.bytes("state/ledger.db")
        bench.removeSideFiles()
        let alone = try bench.journal(.read).purchases()
        #expect(alone == records && records.count == 3, "the file alone holds everything")
        return (bench, bytes, records)
    }

    /// In a function of its own, so that the ledger is closed at its end and its file complete.
    private func fill(_ bench: Bench) async throws {
        let ledger = try bench.ledger(settle: .zero)
        for name in ["a", "b", "c"] { _ = try? await ledger.buy(.sample(name)) }
        try await ledger.end(exit: 20)
    }

    /// Whether the file is refused, or says exactly what it said.
    private func isSafe(_ bench: Bench, _ records: [PurchaseRecord]) -> Bool {
        do throws(CPHError) {
            let journal = try bench.journal(.read)
            _ = try journal.verify()
            return try journal.purchases() == records
        } catch {
            return error.kind == .ledger && error.message.contains(bench.file)
        }
    }

    @Test func `a flipped bit anywhere is noticed or harmless`() async throws {
        let (bench, bytes, records) = try await sample()
        // A prime step meets every part of every page. `scripts/test --long damage` takes the whole file.
        let step = getenv("CPH_LONG") == nil ? 127 : 1
        for position in stride(from: 0, to: bytes.count, by: step) {
            var damaged = bytes
            damaged[position] ^= 1 << UInt8(position % 8)
            try bench.write(damaged, "state/ledger.db")
            bench.removeSideFiles()
            #expect(isSafe(bench, records), "byte \(position)")
        }
    }

    @Test func `a flipped bit in a recorded text is noticed`() async throws {
        let (bench, bytes, records) = try await sample()
        let texts = [
            "game", "CS261", "KeyPair", "accepted", "in_doubt", "CPS.0089", "order_id", "000000000000000000000001",
        ]
        for text in texts {
            let needle = Array(text.utf8)
            for position in bytes.indices.dropLast(needle.count) where bytes[position...].starts(with: needle) {
                var damaged = bytes
                damaged[position + needle.count / 2] ^= 2
                try bench.write(damaged, "state/ledger.db")
                bench.removeSideFiles()
                #expect(isSafe(bench, records), "\(text) at \(position)")
            }
        }
    }

    @Test func `a changed word of the history breaks the chain where it stands`() async throws {
        let (bench, bytes, _) = try await sample()
        for (word, event) in [("buy.lua", 1), ("CPS.0089", 11)] {
            let needle = Array(word.utf8)
            let position = try #require(bytes.indices.first { bytes[$0...].starts(with: needle) })
            var damaged = bytes
            damaged[position] = UInt8(ascii: "d")
            try bench.write(damaged, "state/ledger.db")
            bench.removeSideFiles()
            let error = #expect(throws: CPHError.self) { try bench.journal(.read) }
            #expect(error?.code == "damaged")
            #expect(
                error?.message.contains("the hash chain breaks at event \(event)") == true, "\(error?.message ?? "")")
        }
    }

    @Test func `a file cut at any page, or with any page emptied, is refused or says the same`() async throws {
        let (bench, bytes, records) = try await sample()
        for page in 0..<bytes.count / 4096 {
            try bench.write(Array(bytes[..<(page * 4096)]), "state/ledger.db")
            bench.removeSideFiles()
            #expect(isSafe(bench, records), "cut at page \(page)")
            var damaged = bytes
            damaged.replaceSubrange(page * 4096..<(page + 1) * 4096, with: repeatElement(0, count: 4096))
            try bench.write(damaged, "state/ledger.db")
            bench.removeSideFiles()
            #expect(isSafe(bench, records), "page \(page) emptied")
        }
    }

    @Test func `a ledger that says the wrong thing is not bought from`() async throws {
        let (bench, bytes, _) = try await sample()
        let creates = bench.cloud.creates
        for position in stride(from: 100, to: bytes.count, by: 997) {
            var damaged = bytes
            damaged[position] ^= 0xFF
            try bench.write(damaged, "state/ledger.db")
            bench.removeSideFiles()
            _ = try? await bench.ledger(run: "r9", settle: .zero).buy(.sample("a"))
        }
        #expect(bench.cloud.creates == creates)
    }
}
