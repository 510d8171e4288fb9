import Glibc
import TestSupport

/// Runs SQL at an address, as `PostgresCluster.run` does on a server.
@discardableResult
public func psql(_ address: String, _ sql: String) throws -> String {
    try PostgresPrograms.run("psql", PostgresPrograms.psqlWords + [address], input: sql)
}

/// SQL that is on its way while a test does something else.
public final class BackgroundSQL: Sendable {
    private let child: Child

    /// Starts it at an address.
    public init(_ sql: String, at address: String) throws {
        let (input, output) = (try Scratch(sql), try Scratch())
        let words = try PostgresPrograms.words("psql", PostgresPrograms.psqlWords + [address])
        child = try PostgresPrograms.start(
            words, folder: "/", input: input.descriptor, output: output.descriptor, errors: output.descriptor)
    }

    /// Starts it on a server.
    public convenience init(_ sql: String, _ cluster: PostgresCluster) throws {
        try self.init(sql, at: cluster.address())
    }

    deinit { child.signal(SIGKILL) }

    /// Waits for its end: 0 when all of it was done.
    public func wait() -> Int32 { child.wait() }

    /// Whether it comes to its end in that time.
    public func ends(within limit: Duration) -> Bool { Waiting.until(atMost: limit) { !child.isInProcessTable } }
}
