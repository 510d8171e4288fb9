import Glibc
import PostgresSupport
import TestSupport

/// The emulated cloud, and a ledger on a server that several machines share; each machine is a home folder.
final class SharedCloud {
    let cloud: LocalCloud
    private(set) var database: TestDatabase
    /// Where the machines find the ledger, unless a test names another way to it.
    var address: String
    /// How long a run counts as living after its last sign: what a test that kills runs has to wait for.
    var lease = "2s"
    private let homes: [TemporaryFolder]

    /// Makes the ledger in a new database.
    ///
    /// - Parameter cluster: The server; the one that all tests share unless a test harms it.
    init(_ options: String..., machines: Int = 1, on cluster: PostgresCluster? = nil) throws {
        cloud = try LocalCloud(options)
        database = try cluster.map(Self.newLedger) ?? TestDatabase(template: Self.template.get())
        address = database.tcpAddress
        homes = try (0..<machines).map { _ in try TemporaryFolder(isInMemory: true) }
    }

    /// Leaves the ledger for another one, which nobody has written to.
    ///
    /// - Parameter proxy: What the way to it leads over.
    func takeNewLedger(by proxy: CuttingProxy? = nil) throws {
        database = try TestDatabase(template: Self.template.get())
        address = database.cluster.tcpAddress(database: database.name, port: proxy?.port)
    }

    /// An empty ledger on the shared server, of which tests take copies: that is faster than a run of cph.
    private static let template = Result { try newLedger(on: .shared) }

    private static func newLedger(on cluster: PostgresCluster) throws -> TestDatabase {
        let database = try TestDatabase(on: cluster)
        let outcome = try Command.start(["ledger", "setup", database.address]).wait()
        guard outcome.status == 0 else { throw Command.Failed(what: outcome.error, code: outcome.status) }
        return database
    }

    /// Starts `cph` on a machine.
    func start(_ words: [String], input: String = "", machine: Int = 0) throws -> RunningCommand {
        try Command.start(words, input: input, environment: environment(of: machine))
    }

    /// What a program of that machine finds.
    func environment(of machine: Int) -> [String: String] {
        let home = homes[machine].path
        return cloud.environment.merging(
            ["HOME": home, "TMPDIR": home, "CPH_LEDGER": address, "CPH_LEASE": lease]
        ) { $1 }
    }

    /// A script that buys a server for each name and prints their ids.
    static let script = """
        for _, name in ipairs(arg) do
          print(cph.servers.create({ server_name = name, server_model_name = "m", keypair_name = "k",
            order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
            nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1])
        end
        """

    /// Starts a run that buys a server for each of the names.
    func startBuying(_ names: [String], machine: Int = 0) throws -> RunningCommand {
        let words = ["--allow-spend", "\(names.count)", "--settle", "0s", "-"] + names
        return try start(words, input: Self.script, machine: machine)
    }

    /// Buys a server for each of the names.
    func buy(_ names: String..., machine: Int = 0) throws -> Command.Outcome {
        try startBuying(names, machine: machine).wait()
    }

    /// The ids of the account's servers by their names.
    func servers() throws -> [String: [String]] {
        let list = "for s in cph.servers.each() do print(s.server_name, s.server_id) end"
        let outcome = try cloud.cph("-e", list)
        guard outcome.status == 0 else { throw Command.Failed(what: outcome.error, code: outcome.status) }
        let rows = outcome.lines.map { $0.split(separator: "\t").map(String.init) }
        return Dictionary(grouping: rows, by: { $0[0] }).mapValues { $0.map { $0[1] } }
    }

    /// The home folder of the first machine.
    var home: String { homes[0].path }
}

extension Command.Outcome {
    /// The lines that begin an error.
    var errors: [String] {
        error.split(separator: "\n").filter { $0.hasPrefix("cph: ") && !$0.hasPrefix("cph: waiting for ") }.map(
            String.init)
    }

    /// What is not as it should be of a run that the ledger refused before anything was sent; nil when all is.
    func oddity(code: String) -> String? {
        let secrets = [PostgresCluster.password, "sesame", "swordfish"]
        if status != 6 { return "exit \(status): \(error)" }
        if errors.count != 1 { return "\(errors.count) errors: \(error)" }
        if !error.contains(code) { return "not \(code): \(error)" }
        if !error.contains("nothing was sent") { return "does not say that nothing was sent: \(error)" }
        if !output.isEmpty { return "printed \(output)" }
        if let secret = secrets.first(where: error.contains) { return "shows \(secret): \(error)" }
        return nil
    }
}
