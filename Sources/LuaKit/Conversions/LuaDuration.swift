import Text

/// A length of time in a script: a number of seconds, or text such as `500ms`, `15m` or `1h30m`.
public struct LuaDuration: LuaReadable, Hashable, Sendable {
    /// Holds the length, from 0 to about a hundred years.
    public var value: Duration

    /// Names both forms that a script may use.
    public static var luaType: String { "number|string" }

    private static let expected = "seconds, or a duration such as '15m'"

    /// Reads a number of seconds or a text of `Duration(text:)`.
    ///
    /// - Throws: `LuaMismatch` for everything else, for less than nothing and for more than a hundred years.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaDuration {
        let text = lua.string(at: index)
        let duration = lua.number(at: index).map { Duration(checkedSeconds: $0) } ?? text.flatMap { Duration(text: $0) }
        guard let duration else {
            throw LuaMismatch(expected: expected, got: text.map { quoted($0, mark: "'") } ?? lua.describe(at: index))
        }
        return LuaDuration(value: duration)
    }

    init(value: Duration) { self.value = value }

    /// Reads text as scripts and options have it: `90` for seconds, or `Duration(text:)`; nil when it is no duration.
    public init?(_ text: String) {
        guard let value = Double(text).map({ Duration(checkedSeconds: $0) }) ?? Duration(text: text) else { return nil }
        self.value = value
    }
}
