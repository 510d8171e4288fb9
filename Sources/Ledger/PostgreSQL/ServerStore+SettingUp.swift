public import CPHModel
import Crypto
import Text

/// What `Journal.setUp` has done.
public struct ServerSetUp: Hashable, Sendable {
    /// What became of the tables.
    public enum Tables: Hashable, Sendable {
        case made
        case there
        /// They were brought to the newest format from this one.
        case upgraded(from: Int)
    }

    /// What became of the role that was named.
    public enum Role: Hashable, Sendable {
        /// It was made, and has no password.
        case made
        /// It was there, and has the rights now that buying needs. Whether it may log in itself.
        case there(logsIn: Bool)
    }

    /// What became of the tables.
    public let tables: Tables
    /// What became of the role; nil where none was named.
    public var role: Role?
}

extension Journal {
    /// Makes the tables of a ledger on a server where there are none, or brings them to the newest format, and gives a role the
    /// rights that buying needs: all of it in one transaction, or none.
    ///
    /// - Parameters:
    ///   - role: The name of a role, which is made where it is missing.
    ///   - options: Of these, who hears of a connection that is not as safe as it should be.
    /// - Throws: `CPHError` of kind `ledger`.
    public static func setUp(
        _ address: DatabaseAddress, role: String? = nil, options: Options = Options()
    ) throws(CPHError) -> ServerSetUp {
        do {
            return try ServerStore(address, .write, nil, options).setUp(role, ServerSchema.migrations)
        } catch {
            var known = asCPHError(error, address.words)
            if known.code == "no_rights" {
                known.hint =
                    "set it up as the database's owner, or as a role that may make schemas, and roles for --role"
            }
            throw known
        }
    }
}

extension ServerStore {
    /// - Parameter migrations: The statements that bring the tables to the next version, by the older of the two.
    func setUp(_ role: String?, _ migrations: [Int: [String]]) throws -> ServerSetUp {
        try beginSettingUp()
        do {
            var outcome = ServerSetUp(tables: try setUpTables(migrations))
            outcome.role = try role.map { try setUp(role: $0) }
            try commit("setting up")
            return outcome
        } catch {
            rollback()
            throw error
        }
    }

    private func setUpTables(_ migrations: [Int: [String]]) throws -> ServerSetUp.Tables {
        let facts = try rows(
            """
            SELECT to_regnamespace('cph') IS NOT NULL, to_regclass('cph.meta') IS NOT NULL, \
            (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('cph')) \
            + (SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('cph')), \
            current_setting('server_encoding')
            """, [], "setting up"
        ).first
        guard facts?[3] == .text("UTF8") else {
            throw Journal.refusal(
                "encoding", place, "is in a database that is not UTF-8", "make one with ENCODING 'UTF8'")
        }
        // An empty schema may have been made by whoever may, for one who may not.
        if facts?[2] == .int(0) {
            if facts?[0] == .int(0) { try setting("CREATE SCHEMA cph") }
            let id = String(hex: try Crypto.randomBytes(16))
            for statement in ServerSchema.statements(ledgerID: id) { try setting(statement) }
            return .made
        }
        let version = facts?[1] == .int(1) ? try version() : 0
        guard version > 0 else {
            throw Journal.refusal(
                "not_a_ledger", place, "has a schema cph of another program", "use another database for the ledger")
        }
        guard version <= LedgerFormat.version else { throw newer(version) }
        return try upgrade(from: version, migrations)
    }

    private func upgrade(from version: Int, _ migrations: [Int: [String]]) throws -> ServerSetUp.Tables {
        guard version < LedgerFormat.version else { return .there }
        // Nobody buys meanwhile: whoever writes locks this row first.
        _ = try rows("SELECT 1 FROM head FOR UPDATE", [], "setting up")
        for step in version..<LedgerFormat.version {
            guard let statements = migrations[step] else {
                throw Journal.refusal(
                    "older", place, "has format \(step), which this cph can't bring to \(LedgerFormat.version)",
                    "use the cph that made it")
            }
            for statement in statements { try setting(statement) }
        }
        for statement in ServerSchema.renewedFunctions { try setting(statement) }
        try run(
            "UPDATE meta SET value = CAST($1 AS TEXT) WHERE name = 'version'", [.text("\(LedgerFormat.version)")],
            changes: 1, "setting up")
        return .upgraded(from: version)
    }

    private func setUp(role: String) throws -> ServerSetUp.Role {
        let name = "\"\(role.replacing("\"", with: "\"\""))\""
        let found = try rows(
            """
            SELECT rolcanlogin, rolsuper, pg_has_role(oid, \
            (SELECT nspowner FROM pg_namespace WHERE nspname = 'cph'), 'MEMBER') FROM pg_roles WHERE rolname = $1
            """, [.text(role)], "setting up"
        ).first
        if let found, found[1] == .int(1) || found[2] == .int(1) {
            let what = found[1] == .int(1) ? "a superuser, whom no right limits" : "the owner of the ledger's tables"
            throw Journal.refusal(
                "role", place, "can't be limited for the role \(quoted(role)): it is \(what)",
                "name another role for those who buy")
        }
        if found == nil { try setting("CREATE ROLE \(name) LOGIN") }
        for statement in ServerSchema.grants(to: name) { try setting(statement) }
        return found.map { .there(logsIn: $0[0] == .int(1)) } ?? .made
    }

    private func setting(_ sql: String) throws { try run(sql, [], "setting up") }
}
