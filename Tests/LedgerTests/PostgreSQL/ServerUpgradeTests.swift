import CPHModel
import PostgresSupport
import TestSupport
import Testing

@testable import Ledger

/// A ledger of an older format on a server is brought forwards by a person's command, whole or not at all.
@Suite(.ownThreads)
struct ServerUpgradeTests {
    private func ledger() throws -> (database: TestDatabase, address: DatabaseAddress) {
        let database = try TestDatabase()
        let address = try DatabaseAddress(database.address)
        #expect(try Journal.setUp(address).tables == .made)
        try database.run("UPDATE cph.meta SET value = '1' WHERE name = 'version'; DROP TABLE cph.checked")
        try database.run(
            "CREATE OR REPLACE FUNCTION cph.move() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        return (database, address)
    }

    private func store(_ address: DatabaseAddress) throws -> ServerStore {
        try ServerStore(address, .write, nil, Journal.Options())
    }

    private static let step = [
        1: ["CREATE TABLE cph.checked (one INT PRIMARY KEY CHECK (one = 1), point TEXT NOT NULL)"]
    ]

    @Test func `it is refused until then, and the functions are this version's afterwards`() throws {
        let (database, address) = try ledger()
        let error = #expect(throws: CPHError.self) {
            try Journal.open(.server(address), .write, run: RunInfo(id: "a"))
        }
        #expect(
            error?.code == "older" && error?.hint?.contains("cph ledger setup") == true,
            "\(error.map { "\($0)" } ?? "")")
        #expect(try store(address).setUp(nil, Self.step).tables == .upgraded(from: 1))
        #expect(try database.run("SELECT value FROM cph.meta WHERE name = 'version'") == "\(LedgerFormat.version)")
        _ = try Journal.open(.server(address), .write, run: RunInfo(id: "a"))
        #expect(try store(address).setUp(nil, Self.step).tables == .there)
    }

    @Test func `a step that fails leaves all as it was`() throws {
        let (database, address) = try ledger()
        let before = try database.run(
            "SELECT * FROM cph.meta ORDER BY 1; SELECT prosrc FROM pg_proc WHERE proname = 'move'")
        for steps in [[1: Self.step[1, default: []] + ["SELECT 1/0"]], [:]] {
            #expect(throws: (any Error).self) { try store(address).setUp(nil, steps) }
            let after = try database.run(
                "SELECT * FROM cph.meta ORDER BY 1; SELECT prosrc FROM pg_proc WHERE proname = 'move'")
            #expect(after == before)
            #expect(try database.run("SELECT to_regclass('cph.checked') IS NULL") == "t")
        }
    }
}
