public import Bindings
public import CPHModel
import Schema
import Text

/// The settings in `cph.project.lua`.
public struct ProjectSettings: Hashable, Sendable {
    /// Where rocks come from: folders, `file://` or `https://` addresses, asked in this order.
    public private(set) var servers: [String] = []
    /// The hosts, with a port where it is not the scheme's own, that a server may send `cph lib` on to.
    public private(set) var redirects: Set<String> = []
    /// The hosts, likewise, that may be asked without TLS.
    public private(set) var plainHTTP: Set<String> = []
    /// What libraries may do beyond planning and reading, by library.
    public private(set) var grants: [String: Set<String>] = [:]
    /// Whether the project's own modules are loaded by the rules of installed ones: an undeclared global reads as nil, and
    /// what they set is theirs.
    public private(set) var hasLenientLib = false
    /// The ledger that the project's scripts share, as it is written: a server, or a file whose path is relative to the project.
    public private(set) var ledger: String?
    /// Who is told what became of runs; nil where nobody is.
    public private(set) var notify: NotifySettings?

    /// What a server costs for a month, by its model, as the project says it; nil where it says nothing. Nobody has checked it.
    public private(set) var prices: ServerPrices?

    /// Reads the file's bytes.
    ///
    /// - Throws: `ProjectError` with the place of the first thing that is not as it must be.
    public init(_ bytes: [UInt8], name: String) throws(ProjectError) {
        let value = try LuaData.returned(bytes, name: name, .valuesOnly)
        guard let members = value.members else { throw ProjectError("\(name): must return a table") }
        for (key, value) in members {
            switch key {
            case "servers": servers = try Self.texts(value, "\(name): servers")
            case "redirects": redirects = try Self.hosts(value, "\(name): redirects")
            case "plain_http": plainHTTP = try Self.hosts(value, "\(name): plain_http")
            case "grants": grants = try Self.grants(value, "\(name): grants")
            case "ledger":
                guard let text = value.text else {
                    throw ProjectError("\(name): ledger: must be a text, not \(value.kind)")
                }
                ledger = try ProjectLedger.checked(text, "\(name): ledger")
            case "prices": prices = try Self.prices(value, "\(name): prices")
            case "notify": notify = try NotifySettings(value, "\(name): notify")
            case "lenient_lib":
                guard case .bool(let flag) = value else {
                    throw ProjectError("\(name): lenient_lib: must be true or false, not \(value.kind)")
                }
                hasLenientLib = flag
            // `PolicyFile` reads it, with the lines of its rules.
            case "policy": break
            default:
                let near = suggestion(for: key, among: Self.names).map { "; did you mean \($0)?" } ?? ""
                throw ProjectError(
                    "\(name): \(key) is not a setting\(near) There are \(Self.names.joined(separator: ", "))")
            }
        }
    }

    private static func texts(_ value: Value, _ place: String) throws(ProjectError) -> [String] {
        guard let items = value.items else {
            throw ProjectError("\(place): must be a list of texts, not \(value.kind)")
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            guard let text = item.text else {
                throw ProjectError("\(place)[\(index + 1)]: must be a text, not \(item.kind)")
            }
            texts.append(text)
        }
        return texts
    }

    private static func hosts(_ value: Value, _ place: String) throws(ProjectError) -> Set<String> {
        let hosts = try texts(value, place)
        for (index, host) in hosts.enumerated() where host.isEmpty || host.contains("/") || host.contains("@") {
            throw ProjectError("\(place)[\(index + 1)]: must be HOST or HOST:PORT, not \(quoted(host))")
        }
        return Set(hosts.map { $0.lowercased() })
    }

    private static func grants(_ value: Value, _ place: String) throws(ProjectError) -> [String: Set<String>] {
        guard let members = value.members else { throw ProjectError("\(place): must be a table, not \(value.kind)") }
        var grants: [String: Set<String>] = [:]
        for (library, words) in members {
            let place = "\(place)[\(quoted(library))]"
            grants[library] = Set(try texts(words, place))
            for word in grants[library, default: []].sorted() where !LibraryRights.words.contains(word) {
                let near = suggestion(for: word, among: LibraryRights.words).map { "; did you mean \($0)?" } ?? ""
                throw ProjectError("\(place): \(quoted(word)) cannot be granted\(near)")
            }
        }
        return grants
    }

    private static func prices(_ value: Value, _ place: String) throws(ProjectError) -> ServerPrices {
        guard let members = value.members else { throw ProjectError("\(place): must be a table, not \(value.kind)") }
        guard let currency = members["currency"]?.text, currency.isCurrencyCode else {
            throw ProjectError("\(place).currency: must be an ISO code such as \"CNY\"")
        }
        var prices: [String: Decimal] = [:]
        for (model, value) in members where model != "currency" {
            // A number with a fraction is not what was written.
            let number = value.text.flatMap { Decimal($0) } ?? value.integer.flatMap { Decimal("\($0)") }
            guard let number, number >= 0 else {
                throw ProjectError(
                    "\(place)[\(quoted(model))]: must be the price of a server-month as text, such as \"12000.00\"")
            }
            prices[model] = number
        }
        return ServerPrices(byModel: prices, currency: currency)
    }

    /// Returns what the library may do; nothing beyond planning and reading where the file does not name it.
    public func rights(of library: String) -> LibraryRights {
        LibraryRights(library: library, granted: grants[library] ?? [])
    }
}
