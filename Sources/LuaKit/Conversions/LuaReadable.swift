/// A Swift type that a Lua value can be read as: a parameter of a function, a result of a call.
public protocol LuaReadable {
    /// The type as LuaCATS writes it, such as `integer` or `string[]`. Stubs, help and messages use it.
    static var luaType: String { get }
    /// True when nil, or no argument at all, is fine.
    static var isOptional: Bool { get }
    /// True when it takes all arguments from its position on.
    static var isVariadic: Bool { get }
    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self
    /// The same for the forms in which the value usually comes; nil means that `read` must be asked. A short way for
    /// types that are read often.
    static func readPlain(_ lua: LuaContext, at index: Int32) -> Self?
}

extension LuaReadable {
    @inlinable public static var isOptional: Bool { false }
    @inlinable public static var isVariadic: Bool { false }
    @inlinable public static func readPlain(_ lua: LuaContext, at index: Int32) -> Self? { nil }
}

/// A Swift value that becomes one Lua value.
public protocol LuaPushable: LuaResult {
    func push(to lua: LuaContext)
}

/// What a function returns: for most types one value, for `LuaValues` several.
public protocol LuaResult {
    /// The type as LuaCATS writes it; several are separated by commas.
    static var luaType: String { get }
    /// Pushes the results and says how many they are.
    func pushResults(to lua: LuaContext) -> Int32
}

extension LuaPushable {
    @inlinable public func pushResults(to lua: LuaContext) -> Int32 {
        push(to: lua)
        return 1
    }
}

/// A value that was not what it should be: where, what was wanted, what was there.
public struct LuaMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// Below the argument; empty when the argument itself is wrong.
    public var path: LuaPath
    /// Such as `integer`, or a sentence such as `a string of UTF-8 text`.
    public var expected: String
    /// Such as `table` or `no value`.
    public var got: String

    public init(path: LuaPath = LuaPath(), expected: String, got: String) {
        self.path = path
        self.expected = expected
        self.got = got
    }

    public var description: String {
        let place = path.steps.isEmpty ? "" : "\(path): "
        return "\(place)\(expected) expected, got \(got)"
    }
}

extension LuaContext {
    /// The mismatch to throw when the value at `index` is not what was wanted.
    public func mismatch(at index: Int32, expected: String) -> LuaMismatch {
        LuaMismatch(expected: expected, got: describe(at: index))
    }
}

/// Where inside a value: prints as a script would write it, `spec.nics[2].subnet_id`.
public struct LuaPath: Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case field(String)
        /// Counts from 1, as Lua does.
        case index(Int)
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .field(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
