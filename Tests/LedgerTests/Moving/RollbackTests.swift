import CPHModel
import Files
import Glibc
import PostgresSupport
import TestSupport
import Testing

@testable import Ledger

/// A ledger is older than it was: that is noticed, and a person says how to go on.
@Suite(.ownThreads)
struct RollbackTests {
    /// A place whose present content can be put back later.
    private struct Restorable {
        let place: PlacedLedger
        private let database: TestDatabase?

        init(_ kind: PlacedLedger.Kind, _ bench: Bench) throws {
            if kind == .file {
                (place, database) = (try PlacedLedger(.file, bench), nil)
            } else {
                let database = try TestDatabase()
                var place = try PlacedLedger(.file, bench)
                place = PlacedLedger(.server(try DatabaseAddress(database.address)), of: place)
                (self.place, self.database) = (place, database)
            }
            try place.setUp()
        }

        func save() throws {
            if let database {
                try database.cluster.run("CREATE DATABASE \(database.name)_old TEMPLATE \(database.name)")
            } else if case .file(let path) = place.location {
                _ = try place.journal(.read).backup(to: "\(path).old")
            }
        }

        func restore() throws {
            if let database {
                try database.cluster.run(
                    "DROP DATABASE \(database.name) WITH (FORCE); ALTER DATABASE \(database.name)_old RENAME TO \(database.name)"
                )
            } else if case .file(let path) = place.location {
                for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
                try Files.rename("\(path).old", to: path)
            }
        }
    }

    private func buy(_ name: String, _ place: PlacedLedger, _ run: String) async throws(CPHError) {
        let ledger = try place.ledger(run)
        _ = try await ledger.buy(.sample(name))
        try await ledger.end(exit: 0)
    }

    @Test(arguments: PlacedLedger.Kind.allCases)
    func `an older copy buys nothing until a person accepts it, which is recorded`(kind: PlacedLedger.Kind) async throws
    {
        let bench = try Bench()
        let restorable = try Restorable(kind, bench)
        let place = restorable.place
        try await buy("a", place, "r1")
        try restorable.save()
        try await buy("b", place, "r2")
        let lost = try place.verify()
        try restorable.restore()
        let error = await #expect(throws: CPHError.self) { try await buy("c", place, "r3") }
        #expect(error?.code == "rolled_back" && error?.hint?.contains("cph ledger accept-rollback --reason") == true)
        #expect(bench.cloud.creates == 2)
        #expect(throws: CPHError.self) { try place.acceptRollback(" ") }
        let given = try place.acceptRollback("the disk died; b is bought by hand")
        #expect(given.count == 1 && given[0].hasPrefix("event \(lost.events) of ledger \(lost.ledgerID)"))
        let line = try #require(try place.events().last)
        for part in [#""decision":"rollback_accepted""#, "b is bought by hand", #""by":"ann""#, lost.headHash] {
            #expect(line.contains(part))
        }
        try await buy("c", place, "r4")
        #expect(try place.verify().purchases == 2 && bench.cloud.creates == 3)
        let again = #expect(throws: CPHError.self) { try place.acceptRollback("again") }
        #expect(again?.code == "not_rolled_back")
    }

    @Test func `what was accepted holds also where the mark was not renewed`() async throws {
        let bench = try Bench()
        let restorable = try Restorable(.file, bench)
        let place = restorable.place
        try await buy("a", place, "r1")
        try restorable.save()
        try await buy("b", place, "r2")
        guard case .file(let path) = place.location else { return }
        let mark = try Files.read("\(path).mark")
        try restorable.restore()
        _ = try place.acceptRollback("known")
        try Files.write("\(path).mark", mark)
        try await buy("c", place, "r3")
        // Another end than the one that was given up is another matter.
        let text = String(decoding: mark, as: UTF8.self).split(separator: " ")
        try Files.write("\(path).mark", Array("\(text[0]) \((Int(text[1]) ?? 0) - 1) \(text[2])".utf8))
        await #expect(throws: CPHError.self) { try await buy("d", place, "r4") }
    }

    @Test(arguments: PlacedLedger.Kind.allCases)
    func `a machine that remembers nothing has a witness`(kind: PlacedLedger.Kind) async throws {
        let bench = try Bench()
        let restorable = try Restorable(kind, bench)
        var place = restorable.place
        place.witness = "\(bench.folder)/cache/witness"
        try await buy("a", place, "r1")
        let known = try place.verify()
        let text = try #require(Files.text("\(bench.folder)/cache/witness"))
        #expect(text == "\(known.ledgerID) \(known.events) \(known.headHash)\n")
        #expect(try bench.mode("cache/witness") == 0o600 && Files.list("\(bench.folder)/cache") == ["witness"])
        try restorable.save()
        try await buy("b", place, "r2")
        try restorable.restore()
        // A new machine: no mark, only the witness.
        if case .file(let path) = place.location { unlink("\(path).mark") }
        place.memory = "\(bench.folder)/memory-new"
        let error = await #expect(throws: CPHError.self) { try await buy("c", place, "r3") }
        #expect(error?.code == "rolled_back" && error?.message.contains("by \(bench.folder)/cache/witness") == true)
        #expect(throws: CPHError.self) { try place.journal(.read) }
        var blind = place
        blind.witness = nil
        #expect(try blind.verify().purchases == 1, "without the witness nobody would know")
        #expect(try place.acceptRollback("known").count == 1)
        try await buy("c", place, "r4")
        #expect(try Files.text("\(bench.folder)/cache/witness")?.contains(place.verify().headHash) == true)
    }

    @Test func `a witness of another ledger, one that is none and one that can't be made stop buying`() async throws {
        let bench = try Bench()
        var place = try PlacedLedger(.file, bench)
        place.witness = "\(bench.folder)/witness"
        try await buy("a", place, "r1")
        var other = try PlacedLedger(.file, bench, number: 2)
        other.witness = place.witness
        try Files.makeFolder("\(bench.folder)/place-2", mode: 0o700)
        // The witness tells of purchases, so a ledger that is not there is missing.
        let gone = await #expect(throws: CPHError.self) { try await buy("b", other, "r2") }
        #expect(gone?.code == "gone")
        other.witness = nil
        try await buy("b", other, "r2")
        other.witness = place.witness
        let foreign = await #expect(throws: CPHError.self) { try await buy("c", other, "r3") }
        #expect(foreign?.code == "witness" && foreign?.message.contains("is another one than its witness") == true)
        try Files.write("\(bench.folder)/witness", Array("what is this".utf8))
        let odd = await #expect(throws: CPHError.self) { try await buy("c", place, "r3") }
        #expect(odd?.code == "witness" && odd?.message.contains("which is none") == true)
        place.witness = "/dev/null/witness"
        let unmade = await #expect(throws: CPHError.self) { try await buy("c", place, "r3") }
        #expect(unmade?.kind == .ledger && bench.cloud.creates == 2)
        place.witness = nil
        try await buy("c", place, "r3")
    }
}

extension PlacedLedger {
    /// Another place on the same machine.
    fileprivate init(_ location: Journal.Location, of other: PlacedLedger) {
        (self.location, bench, memory, witness) = (location, other.bench, other.memory, other.witness)
    }
}
