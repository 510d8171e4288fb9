import CPHModel

/// Where the tables of a ledger are: one file of this machine, or a server that many machines share. Steps, states, the hash
/// chain and what follows from it are `Journal`'s; a store keeps rows, and knows what its engine needs to keep them.
///
/// Not `Sendable`: whoever holds one uses it from one task at a time. The SQL is what both engines take: parameters are `$1`, `$2`
/// and so on, first used in that order; a parameter that nothing gives a type stands in a `CAST`.
protocol Store: AnyObject {
    /// The file's path, or the server's address without its password, for people.
    var place: String { get }
    /// Whether nobody else can write while this process is there: memory.
    var isPrivate: Bool { get }
    /// Who works on which name, where other machines work beside this one; nil for a file, which one run has at a time.
    var owners: ServerOwners? { get }
    /// Who the server takes us for; nil for a file.
    var sessionUser: String? { get }
    /// Whether no second person can be told from the first: a file, or a server with one role for all.
    var hasSharedRole: Bool { get }
    /// What makes the engine find a name by another index than the one it would take.
    var otherNameIndex: String { get }
    /// The SQL of the name that a plan's detail holds.
    var nameInDetail: String { get }

    /// Checks the place before anything is read, and makes the tables where there are none and `access` is writing.
    ///
    /// - Parameter mark: Where the history had come when this machine last looked; nil where it never did.
    /// - Returns: The version of the tables.
    func open(_ access: Journal.Access, mark: HighWaterMark.Content?) throws -> Int
    /// Checks that the tables are those of `version`, and as sound as the engine can tell.
    func checkStructure(of version: Int) throws
    /// Looks at all that the engine has a check for.
    func checkPages() throws
    /// Brings the tables from `version` to the newest, inside of a transaction.
    func upgrade(from version: Int) throws(StoreError)
    /// The version of the tables, inside of a transaction.
    func version() throws(StoreError) -> Int

    /// Begins a transaction that writes: what is read from now on stays true until its end, whoever else writes.
    ///
    /// - Parameter isDurable: Whether its commit waits for the disk.
    func begin(_ operation: String, isDurable: Bool) throws(StoreError)
    /// Begins a transaction that reads everything from one moment.
    func beginReading() throws(StoreError)
    /// Ends the transaction. What is thrown with `isUndecided` may be done or not.
    func commit(_ operation: String) throws(StoreError)
    /// How the connection was lost in the transaction that is open; nil where it was not.
    var loss: StoreError? { get }
    /// Gives the transaction up, if there is one.
    func rollback()
    /// Writes nothing more that could harm what is there: after a failure that ends the trust in the place.
    func distrust()

    /// Runs a statement that changes as many rows as `changes` says; nil where that does not matter. A store may find out later,
    /// but does before the commit: `StoreError.isRaced` then.
    func run(_ sql: String, _ values: [SQLValue], changes: Int?, _ operation: String) throws(StoreError)
    func rows(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) -> [[SQLValue]]
    /// Appends a row to `event`, behind the last one.
    func append(_ event: [SQLValue], _ operation: String) throws(StoreError)
    /// The number and the hash of the last event; nil where there is none.
    func head() throws(StoreError) -> [SQLValue]?

    /// Everything committed as the bytes of a file; only of what is in memory.
    func image() throws(StoreError) -> [UInt8]
    /// Writes a copy to a new file, which must not exist.
    func copy(to path: String) throws(StoreError)
}

extension Store {
    func run(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) {
        try run(sql, values, changes: nil, operation)
    }
}

/// The engine or what lies under it would not do what was asked, with the place and the operation.
struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A short name for scripts, such as `disk_full`.
    let name: String
    let message: String
    /// What was being done, as in "opening".
    let operation: String
    let place: String
    var hint: String?
    /// Whether nothing may be trusted to this place any more in this process: after a failed fsync a second one may lie.
    var endsTrust = false
    /// Whether a statement changed another number of rows than it had to: somebody else was faster.
    var isRaced = false
    /// Whether it is not known if the commit was carried out.
    var isUndecided = false
    /// Whether the commit was carried out all the same, only less durably than it must be.
    var isCommitted = false
    /// The hash of the last event of a commit that is undecided, or not durable.
    var event: [UInt8] = []
    /// Whether the store can't be reached.
    var isAway = false

    init(_ name: String, _ message: String, _ operation: String, _ place: String) {
        (self.name, self.message, self.operation, self.place) = (name, message, operation, place)
    }

    static func raced(_ operation: String, _ place: String) -> StoreError {
        var error = StoreError("raced", "another run was faster", operation, place)
        error.isRaced = true
        return error
    }

    var description: String { "the ledger \(place) failed while \(operation): \(message)" }
}
