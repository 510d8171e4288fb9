import CPHModel
import Files
import Glibc
import Testing

@testable import Ledger

/// `cph ledger backup`: a copy that is a ledger, and what happens when it is put back.
struct BackupTests {
    @Test func `a copy has everything, is this user's alone, and is made while a run writes`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy(.sample("a"))
        let path = "\(bench.folder)/copy.db"
        let copy = try bench.journal(.read).backup(to: path)
        #expect(try bench.mode("copy.db") == 0o600)
        _ = try await ledger.buy(.sample("b"))
        #expect(copy.purchases == 1 && copy.servers == 2)
        let names = try Journal.open(.file(path), .read).purchases().map(\.key)
        #expect(names == ["a"])
    }

    @Test func `a file that exists is not replaced`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy(.sample("a"))
        try bench.write([1, 2], "copy.db")
        let error = #expect(throws: CPHError.self) { try bench.journal(.read).backup(to: "\(bench.folder)/copy.db") }
        #expect(error?.kind == .argument && error?.message.contains("nothing was copied") == true)
        #expect(try bench.bytes("copy.db") == [1, 2])
        let nowhere = #expect(throws: CPHError.self) { try bench.journal(.read).backup(to: "/proc/none/copy.db") }
        #expect(nowhere?.kind == .argument)
    }

    @Test func `a copy in the ledger's place stops buying until somebody says how to go on`() async throws {
        let bench = try Bench()
        _ = try await bench.ledger().buy(.sample("a"))
        _ = try bench.journal(.read).backup(to: "\(bench.folder)/copy.db")
        _ = try await bench.ledger(run: "r2").buy(.sample("b"))
        try bench.write(bench.bytes("copy.db"), "state/ledger.db")
        bench.removeSideFiles()
        let error = #expect(throws: CPHError.self) { try bench.ledger(run: "r3") }
        #expect(error?.code == "rolled_back")
        unlink(bench.file + ".mark")
        _ = try await bench.ledger(run: "r4").buy(.sample("c"))
        #expect(bench.cloud.sold == 3)
    }

    @Test func `nothing but the copy is left beside it, however long the record is`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        for number in 0..<60 { _ = try await ledger.buy(.sample("n\(number)", count: 1)) }
        _ = try await ledger.end(exit: 0)
        try bench.makeFolder("copies")
        _ = try bench.journal(.read).backup(to: "\(bench.folder)/copies/a.db")
        #expect(Files.list("\(bench.folder)/copies") == ["a.db"])
    }
}
