/// Where a ledger on a PostgreSQL server is: a connection string, as libpq takes it.
public struct ServerAddress: Hashable, Sendable {
    /// The text as it was given; it may hold a password.
    public let connectionString: String

    public init(_ text: String) { connectionString = text }

    /// The address for people, without a password.
    public var words: String { "postgresql" }

    /// A file name that stands for the address: another for each, and without its password.
    var fileName: String { words }
}
