import Text

/// The agencies of a profile's `assume`: `{ agency = "buyers", account = "partner" }`, or several of them in `[ … ]`, which are
/// entered one after the other.
struct AgencyList {
    private(set) var agencies: [Agency] = []
    private var rest: Substring
    private let place: String

    /// - Parameter place: What errors begin with.
    init(_ text: String, place: String) throws(SetupError) {
        (rest, self.place) = (text[...], place)
        if take("[") {
            while !take("]") {
                agencies.append(try agency())
                if !take(",") {
                    guard take("]") else { throw malformed }
                    break
                }
            }
        } else {
            agencies = [try agency()]
        }
        skipBlanks()
        guard rest.isEmpty, !agencies.isEmpty else { throw malformed }
    }

    private static let keys = ["agency", "account", "account_id", "duration", "session", "external_id"]

    private mutating func agency() throws(SetupError) -> Agency {
        guard take("{") else { throw malformed }
        var values: [String: String] = [:]
        while !take("}") {
            let key = word()
            guard Self.keys.contains(key) else {
                let near = suggestion(for: key, among: Self.keys).map { "did you mean \($0)? " } ?? ""
                throw SetupError(
                    "\(place): unknown key \(quoted(key))",
                    hint: "\(near)there are \(Self.keys.joined(separator: ", "))")
            }
            guard values[key] == nil else { throw SetupError("\(place): \(key) stands there twice") }
            guard take("="), let value = value(), !value.isEmpty else { throw malformed }
            values[key] = value
            if !take(",") {
                guard take("}") else { throw malformed }
                break
            }
        }
        guard let name = values["agency"] else { throw SetupError("\(place): agency is missing") }
        var agency = Agency(name)
        if let account = values["account"] { agency.setAccount(account) }
        if let id = values["account_id"] {
            guard Agency.isAccountID(id.lowercased()) else {
                throw SetupError("\(place): account_id is to have 32 hexadecimal digits, not \(quoted(id))")
            }
            guard agency.accountID == nil else {
                throw SetupError("\(place): account and account_id name two accounts", hint: "leave one of them out")
            }
            agency.accountID = id.lowercased()
        }
        (agency.session, agency.externalID) = (values["session"], values["external_id"])
        if let text = values["duration"] {
            guard let duration = Int(text) ?? Duration(text: text).map({ Int($0.components.seconds) }) else {
                throw SetupError("\(place): \(quoted(text)) is no duration; write 3600 or \"1h\"")
            }
            agency.duration = duration
        }
        try agency.check(place)
        return agency
    }

    private var malformed: SetupError {
        SetupError(
            "\(place) is malformed",
            hint: #"write { agency = "NAME", account = "NAME", duration = 3600 }, or several of them in [ … ]"#)
    }

    private mutating func skipBlanks() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func take(_ sign: Character) -> Bool {
        skipBlanks()
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func word() -> String {
        skipBlanks()
        let word = rest.prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func value() -> String? {
        skipBlanks()
        guard let mark = rest.first, "\"'".contains(mark) else { return word() }
        rest.removeFirst()
        guard let end = rest.firstIndex(of: mark) else { return nil }
        defer { rest = rest[rest.index(after: end)...] }
        return String(rest[..<end])
    }
}
