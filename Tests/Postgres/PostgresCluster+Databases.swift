import Glibc
import Synchronization

extension PostgresCluster {
    private static let started = Result { try PostgresCluster() }

    /// One server for all tests of this process, started at first use. Whoever takes it leaves it running.
    public static var shared: PostgresCluster { get throws { try started.get() } }

    /// A connection string over the unix socket, where the user's word is taken for it.
    public func address(database: String = "postgres", user: String = "postgres") -> String {
        "postgresql:///\(database)?host=\(folder)&port=\(port)&user=\(user)"
    }

    /// A connection string over TCP.
    ///
    /// - Parameter port: A proxy's in the place of the server's own.
    public func tcpAddress(
        database: String = "postgres", user: String = "postgres", password: String = PostgresCluster.password,
        port: UInt16? = nil
    ) -> String {
        "postgresql://\(user):\(Self.escaped(password))@127.0.0.1:\(port ?? self.port)/\(database)"
    }

    /// A password as a connection string has it.
    static func escaped(_ password: String) -> String {
        password.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Runs SQL, one statement after the other, and returns its rows: a line each, with `|` between the values.
    ///
    /// - Throws: What the server said of the first statement that failed.
    @discardableResult
    public func run(_ sql: String, database: String = "postgres", user: String = "postgres") throws -> String {
        try psql(address(database: database, user: user), sql)
    }

    /// Makes an empty database and returns its name.
    ///
    /// - Parameters:
    ///   - name: Without one it gets a name that no other has.
    ///   - template: A database to which nobody is connected, and of which it is a copy.
    public func createDatabase(_ name: String? = nil, template: String = "template1") throws -> String {
        let name = name ?? "test_\(Self.number.add(1, ordering: .relaxed).newValue)"
        try run("CREATE DATABASE \(name) TEMPLATE \(template)")
        return name
    }

    /// Makes a role that may log in and nothing else.
    ///
    /// - Parameter options: More of its options, such as `CONNECTION LIMIT 1`.
    public func createRole(_ name: String, password: String = PostgresCluster.password, options: String = "") throws {
        try run("CREATE ROLE \(name) LOGIN PASSWORD '\(password)' \(options)")
    }

    private static let number = Atomic(0)
}

/// A database of one test's own.
public struct TestDatabase: Sendable {
    /// The server that it is on.
    public let cluster: PostgresCluster
    /// Its name on the server.
    public let name: String

    /// Makes one, on the server that all tests share unless another is named.
    public init(on cluster: PostgresCluster? = nil) throws {
        self.cluster = try cluster ?? PostgresCluster.shared
        name = try self.cluster.createDatabase()
    }

    /// Makes a copy of another, to which nobody is connected.
    public init(template: TestDatabase) throws {
        cluster = template.cluster
        name = try cluster.createDatabase(template: template.name)
    }

    /// A connection string over the unix socket, as the user who may do everything.
    public var address: String { cluster.address(database: name) }
    /// A connection string over TCP, as the user who may do everything, password included.
    public var tcpAddress: String { cluster.tcpAddress(database: name) }

    /// Runs SQL in it, as `PostgresCluster.run` does.
    @discardableResult
    public func run(_ sql: String, user: String = "postgres") throws -> String {
        try cluster.run(sql, database: name, user: user)
    }
}
