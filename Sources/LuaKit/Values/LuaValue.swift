import CLua

/// Any Lua value. Scalars and strings are copies; the rest are handles, so no table is walked.
public enum LuaValue: Sendable {
    /// No value: what is absent.
    case `nil`
    /// `true` or `false`.
    case boolean(Bool)
    /// A number of the integer subtype, 64 bits.
    case integer(Int)
    /// A number of the float subtype, even where it is integral.
    case number(Double)
    /// A copy of a string. Lua strings are bytes; usually UTF-8.
    case string(LuaString)
    /// A handle to a table.
    case table(LuaTable)
    /// A handle to a function.
    case function(LuaCallback)
    /// A handle to a userdata or a coroutine.
    case other(LuaReference)
}

/// A Lua string: bytes, usually UTF-8.
public struct LuaString: Hashable, Sendable {
    /// Holds the bytes as Lua has them.
    public var bytes: [UInt8]

    /// Makes a string of any bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Makes a string of UTF-8.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Returns the text; nil when the bytes are not valid UTF-8.
    public var text: String? {
        String(validating: bytes, as: UTF8.self)
    }
}

/// A table that outlives the call it came from.
public struct LuaTable: Sendable {
    /// Keeps the table alive.
    public let reference: LuaReference
}

/// A Lua function that outlives the call it came from.
public struct LuaCallback: Sendable {
    /// Keeps the function alive.
    public let reference: LuaReference
}

extension LuaContext {
    /// Returns the value at `index`, as a copy or a handle.
    public func value(at index: Int32) -> LuaValue {
        switch type(at: index) {
        case .none, .nil: .nil
        case .boolean: .boolean(isTruthy(at: index))
        case .number: isInteger(at: index) ? .integer(integer(at: index) ?? 0) : .number(number(at: index) ?? 0)
        case .string: .string(LuaString(bytes: bytes(at: index) ?? []))
        case .table: .table(LuaTable(reference: reference(at: index)))
        case .function: .function(LuaCallback(reference: reference(at: index)))
        case .userdata, .lightUserdata, .thread: .other(reference(at: index))
        }
    }

    /// Makes a handle to whatever is at `index`.
    public func reference(at index: Int32) -> LuaReference {
        lua_pushvalue(stack, index)
        return LuaReference(popping: self)
    }
}

extension LuaValue {
    /// Returns the text of a string; nil for everything else and for bytes that are not UTF-8.
    public var text: String? {
        if case .string(let string) = self { string.text } else { nil }
    }

    var reference: LuaReference? {
        switch self {
        case .table(let table): table.reference
        case .function(let function): function.reference
        case .other(let reference): reference
        case .nil, .boolean, .integer, .number, .string: nil
        }
    }
}

// MARK: Reading and pushing

extension LuaValue: LuaReadable, LuaPushable {
    /// Names the type that takes every value.
    public static var luaType: String { "any" }
    /// Is true: nil is a value too.
    public static var isOptional: Bool { true }

    /// Copies a scalar or string, and makes a handle to everything else. Never throws.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaValue {
        lua.value(at: index)
    }

    /// Pushes the value, or what its handle refers to.
    public func push(to lua: LuaContext) {
        switch self {
        case .nil: lua.pushNil()
        case .boolean(let value): lua.push(value)
        case .integer(let value): lua.push(value)
        case .number(let value): lua.push(value)
        case .string(let value): value.push(to: lua)
        case .table(let table): table.push(to: lua)
        case .function(let function): function.push(to: lua)
        case .other(let reference): reference.push(to: lua)
        }
    }
}

extension LuaTable: LuaReadable, LuaPushable {
    /// Names any table.
    public static var luaType: String { "table" }

    /// Makes a handle to the table at `index`; nothing is copied.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaTable {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaTable(reference: lua.reference(at: index))
    }

    /// Pushes the table itself, not a copy.
    public func push(to lua: LuaContext) { reference.push(to: lua) }
}

extension LuaCallback: LuaReadable, LuaPushable {
    /// Names any function, of Lua, C or Swift.
    public static var luaType: String { "function" }

    /// Makes a handle to the function at `index`. A table that can be called (`__call`) is not one.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> LuaCallback {
        guard lua.type(at: index) == .function else { throw lua.mismatch(at: index, expected: luaType) }
        return LuaCallback(reference: lua.reference(at: index))
    }

    /// Pushes the function itself.
    public func push(to lua: LuaContext) { reference.push(to: lua) }
}
