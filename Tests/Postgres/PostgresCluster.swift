import Files
import Glibc
import Synchronization
import TestSupport

/// A PostgreSQL server of the tests' own, in a folder that goes with it: on a unix socket there, where anybody is let in,
/// and on loopback TCP, with passwords. It is started by `init`, and ended when nobody is interested in it any more or this
/// process is gone.
///
/// A test that only needs a database takes one from `PostgresCluster.shared`. One that stops, kills or freezes the server, or
/// changes its settings, makes a cluster of its own; that costs a quarter of a second.
public final class PostgresCluster: Sendable {
    /// How a server is told to end.
    public enum StopMode: Sendable {
        /// Waits until every client has left.
        case smart
        /// Ends the clients' connections, and writes down what is in memory.
        case fast
        /// Ends at once; the next start recovers.
        case immediate

        fileprivate var signal: Int32 {
            switch self {
            case .smart: SIGTERM
            case .fast: SIGINT
            case .immediate: SIGQUIT
            }
        }
    }

    /// What `postgres`, who may do everything, gives over TCP.
    public static let password = "sesame open"

    let place: GuardedFolder
    /// Where the unix socket is. Below it are the server's files in `data`, and its log.
    public var folder: String { place.path }
    var data: String { "\(folder)/data" }
    /// Of the TCP socket, and in the name of the unix socket. It stays the same however often the server is started.
    public let port: UInt16
    private let server: Mutex<Child>

    /// Starts a new server.
    ///
    /// - Parameters:
    ///   - settings: Lines of `postgresql.conf`, such as `["synchronous_commit": "off"]`. They hold for every start.
    ///   - certificate: What it shows to those who connect with TLS; without one it speaks no TLS.
    public convenience init(settings: [String: String] = [:], certificate: ServerCertificate? = nil) throws {
        let place = try GuardedFolder()
        try Self.copyTemplate(into: place)
        var settings = settings
        if let certificate {
            try place.write("server.crt", certificate.chain)
            try place.write("server.key", certificate.key)
            settings["ssl"] = "on"
            settings["ssl_cert_file"] = "'\(place.path)/server.crt'"
            settings["ssl_key_file"] = "'\(place.path)/server.key'"
        }
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }.joined()
        try place.write("data/postgresql.auto.conf", lines)
        try self.init(place)
    }

    /// Starts a server on the files that are in `place` already.
    init(_ place: GuardedFolder) throws {
        self.place = place
        let (child, port) = try Self.startSomewhere(place)
        self.port = port
        server = Mutex(child)
    }

    /// Starts a server on a port that is free: between the look and the start another program may take it.
    private static func startSomewhere(_ place: GuardedFolder) throws -> (Child, UInt16) {
        for _ in 0..<4 {
            let port = try FreePort.find()
            if let child = try? start(place, port: port) { return (child, port) }
        }
        let port = try FreePort.find()
        return (try start(place, port: port), port)
    }
}

// MARK: Starting and stopping

extension PostgresCluster {
    /// Starts a server that was stopped or killed, and waits until it takes connections.
    public func start() throws {
        let child = try Self.start(place, port: port)
        server.withLock { $0 = child }
    }

    /// Tells the server to end, and waits until it has ended.
    public func stop(_ mode: StopMode = .fast) {
        beginStopping(mode)
        waitForEnd()
    }

    /// Waits until the server has ended.
    public func waitForEnd() { _ = child.wait() }

    /// Tells the server to end, and does not wait.
    public func beginStopping(_ mode: StopMode) { child.signal(mode.signal) }

    /// Stops the server and starts it again.
    public func restart(_ mode: StopMode = .fast) throws {
        stop(mode)
        try start()
    }

    /// Waits until the server takes connections, as after `killBackend` or a `start` in recovery.
    public func waitUntilReady() throws {
        let words = ["--quiet", "--host", folder, "--port", "\(port)"]
        guard Waiting.until({ (try? PostgresPrograms.run("pg_isready", words)) != nil }) else {
            throw PostgresPrograms.Failed(description: "the server takes no connections: \(log)")
        }
    }

    /// What the server has written to its log.
    public var log: String { Files.text("\(folder)/log") ?? "" }

    /// The server itself, which has started all others of its processes; or the last that was.
    var child: Child { server.withLock { $0 } }

    /// What a start sets itself: few of everything, and nothing left outside the folder.
    private static func options(_ folder: String, _ port: UInt16) -> [String] {
        [
            "listen_addresses=127.0.0.1", "port=\(port)", "unix_socket_directories=\(folder)",
            "dynamic_shared_memory_type=mmap", "wal_keep_size=64MB",
        ].flatMap { ["-c", $0] }
    }

    private static func start(_ place: GuardedFolder, port: UInt16) throws -> Child {
        let log = open("\(place.path)/log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer {
            close(log)
            close(nothing)
        }
        let words = try PostgresPrograms.words("postgres", ["-D", "\(place.path)/data"] + options(place.path, port))
        let child = try PostgresPrograms.start(words, folder: place.path, input: nothing, output: log, errors: log)
        let isUp = Waiting.until { !child.isInProcessTable || isReady(child, in: place) }
        guard isUp, child.isInProcessTable else {
            child.signal(SIGKILL)
            let said = Files.text("\(place.path)/log") ?? ""
            throw PostgresPrograms.Failed(description: "the server did not start: \(said.suffix(2000))")
        }
        return child
    }

    /// Whether the server's own note in its folder is of this start and says that clients are let in.
    private static func isReady(_ child: Child, in place: GuardedFolder) -> Bool {
        let lines = (Files.text("\(place.path)/data/postmaster.pid") ?? "").split(separator: "\n")
        guard lines.count >= 8, pid_t(lines[0]) == child.number else { return false }
        return lines[7].hasPrefix("ready") || lines[7].hasPrefix("standby")
    }
}

// MARK: What it is made of

extension PostgresCluster {
    /// Files of a server that was never started, made once.
    private static let template = Result { try makeTemplate() }

    private static func makeTemplate() throws -> GuardedFolder {
        let place = try GuardedFolder()
        try place.write("password", password)
        try PostgresPrograms.run(
            "initdb",
            [
                "--pgdata", "\(place.path)/data", "--username", "postgres", "--pwfile", "\(place.path)/password",
                "--auth-local", "trust", "--auth-host", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
                "--wal-segsize", "1", "--no-sync", "--no-instructions",
            ])
        return place
    }

    private static func copyTemplate(into place: GuardedFolder) throws {
        try PostgresPrograms.run("cp", ["-a", "\(template.get().path)/data", "\(place.path)/data"], asOwner: false)
    }
}
