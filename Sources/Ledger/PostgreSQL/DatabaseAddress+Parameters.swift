import Text

// Which parameters a connection has: those of libpq up to 18, without the ones that make it none for SQL (`replication`) or
// write its secrets to a file (`sslkeylogfile`).
extension DatabaseAddress {
    private static let secrets: Set<String> = [
        "oauth_client_secret", "password", "scram_client_key", "scram_server_key", "sslpassword",
    ]

    /// Those that name a file.
    private static let files = [
        "passfile", "servicefile", "sslcert", "sslcrl", "sslcrldir", "sslkey", "sslrootcert",
    ]

    /// The parameters in the order in which words have them.
    private static let others = [
        "service", "host", "hostaddr", "port", "dbname", "user", "sslmode", "application_name", "channel_binding",
        "client_encoding", "connect_timeout", "fallback_application_name", "gssdelegation", "gssencmode", "gsslib",
        "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "load_balance_hosts",
        "max_protocol_version", "min_protocol_version", "oauth_client_id", "oauth_issuer", "oauth_scope", "options",
        "require_auth", "requirepeer", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcertmode",
        "sslcompression", "sslnegotiation", "sslsni", "target_session_attrs", "tcp_user_timeout",
    ]

    static let known = secrets.union(others).union(files)

    static func isSecret(_ name: String) -> Bool { secrets.contains(name) }

    /// Refuses a name that libpq does not have. It may be a piece of a password, so it is not repeated.
    static func checkName(_ name: String, _ number: Int) throws(DatabaseAddressError) {
        guard !known.contains(name) else { return }
        let near = suggestion(for: name.lowercased(), among: known).map { "did you mean \($0)?" }
        throw DatabaseAddressError(
            "the name of parameter \(number) is none that cph hands to PostgreSQL",
            hint: near ?? "see libpq's manual for their names")
    }

    /// Refuses what libpq would take for something else than was meant.
    static func check(_ parameters: [String: String], isAddress: Bool) throws(DatabaseAddressError) {
        guard parameters.allSatisfy({ $0.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }) else {
            throw DatabaseAddressError("a control character stands in it")
        }
        for port in (parameters["port"] ?? "").split(separator: ",") {
            guard UInt16(port) ?? 0 > 0 else {
                throw DatabaseAddressError(
                    "a port is to be a number from 1 to 65535", hint: isAddress ? unreadable.hint : nil)
            }
        }
        // libpq reads the name of a database once more when it looks like one of its texts.
        guard parameters["dbname"].map({ $0.contains("=") || isOne($0) }) != true else {
            throw DatabaseAddressError("the name of the database is another address", hint: "write that one alone")
        }
        for name in ["host", "hostaddr", "service"] {
            let places = list(parameters[name])
            guard !places.contains(where: { $0.dropFirst().contains("@") || $0.contains("://") }) else {
                throw DatabaseAddressError("its \(name) is another address", hint: "write that one alone")
            }
        }
        guard parameters["user"]?.contains(":") != true else {
            throw DatabaseAddressError("a colon stands in the user's name", hint: "a password goes into ~/.pgpass")
        }
        guard
            isAddress
                || ["service", "host", "hostaddr", "dbname"].contains(where: { parameters[$0]?.isEmpty == false })
        else {
            throw DatabaseAddressError(
                "it names no host, dbname or service", hint: "a file of such a name is written with ./ in front")
        }
    }

    /// The first parameter whose file is looked for in the working directory, wherever that is.
    public var relativeFile: String? {
        Self.files.first { name in
            guard let path = parameters[name], !path.isEmpty, !path.hasPrefix("/") else { return false }
            return name != "sslrootcert" || path != "system"
        }
    }

    // MARK: Writing

    /// Writes parameters as an address.
    static func address(_ parameters: [String: String]) -> String {
        var rest = parameters
        var text = "postgresql://"
        if let user = rest.removeValue(forKey: "user") { text += PercentEncoding.encoded(user) + "@" }
        let hosts = list(rest["host"])
        let ports = list(rest["port"])
        // The folder of a socket, and one port for several hosts, can't stand before the database.
        if hosts.allSatisfy({ !$0.contains("/") }), ports.count == hosts.count || rest["port"] == nil {
            (rest["host"], rest["port"]) = (nil, nil)
            text += hosts.indices.map { index in
                let host = hosts[index].contains(":") ? "[\(hosts[index])]" : PercentEncoding.encoded(hosts[index])
                return host + (index < ports.count && !ports[index].isEmpty ? ":\(ports[index])" : "")
            }.joined(separator: ",")
        }
        if let database = rest.removeValue(forKey: "dbname") { text += "/" + PercentEncoding.encoded(database) }
        let query = ordered(rest).map { "\($0.name)=\(readable($0.value))" }
        return text + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// Writes parameters as keywords.
    static func keywords(_ parameters: [String: String]) -> String {
        ordered(parameters).map { "\($0.name)=\(word($0.value))" }.joined(separator: " ")
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    private static func ordered(_ parameters: [String: String]) -> [(name: String, value: String)] {
        (others + files).compactMap { name in parameters[name].map { (name, $0) } }
    }

    /// A value of a query; slashes of paths stay as they are.
    private static func readable(_ value: String) -> String {
        value.split(separator: "/", omittingEmptySubsequences: false).map { PercentEncoding.encoded(String($0)) }
            .joined(separator: "/")
    }

    /// A value behind a keyword, in quotes where it needs them.
    private static func word(_ value: String) -> String {
        let isPlain =
            !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") }
        return isPlain ? value : "'" + value.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
