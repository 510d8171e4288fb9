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
        try database.run(
            "UPDATE cph.meta SET value = '1' WHERE name = 'version'; DROP TABLE cph.checked; \(Self.withoutMoney)")
        try database.run(
            "CREATE OR REPLACE FUNCTION cph.move() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        return (database, address)
    }

    /// Before version 3 nothing was kept of what sends come to, and a ledger had no policy.
    private static let withoutMoney = """
        ALTER TABLE cph.sent DROP COLUMN currency, DROP COLUMN amount, DROP COLUMN months; \
        CREATE INDEX sent_at ON cph.sent (scope, at, servers); DROP INDEX cph.event_policy; \
        DROP TRIGGER event_governs ON cph.event; DROP FUNCTION cph.govern()
        """

    private func store(_ address: DatabaseAddress) throws -> ServerStore {
        try ServerStore(address, .write, nil, Journal.Options())
    }

    private static let step = ServerSchema.migrations.merging([
        1: ["CREATE TABLE cph.checked (one INT PRIMARY KEY CHECK (one = 1), point TEXT NOT NULL)"]
    ]) { $1 }

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

    @Test func `version 3 knows the money of what was sent for before, and who could buy still can`() async throws {
        let bench = try StoreKind.server.bench()
        let database = try #require(bench.database)
        var gate = SpendGuard(
            try bench.ledger(in: PricedCloud(bench.cloud), lockScope: .purchase), limits: .capped, approver: nil)
        _ = try await gate.buy(.sample("priced"))
        _ = try await bench.ledger(run: "r2", lockScope: .purchase).buy(.sample("unpriced"))
        let address = try DatabaseAddress(database.address)
        let role = "buyer_\(database.address.hashValue.magnitude)"
        _ = try Journal.setUp(address, role: role)
        try database.run("\(Self.withoutMoney); UPDATE cph.meta SET value = '2' WHERE name = 'version'")
        #expect(try store(address).setUp(nil, ServerSchema.migrations).tables == .upgraded(from: 2))
        let right = "SELECT has_column_privilege('\(role)', 'cph.sent', 'amount', 'UPDATE')"
        #expect(try database.run(right) == "t")
        let journal = try bench.journal(.read)
        _ = try journal.verify()
        #expect(try journal.money(sentSince: 0).byCurrency == ["CNY": 160])
        #expect(try journal.money(sentSince: 0).unpriced == "unpriced")
        #expect(try journal.count(.serverMonth, sentSince: 0) == 4)
        gate = SpendGuard(
            try bench.ledger(run: "r3", in: PricedCloud(bench.cloud), lockScope: .purchase), limits: .everything,
            approver: nil)
        _ = try await gate.buy(.sample("after"))
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

extension SpendLimits {
    /// Limits under which prices are asked for.
    fileprivate static var capped: SpendLimits {
        var limits = SpendLimits.everything
        limits.caps = [MoneyCap(1_000_000, per: .day, source: "test")]
        return limits
    }
}
