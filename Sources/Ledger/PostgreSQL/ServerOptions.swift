import CPostgres
import Files
import Glibc
import Text

/// What libpq is told about a connection: what the address says, and what it leaves open.
struct ServerOptions {
    var pairs: [(keyword: String, value: String)] = []
    /// How the connection is protected, as address, service file and variables have it, or as it is without them: `verify-full`
    /// off this machine. Nil on this machine where nothing is said.
    let mode: String?
    /// Whether every host is a unix socket or this machine's own address.
    let isOnThisMachine: Bool
    /// How long the server may take for an answer, in milliseconds: after that a run has lost its names anyway.
    let patience: Int
    /// A line for people where the connection is weaker than it should be; nil otherwise.
    private(set) var warning: String?

    /// - Parameter lease: How long a run counts as living after its last sign, in milliseconds.
    /// - Throws: `StoreError` where libpq can't be used.
    init(_ address: DatabaseAddress, _ access: Journal.Access, lease: Int) throws(StoreError) {
        patience = min(2 * lease, 30_000)
        if let reason = cpostgres_load() {
            throw StoreError("no_libpq", String(cString: reason), "connecting", address.words)
        }
        let told = ToldOptions(address)
        isOnThisMachine = told.isOnThisMachine
        mode = told.value("sslmode") ?? (isOnThisMachine ? nil : "verify-full")
        // What stands behind it in the address, or in a service file, comes before the variable that cph hides from children.
        if let password = Environment[DatabaseAddress.passwordVariable], !told.hasPassword {
            pairs.append(("password", password))
        }
        pairs += [("dbname", address.connectionString), ("client_encoding", "UTF8")]
        if told.value("application_name") == nil { pairs.append(("fallback_application_name", "cph")) }
        if told.value("connect_timeout") == nil {
            // Less than two seconds libpq does not take.
            pairs.append(("connect_timeout", "\(max(2, min(10, lease / 1000)))"))
        }
        if access == .write, told.value("target_session_attrs") == nil {
            pairs.append(("target_session_attrs", "read-write"))
        }
        guard !isOnThisMachine, let mode else { return }
        pairs.append(("sslmode", mode))
        if mode != "verify-full" {
            warning =
                "the ledger \(address.words) is used with sslmode=\(cleaned(mode)): "
                + "who can come between may read and change the record; verify-full is what keeps them out"
        }
    }
}

/// What address, service file and variables say of a connection, the first of them that says something.
private struct ToldOptions {
    private let address: DatabaseAddress
    /// What libpq makes of it all; nil where no service is named, and the address and the variables are enough.
    private let merged: [String: String]?

    init(_ address: DatabaseAddress) {
        self.address = address
        let usesService = address.parameters["service"] != nil || getenv("PGSERVICE") != nil
        merged = usesService ? Self.merged(address) : nil
    }

    private static func merged(_ address: DatabaseAddress) -> [String: String] {
        // An option that can't be: so libpq puts all together, and begins no connection.
        let handle = ServerConnection.withOptions(
            [("dbname", address.connectionString), ("gssencmode", "none-yet")], cpostgres_begin_connecting)
        guard let handle else { return [:] }
        defer { cpostgres_close(handle) }
        var merged: [String: String] = [:]
        for keyword in Array(variables.keys) + ["password"] {
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
        // An empty host is one: libpq's own socket. The others are as good as absent when they are empty.
        if let value = address.parameters[keyword], !value.isEmpty || keyword == "host" { return value }
        if let merged { return merged[keyword].flatMap { $0.isEmpty ? nil : $0 } }
        return Self.variables[keyword].flatMap { Environment[$0] }
    }

    /// Whether address or service file hold a password; what libpq finds in `~/.pgpass` comes behind the variable.
    var hasPassword: Bool { (address.parameters["password"] ?? merged?["password"])?.isEmpty == false }

    private static let variables = [
        "host": "PGHOST", "hostaddr": "PGHOSTADDR", "sslmode": "PGSSLMODE", "connect_timeout": "PGCONNECT_TIMEOUT",
        "application_name": "PGAPPNAME", "target_session_attrs": "PGTARGETSESSIONATTRS",
    ]

    /// Whether every place in the lists of hosts and of their addresses is this machine.
    var isOnThisMachine: Bool {
        let (hosts, addresses) = (list("host"), list("hostaddr"))
        return (0..<max(hosts.count, addresses.count)).allSatisfy { index in
            let address = index < addresses.count ? addresses[index] : ""
            return Self.isThisMachine(!address.isEmpty ? address : index < hosts.count ? hosts[index] : "")
        }
    }

    private func list(_ keyword: String) -> [Substring] {
        (value(keyword) ?? "").split(separator: ",", omittingEmptySubsequences: false)
    }

    private static func isThisMachine(_ host: Substring) -> Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1"
            || isLoopback
    }
}
