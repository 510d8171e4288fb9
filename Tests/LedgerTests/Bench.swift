import CPHModel
import Glibc
import PostgresSupport
import Schema
import Synchronization
import TestSupport
import Testing
import Text

@testable import Ledger

/// A ledger on disk in front of a fake cloud, which can be closed and opened again as another run would.
final class Bench {
    let place: TemporaryFolder
    var folder: String { place.path }
    let clock = FakeClock()
    let cloud: FakeCloud
    let said = Said()
    /// The database on a server that has the ledger; nil for a file.
    let database: TestDatabase?
    /// The address by which the database is reached; its own unless set.
    var address: String?
    /// The scope in which it buys unless told otherwise: where benches share a database, each has its own.
    let scope: String
    /// How long a run counts as living after its last sign, on a server.
    var lease = Duration.seconds(15)
    /// For how long after a take-over of the server nothing is bought, beside a lease.
    var lag = Duration.seconds(60)
    /// The time by which leases are measured; the machine's unless set.
    var uptime: (@Sendable () -> Int)?
    /// SQLite's name of the file system under the ledger; nil for its own.
    var fileSystem: String?

    var file: String { "\(folder)/state/ledger.db" }

    convenience init(
        faults: [FakeCloud.Fault] = [], lag: Int = 0, database: TestDatabase? = nil, scope: String = "project"
    ) throws {
        var state = FakeCloud.State()
        (state.faults, state.lag) = (faults, lag)
        try self.init(state, database: database, scope: scope)
    }

    init(_ state: FakeCloud.State, database: TestDatabase? = nil, scope: String = "project") throws {
        cloud = FakeCloud(clock, state)
        (self.database, self.scope) = (database, scope)
        place = try TemporaryFolder(isInMemory: true)
    }

    /// Where the ledger is.
    var location: Journal.Location {
        guard let text = address ?? database?.address, let address = try? DatabaseAddress(text) else {
            return .file(file)
        }
        return .server(address)
    }

    /// The ledger as a new run of the program opens it.
    func ledger(
        run: String = "r1", settle: Duration = .seconds(900), scope: String? = nil,
        in front: (any CloudPhoneAPI)? = nil, hook: CrashPointHook? = nil, lockScope: Ledger.LockScope = .run,
        lockWait: Duration = .zero, lag: Duration = .zero
    ) throws(CPHError) -> Ledger {
        var options = Ledger.Options(scope: scope ?? self.scope)
        (options.settle, options.clock, options.lag) = (settle, clock, lag)
        (options.lockScope, options.lockWait) = (lockScope, lockWait)
        let said = said
        options.announce = { said.add($0) }
        options.emergency = EmergencyNotes(folder: "\(folder)/emergency", spool: Spool("\(folder)/spool")) {
            said.add($0)
        }
        let journal = try journal(.write, run: run, hook: hook)
        return Ledger(journal, in: front ?? cloud, options: options)
    }

    func journal(_ access: Journal.Access, run: String = "r1", hook: CrashPointHook? = nil) throws(CPHError)
        -> sending Journal
    {
        var options = Journal.Options()
        options.fileSystem = fileSystem
        if let hook { options.hook = hook }
        (options.lease, options.lag) = (lease.milliseconds, lag.milliseconds)
        options.memory = "\(folder)/memory"
        if let uptime { options.uptime = uptime }
        let info = RunInfo(
            id: database == nil ? run : "\(run) of \(scope)", host: "here", pid: 7, user: "ann", script: "buy.lua")
        return try Journal.open(location, access, run: access == .write ? info : nil, options: options)
    }
}

/// What was said to people.
final class Said: Sendable {
    private struct State {
        var lines: [String] = []
        var waiting: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var text: String { state.withLock { $0.lines.joined(separator: "\n") } }

    func add(_ line: String) {
        wake { state in
            state.lines.append(line)
            return { line.contains($0) }
        }
    }

    /// Waits until a line with `text` is said, or until `work`, which should say it, is over without.
    func wait<Value: Sendable>(for text: String, from work: Task<Value, any Error>) async {
        await withCheckedContinuation { continuation in
            let isSaid = state.withLock { state in
                if state.lines.contains(where: { $0.contains(text) }) { return true }
                state.waiting.append((text, continuation))
                return false
            }
            if isSaid { return continuation.resume() }
            Task {
                _ = await work.result
                wake { _ in { _ in true } }
            }
        }
    }

    /// Lets those go on whose text is what `change` answers with.
    private func wake(_ change: (inout State) -> (String) -> Bool) {
        let woken = state.withLock { state in
            let isMeant = change(&state)
            let woken = state.waiting.filter { isMeant($0.text) }
            state.waiting.removeAll { isMeant($0.text) }
            return woken
        }
        for one in woken { one.continuation.resume() }
    }
}

extension CreateServer {
    /// A valid request.
    static func sample(
        _ name: String = "game-1", count: Int = 2, months: Int = 1, paysAtOnce: Bool = true
    ) -> CreateServer {
        let value: Value = [
            "server_name": .string(name), "server_model_name": "physical.rx2.32xlarge.4", "count": .int(count),
            "order_param": [
                "charging_mode": 0, "period_type": 2, "period_num": .int(months), "is_auto_pay": paysAtOnce ? 1 : 0,
            ],
            "nics": [["subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0"]],
            "public_ip": [
                "band_width": ["band_width_size": 300, "band_width_charge_mode": 0, "band_width_share_type": 0]
            ],
            "keypair_name": "KeyPair-1d1d-wy",
        ]
        let (request, problems) = CreateServer.examine(value)
        precondition(problems.isEmpty, "the sample is valid: \(problems)")
        return request
    }
}

extension CloudPhoneAPI {
    /// Buys, and returns the server ids.
    func buy(_ request: CreateServer = .sample()) async throws(CPHError) -> [String] {
        try await perform(Operations.createServer, request).serverIDs ?? []
    }
}
