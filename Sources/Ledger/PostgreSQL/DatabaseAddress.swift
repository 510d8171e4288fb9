import Crypto
import Text

/// Where a shared ledger is: a text that libpq connects with, and words for it that hold no secret.
///
/// The text is an address (`postgresql://HOST/DATABASE`) or keywords (`service=NAME`, `host=HOST dbname=DATABASE`), read here by
/// libpq's own rules, and more strictly where a slip would put a part of a password into another field. Printing one, in
/// whatever way, prints its words.
public struct DatabaseAddress: Hashable, Sendable {
    /// The text for libpq; it may hold a password and is shown to nobody.
    public let connectionString: String
    /// The same place as a text that libpq takes too, without what is secret: for people, logs and other programs.
    public let words: String
    /// Whether a password, or the key to one, stands in the text.
    public let hasPassword: Bool
    /// The variable in which libpq looks for a password. The program hides it from scripts and children, and hands it on itself.
    public static let passwordVariable = "PGPASSWORD"
    /// What the text sets, decoded, by libpq's keyword.
    let parameters: [String: String]

    /// Reads an address or keywords.
    ///
    /// - Throws: `DatabaseAddressError`, which repeats nothing of the text but its scheme.
    public init(_ text: String) throws(DatabaseAddressError) {
        let text = trimmed(text)
        guard !Self.isQuote(text.utf8.first) else {
            throw DatabaseAddressError("it begins with a quote", hint: "leave the quotes around it out")
        }
        if let scheme = Self.scheme(of: text) {
            let rest = try Self.checkScheme(scheme, text)
            connectionString = "postgresql://\(rest)"
            parameters = try Self.parameters(ofAddress: Array(rest.utf8))
            words = Self.address(parameters.filter { !Self.isSecret($0.key) })
        } else {
            connectionString = text
            parameters = try Self.parameters(ofKeywords: Array(text.utf8))
            words = Self.keywords(parameters.filter { !Self.isSecret($0.key) })
        }
        hasPassword = parameters.contains { Self.isSecret($0.key) && !$0.value.isEmpty }
        try Self.check(parameters, isAddress: Self.scheme(of: text) != nil)
    }

    /// The name of a file about this database: the same for whoever connects, and however.
    var fileName: String {
        let place = parameters.filter { name, _ in
            // Without a name the database has the user's.
            ["service", "host", "hostaddr", "port", "dbname"].contains(name)
                || name == "user" && parameters["dbname"] == nil
        }
        let name = PercentEncoding.encoded(place.isEmpty ? "default" : Self.keywords(place))
        guard name.utf8.count > 200 else { return name }
        return name.prefix(120) + "-" + ((try? Crypto.sha256Hex(Array(name.utf8))) ?? "\(name.utf8.count)")
    }

    /// Whether `text` is meant as a server's, well written or not; everything else is the path of a file. `./` in front of
    /// a file's name makes it one in any case.
    public static func isOne(_ text: String) -> Bool {
        // With quotes around it, it is no better, and no file.
        let text = String(String.UnicodeScalarView(trimmed(text).unicodeScalars.drop { $0 == "'" || $0 == "\"" }))
        return scheme(of: text) != nil || hasKeywords(text)
    }

    /// The scheme in front of `://`; nil where there is none. One letter is a drive, and what has a slash is a path.
    private static func scheme(of text: String) -> Substring? {
        for name in ["postgresql:", "postgres:"] where text.lowercased().hasPrefix(name) {
            return text.prefix(name.count - 1)
        }
        guard let separator = text.firstRange(of: "://") else { return nil }
        let scheme = text[..<separator.lowerBound]
        let isWord = scheme.utf8.allSatisfy { isLetter($0) || isDigit($0) || "+-.:_".utf8.contains($0) }
        return scheme.utf8.count > 1 && isWord && scheme.utf8.first.map(isLetter) == true ? scheme : nil
    }

    /// Returns what stands behind the scheme, when it is PostgreSQL's.
    private static func checkScheme(_ scheme: Substring, _ text: String) throws(DatabaseAddressError) -> String {
        let rest = text.dropFirst(scheme.count)
        guard ["postgresql", "postgres"].contains(scheme.lowercased()) else {
            if scheme.lowercased() == "sqlite" || scheme.lowercased() == "file" {
                throw DatabaseAddressError("\(scheme):// is no kind of ledger", hint: "write the file's path alone")
            }
            throw DatabaseAddressError(
                "\(scheme):// is no kind of ledger", hint: "a server is postgresql://HOST/DATABASE or service=NAME")
        }
        guard rest.hasPrefix("://") else {
            throw DatabaseAddressError("\(scheme): has no // behind it", hint: "a server is postgresql://HOST/DATABASE")
        }
        return String(rest.dropFirst(3))
    }

    /// Whether the text begins as keywords do, and one that libpq has is among them.
    private static func hasKeywords(_ text: String) -> Bool {
        var names: [String] = []
        var rest = Array(text.utf8)[...]
        while let sign = rest.firstIndex(of: UInt8(ascii: "=")) {
            let before = trimmedAtEnd(String(decoding: rest[..<sign], as: UTF8.self))
            let name = String(
                decoding: before.utf8.reversed().prefix { isLetter($0) || isDigit($0) || $0 == 0x5F }.reversed(),
                as: UTF8.self)
            // A path may have such a sign in it; what begins with a name and a sign is none.
            if names.isEmpty, name.isEmpty || name != before { return false }
            names.append(name.lowercased())
            rest = rest[rest.index(after: sign)...]
        }
        return names.contains { known.contains($0) }
    }

    private static func isQuote(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension DatabaseAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { words }

    public var debugDescription: String { words }

    /// The words alone, so that `dump` shows no password.
    public var customMirror: Mirror { Mirror(self, children: ["words": words]) }
}

/// What is wrong with the text of a server; it repeats nothing of what may be a password.
public struct DatabaseAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, without the place where the text stood: `mysql:// is no kind of ledger`.
    public let reason: String
    /// What to write instead; nil where the reason says it.
    public let hint: String?

    init(_ reason: String, hint: String? = nil) { (self.reason, self.hint) = (reason, hint) }

    public var description: String { reason + (hint.map { "; \($0)" } ?? "") }
}
