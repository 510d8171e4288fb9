/// Looks whether a text is well-formed XML, as far as pictures need it: elements, attributes in quotes, and five entities.
public struct MarkupReading: Sendable {
    /// An element as it begins.
    public struct Element: Hashable, Sendable {
        /// Its name.
        public let name: String
        /// Its attributes by name.
        public let attributes: [String: String]
    }

    /// The elements in the order in which they begin.
    public private(set) var elements: [Element] = []
    /// The texts between tags, in their order.
    public private(set) var texts: [String] = []
    /// What is wrong; nil when nothing is.
    public private(set) var problem: String?

    /// Reads all of it, up to the first thing that is wrong.
    public init(_ text: some StringProtocol) {
        var rest = Substring(text)
        while problem == nil, let start = rest.firstIndex(of: "<") {
            take(String(rest[..<start]))
            rest = rest[start...].dropFirst()
            guard let end = Self.end(rest) else {
                problem = "a tag without an end: \(rest.prefix(40))"
                return
            }
            take(tag: rest[..<end])
            rest = rest[end...].dropFirst()
        }
        take(String(rest))
        if problem == nil, let last = open.last { problem = "<\(last)> has no end" }
    }

    /// The elements that have begun and not ended.
    private var open: [String] = []

    private mutating func take(tag: Substring) {
        if tag.hasPrefix("/") {
            if open.popLast() != String(tag.dropFirst()) { problem = "<\(tag)> ends nothing" }
        } else if let element = Self.element(tag) {
            elements.append(element)
            open.append(element.name)
        } else {
            problem = "<\(tag)> is no tag"
        }
    }

    private mutating func take(_ text: String) {
        var plain = text
        for entity in ["&amp;", "&lt;", "&gt;", "&quot;"] { plain = plain.replacing(entity, with: "") }
        if plain.contains("&") || plain.contains(">") { problem = "a text that is not escaped: \(text)" }
        if !text.allSatisfy(\.isWhitespace) { texts.append(text) }
    }

    /// Where a tag ends: at a `>` outside quotes.
    private static func end(_ text: Substring) -> Substring.Index? {
        var isQuoted = false
        return text.firstIndex { character in
            if character == "\"" { isQuoted.toggle() }
            return character == ">" && !isQuoted
        }
    }

    private static func element(_ tag: Substring) -> Element? {
        guard let name = tag.wholeMatch(of: /([a-z][a-z0-9]*)((?:\ [A-Za-z][A-Za-z0-9-]*="[^"<]*")*)/) else {
            return nil
        }
        let pairs = name.2.matches(of: /\ ([A-Za-z0-9-]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
        guard Set(pairs.map(\.0)).count == pairs.count else { return nil }
        return Element(name: String(name.1), attributes: Dictionary(pairs) { $1 })
    }
}
