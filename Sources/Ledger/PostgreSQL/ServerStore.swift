import CPHModel
import Crypto
import Text

/// A ledger on a PostgreSQL server, which many machines share.
///
/// Nothing hangs on the session: what a transaction needs is set in it, so that pgbouncer may hand each of them to another
/// connection. Statements that only write wait until something is read or committed, and go out together.
final class ServerStore: Store {
    let place: String
    private(set) var owners: ServerOwners?
    private let options: ServerOptions
    private let access: Journal.Access
    private var connection: ServerConnection?
    /// Whether a transaction is open.
    private var isInTransaction = false
    /// Whether it writes.
    private var isWriting = false
    private var isDurable = true
    /// Statements of the transaction that were not sent yet, with the number of rows that each must change.
    private var waiting: [(statement: ServerConnection.Statement, changes: Int?)] = []
    /// The end of the chain as the transaction has it.
    private var chainEnd: [SQLValue]?
    /// The last event that the transaction has written.
    private var lastWritten: [SQLValue]?
    /// The last event that this process has seen for sure: where it is gone, the server was set back.
    private var seenEnd: [SQLValue]?
    /// When the transaction began, by the owners' time.
    private var beganAt = 0
    private(set) var loss: StoreError?
    /// Whether this process may write no more.
    private var isDistrusted = false

    init(_ address: DatabaseAddress, _ access: Journal.Access, _ run: RunInfo?, _ journal: Journal.Options) throws {
        (place, self.access) = (address.words, access)
        options = try ServerOptions(address, access, lease: journal.lease)
        if let warning = options.warning { journal.announce(warning) }
        if let run { owners = ServerOwners(self, run, journal) }
    }

    var isPrivate: Bool { false }
    var otherNameIndex: String { "" }
    var nameInDetail: String { "(CAST(CAST(detail AS json)->>'request' AS json)->>'server_name')" }

    private(set) lazy var sessionUser: String? = try? single("SELECT session_user")?.text
    private(set) lazy var hasSharedRole: Bool =
        ((try? single(
            """
            SELECT count(*) FROM pg_roles WHERE rolcanlogin AND NOT rolsuper \
            AND has_table_privilege(oid, 'cph.event', 'INSERT')
            """))?.int ?? 0) < 2

    private func single(_ sql: String) throws(StoreError) -> SQLValue? { try rows(sql, [], "reading").first?.first }
}

// MARK: - Connections and statements

extension ServerStore {
    private func connected() throws(StoreError) -> ServerConnection {
        if let connection, connection.isAlive { return connection }
        let fresh = try ServerConnection(options, place)
        connection = fresh
        return fresh
    }

    /// What holds for a transaction. Of a client that was stopped in the middle of one, the server rids itself: it would hold up all
    /// others.
    func settings(isDurable: Bool) -> ServerConnection.Statement {
        .init(
            sql: """
                SELECT set_config('search_path', 'cph, pg_temp', true), set_config('bytea_output', 'hex', true), \
                set_config('synchronous_commit', '\(isDurable ? "on" : "off")', true), \
                set_config('lock_timeout', '\(options.patience * 2 / 3)', true), \
                set_config('idle_in_transaction_session_timeout', '\(options.patience / 6)', true)
                """)
    }

    /// Carries out statements in a transaction of their own, and returns what each came to. It need not survive a power cut.
    func apart(_ statements: [ServerConnection.Statement], _ operation: String) throws(StoreError)
        -> [ServerConnection.Outcome]
    {
        try again(operation) { connection throws(StoreError) in
            let outcomes = try connection.exchange(
                [.init(sql: "BEGIN"), settings(isDurable: false)] + statements + [.init(sql: "COMMIT")], operation)
            return Array(outcomes.dropFirst(2).dropLast())
        }
    }

    /// Does something at the beginning of which nothing is lost: where the connection turns out to be gone, it is done once more
    /// on a new one.
    private func again<T>(
        _ operation: String, _ body: (ServerConnection) throws(StoreError) -> T
    ) throws(StoreError) -> T {
        do throws(StoreError) { return try body(try connected()) } catch {
            // One that was just made may be cut, too; where none could be made, there is nothing to try again.
            let hadConnection = connection != nil
            // Its transaction, which began with it, is in the way of the next one.
            isInTransaction = true
            rollback()
            guard error.isAway, hadConnection else { throw error }
            connection = nil
            return try body(try connected())
        }
    }

    func rows(_ sql: String, _ values: [SQLValue], _ operation: String) throws(StoreError) -> [[SQLValue]] {
        let statement = ServerConnection.Statement(sql: sql, values: values)
        if isInTransaction { return try flush(with: statement, operation) }
        return try again(operation) { connection throws(StoreError) in
            let outcomes = try connection.exchange(
                [.init(sql: "BEGIN READ ONLY"), settings(isDurable: true), statement, .init(sql: "COMMIT")],
                operation)
            return outcomes[2].rows
        }
    }

    func run(_ sql: String, _ values: [SQLValue], changes: Int?, _ operation: String) throws(StoreError) {
        waiting.append((.init(sql: sql, values: values), changes))
    }

    func append(_ event: [SQLValue], _ operation: String) throws(StoreError) {
        try run("INSERT INTO event VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", event, changes: 1, operation)
        chainEnd = [event[0], event[8]]
        lastWritten = chainEnd
    }

    /// Sends what waits, and one statement more.
    @discardableResult
    private func flush(
        with more: ServerConnection.Statement? = nil, _ operation: String
    ) throws(StoreError) -> [[SQLValue]] {
        let sent = waiting
        waiting = []
        let outcomes: [ServerConnection.Outcome]
        do throws(StoreError) {
            guard let connection else { throw .lost("the connection is gone", operation, place) }
            outcomes = try connection.exchange(sent.map(\.statement) + (more.map { [$0] } ?? []), operation)
        } catch {
            if error.isAway { loss = error }
            throw error
        }
        for (index, entry) in sent.enumerated() {
            if let changes = entry.changes, outcomes[index].count != changes { throw .raced(operation, place) }
        }
        return more == nil ? [] : outcomes.last?.rows ?? []
    }

    func head() throws(StoreError) -> [SQLValue]? {
        if let chainEnd, isInTransaction { return chainEnd[0] == .int(0) ? nil : chainEnd }
        let end = try rows("SELECT seq, hash FROM head WHERE seq > 0", [], "reading").first
        if seenEnd == nil { seenEnd = end }
        return end
    }
}

// MARK: - Transactions

extension ServerStore {
    func begin(_ operation: String, isDurable: Bool) throws(StoreError) {
        guard !isDistrusted else { throw StoreError("poisoned", "an earlier failure ended it", operation, place) }
        let before = owners?.now ?? 0
        let outcomes = try again(operation) { connection throws(StoreError) in
            try connection.exchange(
                [
                    .init(sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"), settings(isDurable: isDurable),
                    // Whoever writes waits here for others: what is read from now on stays true.
                    .init(sql: "\(Self.end) FROM head FOR UPDATE"),
                    .init(
                        sql: "SELECT 1 FROM event WHERE seq = $1 AND hash = $2",
                        values: seenEnd ?? [.int(0), .blob([])]),
                ], operation)
        }
        (isInTransaction, isWriting, waiting, lastWritten) = (true, true, [], nil)
        self.isDurable = isDurable
        guard let end = outcomes[2].rows.first, end.count == 4 else {
            var error = StoreError("damaged", "the end of its chain is gone", operation, place)
            (error.hint, error.endsTrust) = ("keep the database; restore a backup or ask for help", true)
            throw error
        }
        guard !isDurable || end[2] == .text("on") else {
            throw StoreError(
                "not_durable", "synchronous_commit can't be set: it is \(end[2].text ?? "unknown")", operation, place)
        }
        guard seenEnd == nil || !outcomes[3].rows.isEmpty else {
            var error = StoreError(
                "rolled_back", "what this run has seen in it is gone: the server was set back", operation, place)
            error.endsTrust = true
            throw error
        }
        // The ledger may have gone elsewhere since this process opened it.
        if end[3] == .int(1),
            let refusal = Moving.refusal(try flush(with: .init(sql: Moving.question), operation), operation, place)
        {
            throw refusal
        }
        chainEnd = Array(end.prefix(2))
        beganAt = before
    }

    func beginReading() throws(StoreError) {
        _ = try again("reading") { connection throws(StoreError) in
            try connection.exchange(
                [
                    .init(sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), settings(isDurable: true),
                ], "reading")
        }
        (isInTransaction, isWriting, waiting, chainEnd) = (true, false, [], nil)
    }

    /// What is asked of the end of the chain when a transaction begins.
    private static let end = """
        SELECT seq, hash, current_setting('synchronous_commit'), \
        EXISTS (SELECT 1 FROM meta WHERE name IN ('\(Moving.goneTo)', '\(Moving.unfinished)'))
        """

    func commit(_ operation: String) throws(StoreError) {
        if !waiting.isEmpty { try flush(operation) }
        guard let connection else { throw .lost("the connection is gone", operation, place) }
        let warnings = connection.warnings
        do throws(StoreError) { _ = try connection.exchange([.init(sql: "COMMIT")], operation) } catch {
            isInTransaction = false
            self.connection = nil
            // Only what is appended must be known for sure.
            guard let lastWritten else { throw error }
            guard try wasCommitted(lastWritten, operation, error) else { throw error }
            return noteCommit()
        }
        isInTransaction = false
        guard connection.warnings == warnings || !isDurable else {
            var error = StoreError(
                "not_durable", "the server says that the commit may not survive: its standby did not confirm it",
                operation, place)
            error.hint = "look at the server's standby, or at synchronous_standby_names"
            (error.isCommitted, error.event) = (true, lastWritten?.last?.blob ?? [])
            throw error
        }
        noteCommit()
    }

    private func noteCommit() {
        if isWriting { owners?.noteSign(at: beganAt) }
        if let lastWritten { seenEnd = lastWritten }
    }

    /// Asks on a new connection for the last event of a commit whose answer was lost. The lock that it held tells that it has ended.
    private func wasCommitted(
        _ event: [SQLValue], _ operation: String, _ cause: StoreError
    ) throws(StoreError) -> Bool {
        do throws(StoreError) {
            let found = try connected().exchange(
                [
                    .init(sql: "BEGIN"), settings(isDurable: true), .init(sql: "SELECT 1 FROM head FOR UPDATE"),
                    .init(sql: "SELECT 1 FROM event WHERE seq = $1 AND hash = $2", values: event),
                    .init(sql: "COMMIT"),
                ], operation)
            return !found[3].rows.isEmpty
        } catch {
            connection = nil
            var undecided = StoreError(
                "undecided",
                "the server went away during the commit, and whether it was made can't be asked: \(cause.message)",
                operation, place)
            (undecided.isUndecided, undecided.isAway, undecided.hint) = (true, true, cause.hint)
            undecided.event = event.last?.blob ?? []
            throw undecided
        }
    }

    func rollback() {
        (waiting, loss) = ([], nil)
        guard isInTransaction else { return }
        isInTransaction = false
        guard let connection, connection.isAlive else { return }
        do throws(StoreError) { _ = try connection.exchange([.init(sql: "ROLLBACK")], "giving up") } catch {
            self.connection = nil
        }
    }

    func distrust() { isDistrusted = true }

    /// Begins a transaction that changes the tables themselves, alone among those that do: the end of the chain, which others lock,
    /// may not be there yet.
    func beginSettingUp() throws(StoreError) {
        _ = try again("setting up") { connection throws(StoreError) in
            try connection.exchange(
                [
                    .init(sql: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"), settings(isDurable: true),
                    .init(sql: "SELECT pg_advisory_xact_lock(hashtext('cph.setup'))"),
                ], "setting up")
        }
        (isInTransaction, isWriting, isDurable, waiting, lastWritten) = (true, true, true, [], nil)
        chainEnd = nil
    }
}

// MARK: - Opening

extension ServerStore {
    func open(_ access: Journal.Access, mark: HighWaterMark.Content?) throws -> Int {
        let facts = try rows(
            """
            SELECT to_regclass('cph.meta') IS NOT NULL, pg_is_in_recovery(), current_setting('fsync'), \
            current_setting('full_page_writes'), current_setting('server_encoding'), to_regnamespace('cph') IS NOT NULL
            """, [], "opening"
        ).first
        guard let facts else { throw missing(mark) }
        guard facts[0] == .int(1) else { throw facts[5] == .int(1) ? foreign : missing(mark) }
        if access == .write, facts[1] == .int(1) {
            throw Journal.refusal(
                "read_only", place, "is a standby, which can't be written", "name the primary, or all hosts")
        }
        for (setting, index) in [("fsync", 2), ("full_page_writes", 3)] where access == .write {
            guard facts[index] == .text("on") else {
                throw Journal.refusal(
                    "not_durable", place, "is on a server with \(setting) off: it may forget what it has confirmed",
                    "set \(setting) = on")
            }
        }
        guard facts[4] == .text("UTF8") else {
            throw otherEncoding
        }
        return try checkedVersion(access)
    }

    private var otherEncoding: CPHError {
        Journal.refusal(
            "encoding", place, "is in a database that is not UTF-8",
            "make one that is: CREATE DATABASE … ENCODING 'UTF8'")
    }

    /// The schema's name is taken.
    private var foreign: CPHError {
        Journal.refusal(
            "not_a_ledger", place, "has a schema cph of another program",
            "name another database, or make one for the ledger: cph keeps it in a schema of this name")
    }

    private func missing(_ mark: HighWaterMark.Content?) -> CPHError {
        if mark != nil {
            return Journal.refusal(
                "gone", place, "is gone, though purchases were recorded in it", "name the server that has it")
        }
        return Journal.refusal(
            "missing", place, "has no ledger yet", "make one, once for all: cph ledger setup ADDRESS")
    }

    private func checkedVersion(_ access: Journal.Access) throws -> Int {
        let version = try version()
        guard version > 0 else {
            throw foreign
        }
        if version > LedgerFormat.version { throw newer(version) }
        if version < LedgerFormat.version, access == .write || version < LedgerFormat.readable.lowerBound {
            throw Journal.refusal(
                "older", place,
                "was made by an older cph (format \(version), this one needs \(LedgerFormat.version))",
                "cph ledger setup ADDRESS brings it to the newer format")
        }
        return version
    }

    func newer(_ version: Int) -> CPHError {
        Journal.refusal(
            "newer", place, "was made by a newer cph (format \(version), this one knows \(LedgerFormat.version))",
            "use that cph")
    }

    func version() throws(StoreError) -> Int {
        do throws(StoreError) {
            return try single("SELECT value FROM meta WHERE name = 'version'")?.text.flatMap { Int($0) } ?? 0
        } catch {
            if error.name == "not_a_ledger" { return 0 }
            throw error
        }
    }

    func upgrade(from version: Int) throws(StoreError) {}

    func checkStructure(of version: Int) throws {
        let triggers = try rows(
            """
            SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid \
            WHERE relnamespace = 'cph'::regnamespace AND NOT tgisinternal AND tgenabled IN ('O', 'A')
            """, [], "checking")
        let found = Set(triggers.map { "\($0[0].text ?? "") \($0[1].text ?? "")" })
        for expected in ServerSchema.guards where !found.contains("\(expected.name) \(expected.table)") {
            throw JournalError.damaged("the guard \(expected.name) of its table \(expected.table) is gone")
        }
        let bodies = try rows(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'cph'::regnamespace", [], "checking")
        for expected in ServerSchema.bodies
        where !bodies.contains([.text(expected.name), .text(expected.body)]) {
            throw JournalError.damaged("what guards its tables (\(expected.name)) was changed")
        }
    }

    func checkPages() throws {}

    func image() throws(StoreError) -> [UInt8] { throw StoreError("no_image", "a server has none", "copying", place) }

    func copy(to path: String) throws(StoreError) {
        try beginReading()
        defer { rollback() }
        let version = try version()
        guard version == LedgerFormat.version else {
            throw StoreError(
                "older", "it has format \(version), this cph \(LedgerFormat.version): cph ledger setup ADDRESS first",
                "copying", place)
        }
        guard let id = try rows("SELECT value FROM meta WHERE name = 'ledger_id'", [], "copying").first?.first?.text
        else { throw StoreError("not_a_ledger", "it has no id", "copying", place) }
        do { try FileStore.build(path, ledgerID: id, from: self) } catch {
            throw error as? StoreError ?? StoreError("no_copy", "\(error)", "copying", place)
        }
    }

    /// Carries out `body` in a durable transaction of its own. Where it fails, the connection is given up, and the transaction
    /// with it.
    func replacing(_ body: (ServerConnection) throws -> Void) throws {
        let connection = try connected()
        do {
            _ = try connection.exchange([.init(sql: "BEGIN"), settings(isDurable: true)], "copying")
            try body(connection)
            _ = try connection.exchange([.init(sql: "COMMIT")], "copying")
        } catch {
            self.connection = nil
            throw error
        }
    }
}
