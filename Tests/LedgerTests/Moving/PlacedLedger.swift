import CPHModel
import Files
import Glibc
import PostgresSupport

@testable import Ledger

/// A ledger in a file or on a server, as one machine uses it.
struct PlacedLedger {
    enum Kind: String, CaseIterable, Sendable { case file, server }

    let location: Journal.Location
    let bench: Bench
    /// What the machine remembers of servers.
    var memory: String
    var witness: String?

    /// A place that holds nothing yet.
    ///
    /// - Parameter number: Tells places on the same bench apart.
    init(_ kind: Kind, _ bench: Bench, number: Int = 1, on cluster: PostgresCluster? = nil) throws {
        self.bench = bench
        memory = "\(bench.folder)/memory-\(number)"
        switch kind {
        case .file: location = .file("\(bench.folder)/place-\(number)/ledger.db")
        case .server: location = .server(try DatabaseAddress(TestDatabase(on: cluster).address))
        }
    }

    var options: Journal.Options {
        var options = Journal.Options()
        (options.memory, options.witness) = (memory, witness)
        return options
    }

    /// Makes the tables on a server; a file is made at the first purchase.
    func setUp() throws { if case .server(let address) = location { _ = try Journal.setUp(address) } }

    private func info(_ run: String) -> RunInfo {
        RunInfo(id: run, host: "here", pid: 7, user: "ann", script: "buy.lua")
    }

    func journal(_ access: Journal.Access, run: String = "r1", hook: CrashPointHook? = nil) throws(CPHError)
        -> sending Journal
    {
        var options = options
        if let hook { options.hook = hook }
        return try Journal.open(location, access, run: access == .write ? info(run) : nil, options: options)
    }

    func ledger(
        _ run: String = "r1", settle: Duration = .zero, hook: CrashPointHook? = nil, lockScope: Ledger.LockScope = .run
    ) throws(CPHError) -> Ledger {
        var options = Ledger.Options(scope: "project")
        (options.settle, options.clock, options.lag, options.lockScope) = (settle, bench.clock, .zero, lockScope)
        let said = bench.said
        options.announce = { said.add($0) }
        options.emergency = EmergencyNotes(folder: "\(bench.folder)/emergency", spool: Spool("\(bench.folder)/spool")) {
            said.add($0)
        }
        return Ledger(try journal(.write, run: run, hook: hook), in: bench.cloud, options: options)
    }

    func verify() throws -> Verification { try journal(.read).verify() }

    /// Every event, as it is exported.
    func events() throws -> [String] {
        var lines: [String] = []
        try journal(.read).export { lines.append($0) }
        return lines
    }

    func move(to other: PlacedLedger, hook: CrashPointHook? = nil) throws(CPHError) -> Verification {
        var options = options
        options.memory = other.memory
        if let hook { options.hook = hook }
        return try Journal.move(location, to: other.location, run: info("mover"), options: options)
    }

    func acceptRollback(_ reason: String) throws(CPHError) -> [String] {
        try Journal.acceptRollback(location, reason: reason, run: info("decider"), options: options)
    }
}
