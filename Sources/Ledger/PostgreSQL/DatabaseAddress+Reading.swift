import Text

// libpq's two forms, by its rules (`conninfo_parse`, `conninfo_uri_parse`); what libpq would refuse is refused before it sees
// it, because its message would repeat the text.
extension DatabaseAddress {
    /// Reads `USER:PASSWORD@HOST:PORT,HOST:PORT/DATABASE?NAME=VALUE&…`; every part may be absent.
    static func parameters(ofAddress text: [UInt8]) throws(DatabaseAddressError) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text[...]
        if let end = rest.firstIndex(where: { "@/".utf8.contains($0) }), rest[end] == UInt8(ascii: "@") {
            let user = rest[..<end]
            // libpq looks for the @ in the query too, where it ends a password that was meant for the query.
            guard !user.contains(UInt8(ascii: "?")) else { throw unreadable }
            let name = user.prefix { $0 != UInt8(ascii: ":") }
            if !name.isEmpty { found["user"] = try decoded(name) }
            if name.endIndex < end, name.endIndex + 1 < end {
                found["password"] = try decoded(user[(name.endIndex + 1)...])
            }
            rest = rest[(end + 1)...]
        }
        let query = rest.firstIndex(of: UInt8(ascii: "?"))
        let places = rest[..<(query ?? rest.endIndex)]
        // libpq takes the first @ for the end of the password, and the rest of the password for a host or a database.
        guard !places.contains(UInt8(ascii: "@")) else { throw unreadable }
        let path = places.firstIndex(of: UInt8(ascii: "/"))
        try readHosts(places[..<(path ?? places.endIndex)], into: &found)
        if let path, path + 1 < places.endIndex { found["dbname"] = try decoded(places[(path + 1)...]) }
        if let query { try readQuery(rest[(query + 1)...], into: &found) }
        return found
    }

    private static func readHosts(
        _ text: ArraySlice<UInt8>, into found: inout [String: String]
    ) throws(DatabaseAddressError) {
        var hosts: [String] = []
        var ports: [String] = []
        for place in text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            var host = place.prefix { $0 != UInt8(ascii: ":") }
            var port = place[host.endIndex...]
            if place.first == UInt8(ascii: "[") {
                guard let end = place.firstIndex(of: UInt8(ascii: "]")) else { throw unreadable }
                (host, port) = (place[(place.startIndex + 1)..<end], place[(end + 1)...])
            }
            guard port.isEmpty || port.first == UInt8(ascii: ":") else { throw unreadable }
            hosts.append(try decoded(host))
            ports.append(try decoded(port.dropFirst()))
        }
        if hosts.contains(where: { !$0.isEmpty }) { found["host"] = hosts.joined(separator: ",") }
        if ports.contains(where: { !$0.isEmpty }) { found["port"] = ports.joined(separator: ",") }
    }

    private static func readQuery(
        _ text: ArraySlice<UInt8>, into found: inout [String: String]
    ) throws(DatabaseAddressError) {
        for (index, pair) in text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).enumerated() {
            if pair.isEmpty, text.isEmpty { return }
            let parts = pair.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw unreadable }
            let (name, value) = (try decoded(parts[0]), try decoded(parts[1]))
            // As JDBC has it.
            if name == "ssl", value == "true" {
                found["sslmode"] = "require"
            } else {
                try checkName(name, index + 1)
                found[name] = value
            }
        }
    }

    /// Reads `NAME=VALUE NAME='VALUE' …`.
    static func parameters(ofKeywords text: [UInt8]) throws(DatabaseAddressError) -> [String: String] {
        var found: [String: String] = [:]
        var rest = text[...].drop(while: isBlank)
        var count = 0
        while !rest.isEmpty {
            count += 1
            let name = rest.prefix { $0 != UInt8(ascii: "=") && !isBlank($0) }
            rest = rest[name.endIndex...].drop(while: isBlank)
            guard rest.popFirst() == UInt8(ascii: "=") else { throw unreadableKeywords }
            rest = rest.drop(while: isBlank)
            let value = try value(&rest)
            let key = String(decoding: name, as: UTF8.self)
            try checkName(key, count)
            found[key] = value
            rest = rest.drop(while: isBlank)
        }
        return found
    }

    /// Takes a value off the front: up to a blank, or in quotes; a backslash stands before a sign that is meant.
    private static func value(_ rest: inout ArraySlice<UInt8>) throws(DatabaseAddressError) -> String {
        let isQuoted = rest.first == UInt8(ascii: "'")
        if isQuoted { rest.removeFirst() }
        var bytes: [UInt8] = []
        while let byte = rest.first {
            if isQuoted ? byte == UInt8(ascii: "'") : isBlank(byte) { break }
            rest.removeFirst()
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if let next = rest.popFirst() { bytes.append(next) }
        }
        if isQuoted, rest.popFirst() == nil { throw unreadableKeywords }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Undoes `%XX`, which libpq takes as strictly; `%00` is none.
    private static func decoded(_ text: ArraySlice<UInt8>) throws(DatabaseAddressError) -> String {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                throw unreadable
            }
            guard high | low != 0 else { throw unreadable }
            bytes.append(high << 4 | low)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    static let unreadable = DatabaseAddressError(
        "postgresql://… can't be read",
        hint: "in an address, signs such as @ / : ? # % & = in a name or a password are written %40 %2F %3A …")

    private static let unreadableKeywords = DatabaseAddressError(
        "the text has no NAME=VALUE where one must be",
        hint: "a value with blanks in it stands in single quotes; before ' and \\ stands a \\")
}
