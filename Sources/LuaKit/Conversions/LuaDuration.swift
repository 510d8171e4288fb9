/// A length of time in a script: a number of seconds, or text such as `500ms`, `15m` or `1h30m`.
public struct LuaDuration: LuaReadable, Hashable, Sendable {
    public var value: Duration

    public static var luaType: String { "number|string" }

    private static let expected = "seconds, or a duration such as '15m'"
    /// A hundred years: more is a mistake, and would overflow.
    private static let longest = 3_155_760_000.0
    /// In bytes; reading more could not be interrupted.
    private static let longestText = 100
    private static let seconds = ["ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400]

    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaDuration {
        let seconds = lua.number(at: index) ?? lua.string(at: index).flatMap(parse)
        guard let seconds, (0...longest).contains(seconds) else {
            let got = lua.string(at: index).map(LuaMismatch.quoted) ?? lua.describe(at: index)
            throw LuaMismatch(expected: expected, got: got)
        }
        return LuaDuration(value: .seconds(seconds))
    }

    init(value: Duration) { self.value = value }

    /// Reads text as scripts write it; nil when it is no duration.
    public init?(_ text: String) {
        guard let seconds = Double(text) ?? Self.parse(text), (0...Self.longest).contains(seconds) else { return nil }
        value = .seconds(seconds)
    }

    /// Numbers with units, largest first or not: `1h30m`.
    private static func parse(_ text: String) -> Double? {
        guard text.utf8.count <= longestText else { return nil }
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(number.count).prefix { $0.isLetter }
            guard let count = Double(number), let factor = seconds[String(unit)] else { return nil }
            sum += count * factor
            rest = rest.dropFirst(number.count + unit.count)
        }
        return text.isEmpty ? nil : sum
    }
}
