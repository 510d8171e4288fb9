import Files
import Glibc
import TestSupport

/// `cph emulator` as a process of its own, with a folder for the ledger of those who buy from it.
final class LocalCloud {
    /// What points a client at it, `HOME` included.
    let environment: [String: String]
    /// What the emulator says on standard output, to its end.
    let printed: String
    private let process: RunningCommand
    private let place: TemporaryFolder
    private var folder: String { place.path }

    /// - Parameter given: What the emulator itself finds in its environment.
    convenience init(_ arguments: String..., environment given: [String: String] = [:]) throws {
        try self.init(arguments, environment: given)
    }

    /// - Parameter given: What the emulator itself finds in its environment.
    init(_ arguments: [String], environment given: [String: String] = [:]) throws {
        place = try TemporaryFolder(isInMemory: true)
        let folder = place.path
        var variables = ["HOME": folder, "TMPDIR": folder]
        let watch = try FolderEvents(folder)
        process = try RunningCommand(
            Command.executable, ["emulator"] + arguments, environment: given, outputTo: "\(folder)/address")
        while !process.output.contains("# partner_agency=") {
            guard watch.next(orEndOf: process) else {
                throw Command.Failed(what: "the emulator ended: \(process.wait().error)", code: 0)
            }
        }
        printed = process.output
        for line in printed.split(separator: "\n") where line.hasPrefix("export ") {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            variables[String(parts[0])] = String(parts[1])
        }
        environment = variables
    }

    deinit {
        process.signal(SIGTERM)
        _ = process.wait()
    }

    func cph(_ arguments: String..., input: String = "") throws -> Command.Outcome {
        try Command.start(arguments, input: input, environment: environment).wait()
    }

    /// Where a run is killed: at a change of the ledger's files.
    enum KillPoint {
        /// At the change of that number, from 1.
        case change(Int)
        /// Once the ledger has got so many lines more, by the mark beside it.
        case lines(Int)
        /// At the first write behind the lines: these are safe, and what follows is on its way.
        case writeBehind(lines: Int)
    }

    /// Runs `cph` and kills it at `point`, unless it has ended by then.
    func cph(_ arguments: String..., input: String, killedAt point: KillPoint) throws -> Command.Outcome {
        let watch = try FolderEvents(try ledgerFolder())
        let before = ledgerLines
        let running = try Command.start(arguments, input: input, environment: environment)
        var (changes, hasLines) = (0, false)
        while watch.next(orEndOf: running) {
            changes += 1
            switch point {
            case .change(let number): if changes < number { continue }
            case .lines(let lines): if ledgerLines < before + lines { continue }
            case .writeBehind(let lines):
                if hasLines, watch.file.hasSuffix("-wal") { break }
                hasLines = hasLines || ledgerLines >= before + lines
                continue
            }
            running.signal(SIGKILL)
            break
        }
        return running.wait()
    }

    /// Runs `cph` with no file allowed to grow past so many blocks of 512 bytes.
    func cph(_ arguments: [String], input: String, blocks: Int) throws -> Command.Outcome {
        let limited = ["-c", "ulimit -f \(blocks); exec \"$0\" \"$@\"", Command.executable]
        return try RunningCommand("/bin/sh", limited + arguments, input: input, environment: environment).wait()
    }

    private func ledgerFolder() throws -> String {
        let path = "\(folder)/.local/state/cph"
        try Files.makeFolder(path, mode: 0o700)
        return path
    }

    private var ledgerLines: Int {
        let mark = place.text(".local/state/cph/ledger.sqlite3.mark") ?? ""
        return mark.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// Runs `script` from standard input.
    func run(_ script: String, _ options: String...) throws -> Command.Outcome {
        try Command.start(options + ["-"], input: script, environment: environment).wait()
    }

    /// Whose home directory its clients have.
    var home: String { folder }

    /// Servers of that name in the account.
    func ids(named name: String) throws -> [String] {
        let list = "for _, s in ipairs(cph.servers.list { server_name = '\(name)' }) do print(s.server_id) end"
        return try cph("-e", list).lines
    }

    /// How many servers the account has.
    func servers() throws -> Int? {
        Int(try cph("-e", "cph.api.list_cloud_phone_servers({}).count").output.dropLast())
    }

    var hasLedger: Bool { Files.exists("\(folder)/.local/state/cph/ledger.sqlite3") }
}

extension Command.Outcome {
    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Calls `body` with a cloud of its own.
func withCloud(faults: String = "", _ body: (LocalCloud) throws -> Void) throws {
    try body(faults.isEmpty ? LocalCloud() : LocalCloud("--faults", faults))
}

/// A script with a plan `p` of one row; `then` replaces buying it and printing the ids.
func fleet(
    _ name: String, _ count: Int, model: String = "physical.rx2.32xlarge.4", extra: String = "", then: String? = nil
) -> String {
    """

    local body = cph.template { server_model_name = "\(model)", keypair_name = "k",
      order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
      nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
    local plan = cph.plan "p"
    plan:add(body { server_name = "\(name)", count = \(count) })
    \(extra)
    \(then ?? "for _, id in ipairs(plan:apply().server_ids) do print(id) end")

    """
}

/// Lua that kills the program it runs in, which is the parent of the shell.
let killSelf = "os.execute 'kill -9 $PPID'"
