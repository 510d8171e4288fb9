import PostgresSupport
import Testing

/// An empty database for a ledger, a cloud to buy from, and the words to buy with.
struct SharedLedger {
    let database: TestDatabase
    let cloud: LocalCloud
    /// The name of the role that buys.
    var buyer: String { "buyer_\(database.name)" }
    /// For the superuser.
    var address: String { database.address }
    /// For the role that buys.
    var buyerAddress: String { database.cluster.address(database: database.name, user: buyer) }

    init(on cluster: PostgresCluster? = nil) throws {
        database = try TestDatabase(on: cluster)
        cloud = try LocalCloud()
    }

    /// Makes the ledger, and the role.
    @discardableResult
    func setUp() throws -> Command.Outcome {
        let outcome = try cloud.cph("ledger", "setup", address, "--role", buyer)
        #expect(outcome.status == 0, "\(outcome)")
        return outcome
    }

    /// Buys servers under a name.
    ///
    /// - Parameter place: Of the ledger; that of the role when absent.
    func buy(
        _ name: String, at place: String? = nil, environment: [String: String] = [:], words: [String] = []
    ) throws -> Command.Outcome {
        let option = environment["CPH_LEDGER"] == nil ? ["--ledger", place ?? buyerAddress] : []
        return try Command.start(
            ["--allow-spend", "9"] + option + words + ["-"], input: fleet(name, 1),
            environment: cloud.environment.merging(environment) { $1 }
        ).wait()
    }
}
