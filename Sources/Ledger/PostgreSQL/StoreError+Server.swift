import CPostgres

extension StoreError {
    /// What the server says to a statement.
    init(server result: OpaquePointer, _ operation: String, _ place: String) {
        let field = { (code: UInt32) in cpostgres_field(result, Int32(code)).map { String(cString: $0) } }
        let state = field(UInt32(UInt8(ascii: "C"))) ?? ""
        let message = field(UInt32(UInt8(ascii: "M"))) ?? "the server gave no reason"
        self.init(Self.name(of: state), message, operation, place)
        hint = Self.hint(for: state)
        endsTrust = ["58030", "XX001", "XX002"].contains(state)
        isAway = Self.isAway(state)
    }

    /// A connection that is gone, or a server that does not answer.
    static func lost(_ message: String, _ operation: String, _ place: String) -> StoreError {
        var error = StoreError("server_away", message, operation, place)
        error.hint = "see that the server runs and can be reached (cph doctor), then run again"
        error.isAway = true
        return error
    }

    /// A server that can't be reached, or does not let us in.
    static func unreachable(_ message: String, _ place: String) -> StoreError {
        var error = StoreError("unreachable", message, "connecting", place)
        error.isAway = true
        error.hint = hint(connecting: message)
        return error
    }

    private static func hint(connecting message: String) -> String {
        if message.contains("certificate") || message.contains("SSL") {
            return
                "sslrootcert=FILE, or ~/.postgresql/root.crt, says whom to trust; sslmode=verify-full is what holds for a "
                + "server on another machine where the address says nothing else"
        }
        if message.contains("password") {
            return "libpq finds a password in PGPASSWORD, in ~/.pgpass (which must be of mode 600) or in a service file"
        }
        // As libpq says it of a server that takes no changes, where such a one is wanted.
        if message.contains("session is read-only") { return standbyHint }
        return "see that the server runs and lets you in: psql takes the same address"
    }

    /// Whether the server ends, starts, or has ended this session: after that another connection may work.
    private static func isAway(_ state: String) -> Bool {
        state.hasPrefix("08") || ["57P01", "57P02", "57P03", "57P05", "25P03"].contains(state)
    }

    private static func name(of state: String) -> String {
        switch state {
        case "53100": "disk_full"
        case "53300": "too_many_connections"
        case "42501": "no_rights"
        case "25006": "read_only"
        case "55P03", "40P01", "57014": "busy"
        case "42P01", "42703", "3F000": "not_a_ledger"
        case "58030": "io_error"
        case "XX001", "XX002": "damaged"
        default: isAway(state) ? "server_away" : "sql_\(state)"
        }
    }

    private static let standbyHint = "this is a standby, or set to reading: name the primary, or all hosts"

    private static func hint(for state: String) -> String? {
        switch state {
        case "53100": "free some space on the server's disk"
        case "53300": "let others end, or raise max_connections, or put pgbouncer in front"
        case "42501": "cph ledger setup ADDRESS --role NAME gives a role what buying needs"
        case "25006": standbyHint
        case "55P03", "40P01", "57014": "another run holds the ledger; run again"
        case "42P01", "42703", "3F000": "the schema cph there is not a ledger's"
        default: isAway(state) ? "run again when the server is back" : nil
        }
    }
}
