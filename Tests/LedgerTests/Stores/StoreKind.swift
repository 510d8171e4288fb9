import PostgresSupport
import Synchronization

@testable import Ledger

/// What may keep a ledger: whatever is promised of one is promised of the others.
enum StoreKind: String, CaseIterable, Sendable {
    case file, server
    /// A server behind pgbouncer, which gives each transaction another of few connections.
    case pooled

    /// An empty ledger of this kind in front of a fake cloud.
    func bench(faults: [FakeCloud.Fault] = [], lag: Int = 0) throws -> Bench {
        guard self != .file else { return try Bench(faults: faults, lag: lag) }
        let database = try TestDatabase()
        _ = try Journal.setUp(try DatabaseAddress(database.address))
        let bench = try Bench(faults: faults, lag: lag, database: database)
        if self == .pooled { bench.address = try Self.bouncer.get().address(database: database.name) }
        return bench
    }

    private static let bouncer = Result { try PgBouncer(of: PostgresCluster.shared) }
}

extension Bench {
    private static let number = Atomic(0)
    private static let shared = Result {
        let database = try TestDatabase()
        _ = try Journal.setUp(try DatabaseAddress(database.address))
        return database
    }

    /// A bench on a ledger that many benches share, each in a scope of its own: making a database takes a tenth of a second.
    static func sharing(faults: [FakeCloud.Fault] = [], lag: Int = 0) throws -> Bench {
        let scope = "scope-\(number.add(1, ordering: .relaxed).newValue)"
        return try Bench(faults: faults, lag: lag, database: shared.get(), scope: scope)
    }
}
