public import CPHModel
import Clock

/// A shared ledger's server and the role that uses it, looked at without changing anything.
public struct LedgerServerStatus: Hashable, Sendable {
    /// Version and place: `PostgreSQL 15.18, database cph on db.example:5432`.
    public let server: String
    /// The role that was let in.
    public let role: String
    /// The version of TLS; nil where the connection is not encrypted.
    public let tlsVersion: String?
    /// The `sslmode` that holds; nil where nothing is said, on this machine.
    public let sslMode: String?
    /// Whether the server can only be on this machine.
    public let isOnThisMachine: Bool
    /// Whether it is a standby, which can't be written.
    public let isStandby: Bool
    /// What a commit hangs on, by name: `fsync`, `full_page_writes`, `synchronous_commit`, `synchronous_standby_names`.
    public let settings: [String: String]
    /// Whether no right limits the role.
    public let isSuperuser: Bool
    /// Whether the role may change the tables themselves.
    public let ownsTables: Bool
    /// What buying needs and the role may not do: `INSERT on event`.
    public let missingRights: [String]
    /// What the role may do besides, as a right that was given.
    public let otherRights: [String]
    /// The version of the tables; nil where there is no ledger, 0 for another program's schema.
    public let format: Int?
    /// The version that this program writes.
    public let newestFormat = LedgerFormat.version
    /// Seconds by which the server's clock is ahead of this machine's; negative when it is behind.
    public let secondsAhead: Int

    /// Connects and looks.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the server can't be reached or does not let us in.
    public init(of address: DatabaseAddress) throws(CPHError) {
        do {
            let lease = Journal.Options().lease
            do throws(StoreError) {
                // Of several hosts the one that is bought on.
                try self.init(address, try ServerOptions(address, .write, lease: lease))
            } catch {
                guard error.name == "unreachable" else { throw error }
                try self.init(address, try ServerOptions(address, .read, lease: lease))
            }
        } catch { throw Journal.asCPHError(error, address.words) }
    }

    private init(_ address: DatabaseAddress, _ options: ServerOptions) throws(StoreError) {
        let connection = try ServerConnection(options, address.words)
        let clock = SystemClock()
        let before = clock.milliseconds()
        let facts = try connection.exchange(
            [.init(sql: "BEGIN READ ONLY"), .init(sql: Self.facts), .init(sql: Self.rights), .init(sql: "COMMIT")],
            "looking at it")
        let middle = (before + clock.milliseconds()) / 2
        let row = facts[1].rows.first ?? []
        let text = { (column: Int) in column < row.count ? row[column].text : nil }
        let number = { (column: Int) in column < row.count ? row[column].int : nil }
        let place = text(2).map { " on \($0)" } ?? " on a unix socket"
        server = "PostgreSQL \(text(0) ?? ""), database \(text(1) ?? "")\(place)"
        role = text(3) ?? ""
        tlsVersion = connection.isEncrypted ? text(4) ?? "TLS" : nil
        (sslMode, isOnThisMachine) = (options.mode, options.isOnThisMachine)
        isStandby = number(5) == 1
        settings = Dictionary(
            uniqueKeysWithValues: zip(Self.settingNames, 6...).compactMap { name, column in
                text(column).map { (name, $0) }
            })
        (isSuperuser, ownsTables) = (number(10) == 1, number(11) == 1)
        secondsAhead = ((number(12) ?? middle) - middle) / 1000
        let found = facts[2].rows.map { (word: $0[0].text ?? "", isNeeded: $0[1].int == 1, isThere: $0[2].int == 1) }
        missingRights = found.filter { $0.isNeeded && !$0.isThere }.map(\.word)
        otherRights = found.filter { !$0.isNeeded && $0.isThere }.map(\.word)
        format = number(13) == 1 ? try Self.format(connection) : nil
    }

    private static func format(_ connection: ServerConnection) throws(StoreError) -> Int {
        do throws(StoreError) {
            let rows = try connection.exchange(
                [.init(sql: "SELECT value FROM cph.meta WHERE name = 'version'")], "looking at it"
            ).first?.rows
            return rows?.first?.first?.text.flatMap { Int($0) } ?? 0
        } catch {
            // A table of another program, or one that the role may not see: the rights say which.
            guard error.name == "not_a_ledger" || error.name == "no_rights" else { throw error }
            return 0
        }
    }

    private static let settingNames = ["fsync", "full_page_writes", "synchronous_commit", "synchronous_standby_names"]

    private static var facts: String {
        """
        SELECT current_setting('server_version'), current_database(), \
        host(inet_server_addr()) || ':' || inet_server_port(), session_user, \
        (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl), pg_is_in_recovery(), \
        \(settingNames.map { "current_setting('\($0)')" }.joined(separator: ", ")), \
        (SELECT rolsuper FROM pg_roles WHERE rolname = session_user), \
        (SELECT pg_has_role(session_user, nspowner, 'MEMBER') FROM pg_namespace WHERE nspname = 'cph'), \
        CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), to_regclass('cph.meta') IS NOT NULL
        """
    }

    /// Each right in words, whether buying needs it, and whether the role has it; nothing where there are no tables.
    private static var rights: String {
        let needed = ServerSchema.rights.flatMap { right -> [String] in
            right.columns.isEmpty
                ? [check(right.privilege, right.table, nil, isNeeded: true)]
                : right.columns.map { check(right.privilege, right.table, $0, isNeeded: true) }
        }
        let others = ServerSchema.tables.flatMap { table in
            ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"].filter { privilege in
                !ServerSchema.rights.contains(.init(privilege: privilege, table: table.name))
            }.map { check($0, table.name, nil, isNeeded: false) }
        }
        return
            (needed + others + [
                """
                SELECT 'CREATE on the schema', false, has_schema_privilege(session_user, oid, 'CREATE') \
                FROM pg_namespace WHERE nspname = 'cph'
                """
            ]).joined(separator: " UNION ALL ")
    }

    private static func check(_ privilege: String, _ table: String, _ column: String?, isNeeded: Bool) -> String {
        let call = column.map { "has_column_privilege(session_user, oid, '\($0)', '\(privilege)')" }
        let words = "\(privilege)\(column.map { " (\($0))" } ?? "") on \(table)"
        return
            "SELECT '\(words)', \(isNeeded), \(call ?? "has_table_privilege(session_user, oid, '\(privilege)')") "
            + "FROM pg_class WHERE oid = to_regclass('cph.\(table)')"
    }
}
