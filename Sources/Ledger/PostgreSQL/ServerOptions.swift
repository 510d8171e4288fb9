import CPostgres
import Glibc
import Text

/// What libpq is told about a connection: what the address says, and what it leaves open.
struct ServerOptions {
    var pairs: [(keyword: String, value: String)] = []
    /// How long the server may take for an answer, in milliseconds: after that a run has lost its names anyway.
    let patience: Int
    /// A line for people where the connection is weaker than it should be; nil otherwise.
    private(set) var warning: String?

    /// - Parameter lease: How long a run counts as living after its last sign, in milliseconds.
    /// - Throws: `StoreError` where libpq can't be used or can't read the address.
    init(_ address: ServerAddress, _ access: Journal.Access, lease: Int) throws(StoreError) {
        patience = min(2 * lease, 30_000)
        if let reason = cpostgres_load() {
            throw StoreError("no_libpq", String(cString: reason), "connecting", address.words)
        }
        pairs = [("dbname", address.connectionString), ("client_encoding", "UTF8")]
        let told = try Told(address)
        if told.value("application_name") == nil { pairs.append(("fallback_application_name", "cph")) }
        if told.value("connect_timeout") == nil {
            // Less than two seconds libpq does not take.
            pairs.append(("connect_timeout", "\(max(2, min(10, lease / 1000)))"))
        }
        if access == .write, told.value("target_session_attrs") == nil {
            pairs.append(("target_session_attrs", "read-write"))
        }
        guard !told.isOnThisMachine else { return }
        switch told.value("sslmode") {
        case nil: pairs.append(("sslmode", "verify-full"))
        case "verify-full": break
        case let mode?:
            warning =
                "the ledger \(address.words) is used with sslmode=\(cleaned(mode)): "
                + "who can come between may read and change the record; verify-full is what keeps them out"
        }
    }
}

/// What address, service file and variables say of a connection.
private struct Told {
    private let address: ServerAddress
    /// What libpq makes of it all; nil where no service is named, and the address and the variables are enough.
    private let merged: [String: String]?

    init(_ address: ServerAddress) throws(StoreError) {
        self.address = address
        var problem: UnsafeMutablePointer<CChar>?
        let service = cpostgres_option_in(address.connectionString, "service", &problem)
        defer {
            free(service)
            free(problem)
        }
        if let problem {
            // Its words may repeat a part of the address, and so a password.
            let words = String(cString: problem).prefix { $0 != "\"" }
            var error = StoreError("address", "the address can't be read: \(words)…", "connecting", address.words)
            error.hint = "write postgresql://HOST/DATABASE, or service=NAME; libpq's manual has all options"
            throw error
        }
        guard service != nil || getenv("PGSERVICE") != nil else {
            merged = nil
            return
        }
        merged = Self.merged(address)
    }

    private static func merged(_ address: ServerAddress) -> [String: String] {
        let handle = ServerConnection.withOptions(
            [("dbname", address.connectionString)], cpostgres_begin_connecting)
        guard let handle else { return [:] }
        defer { cpostgres_close(handle) }
        var merged: [String: String] = [:]
        for keyword in ["host", "hostaddr", "sslmode", "connect_timeout", "application_name", "target_session_attrs"] {
            guard let value = cpostgres_option(handle, keyword) else { continue }
            merged[keyword] = String(cString: value)
            free(value)
        }
        // libpq's own defaults can't be told from what somebody said: they count as not said.
        if merged["sslmode"] == "prefer" { merged["sslmode"] = nil }
        if merged["target_session_attrs"] == "any" { merged["target_session_attrs"] = nil }
        return merged
    }

    func value(_ keyword: String) -> String? {
        if let merged { return merged[keyword].flatMap { $0.isEmpty ? nil : $0 } }
        var problem: UnsafeMutablePointer<CChar>?
        let value = cpostgres_option_in(address.connectionString, keyword, &problem)
        defer {
            free(value)
            free(problem)
        }
        if let value { return String(cString: value) }
        guard let variable = Self.variables[keyword], let text = getenv(variable) else { return nil }
        return String(cString: text).isEmpty ? nil : String(cString: text)
    }

    private static let variables = [
        "host": "PGHOST", "hostaddr": "PGHOSTADDR", "sslmode": "PGSSLMODE", "connect_timeout": "PGCONNECT_TIMEOUT",
        "application_name": "PGAPPNAME", "target_session_attrs": "PGTARGETSESSIONATTRS",
    ]

    /// Whether every host is a unix socket or this machine's own address.
    var isOnThisMachine: Bool {
        let hosts = (value("hostaddr") ?? value("host") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        return hosts.allSatisfy { host in
            host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
                || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isASCII && $0.isNumber })
        }
    }
}
