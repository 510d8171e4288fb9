import CLua

/// Any Lua value. Scalars and strings are copies; the rest are handles, so no table is walked.
public enum LuaValue: Sendable {
    case `nil`
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    /// Lua strings are bytes; usually UTF-8.
    case string(LuaString)
    case table(LuaTable)
    case function(LuaCallback)
    /// Userdata and coroutines.
    case other(LuaReference)
}

/// A Lua string: bytes, usually UTF-8.
public struct LuaString: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The text, if the bytes are valid UTF-8.
    public var text: String? {
        String(validating: bytes, as: UTF8.self)
    }
}

/// A table that outlives the call it came from.
public struct LuaTable: Sendable {
    public let reference: LuaReference
}

/// A Lua function that outlives the call it came from.
public struct LuaCallback: Sendable {
    public let reference: LuaReference
}

extension LuaContext {
    /// The value at `index`, as a copy or a handle.
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

    /// A handle to whatever is at `index`.
    public func reference(at index: Int32) -> LuaReference {
        lua_pushvalue(stack, index)
        return LuaReference(popping: self)
    }
}

extension LuaValue {
    /// The text of a string, or nil for everything else and for bytes that are not UTF-8.
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
