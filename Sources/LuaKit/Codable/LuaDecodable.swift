import Text

/// A `Decodable` type that scripts hand over as a table. Reading one costs about three times as much as a `LuaRecord`.
public protocol LuaDecodable: Decodable, LuaReadable {}

/// An `Encodable` type that becomes a Lua table.
public protocol LuaEncodable: Encodable, LuaPushable {}

extension LuaDecodable {
    /// Is `table` unless the type says otherwise, such as the name of a `---@class` that describes it.
    public static var luaType: String { "table" }

    /// Reads the table at `index` by the type's `init(from:)`.
    ///
    /// - Throws: `LuaMismatch` with the path to the field that is absent or of another type.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        try lua.decode(Self.self, at: index)
    }
}

extension LuaEncodable {
    /// Is `table` unless the type says otherwise, such as the name of a `---@class` that describes it.
    public static var luaType: String { "table" }

    /// Pushes the value as a table. One that cannot be encoded becomes nil; `LuaContext.encode` says why.
    public func push(to lua: LuaContext) {
        do { try lua.encode(self) } catch { lua.pushNil() }
    }
}

extension LuaDecodable where Self: LuaEncodable {
    /// Names the type of values that are both read and made.
    public static var luaType: String { "table" }
}

/// A `Decodable` type for the named options of a function: a field that `Keys` does not list is an error with a suggestion.
/// Make the parameter an `Optional` so that all of them can be left out.
public protocol LuaOptions: LuaDecodable where Keys: CaseIterable {
    /// Lists the names of the options.
    associatedtype Keys: CodingKey
}

extension LuaOptions {
    /// Reads a table of options.
    ///
    /// - Throws: `LuaMismatch`, also for a field that is not one of `Keys`, with the name that was probably meant.
    public static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Self {
        guard lua.type(at: index) == .table else { throw lua.mismatch(at: index, expected: luaType) }
        let known = Keys.allCases.map(\.stringValue)
        try lua.forEachPair(at: index) { () throws(LuaMismatch) in
            let name = lua.string(at: -2) ?? "?"
            guard !known.contains(name) else { return }
            let hint = suggestion(for: name, among: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
            let names = known.map { "'\($0)'" }.joined(separator: ", ")
            throw LuaMismatch(expected: "no options but \(names)", got: "'\(name)'\(hint)")
        }
        return try lua.decode(Self.self, at: index)
    }
}

extension LuaContext {
    /// How deep tables may be nested; a table inside itself is deeper than any limit.
    static let deepest = 64

    /// Reads any `Decodable` value: tables with names as keyed containers, lists as unkeyed ones. Types that are
    /// `LuaReadable` read themselves.
    ///
    /// - Throws: `LuaMismatch` with the path to what is wrong.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self, at index: Int32) throws(LuaMismatch) -> Value
    {
        let base = top
        defer { setTop(base) }
        do {
            return try Value(from: LuaDecoder(lua: self, index: absolute(index), codingPath: []))
        } catch let mismatch as LuaMismatch {
            throw mismatch
        } catch let error as DecodingError {
            throw LuaMismatch(error)
        } catch {
            throw LuaMismatch(expected: "\(Value.self)", got: "\(error)")
        }
    }

    /// Pushes any `Encodable` value: what it is made of as tables, nil for what is absent.
    ///
    /// - Throws: `EncodingError`, for numbers beyond a Lua integer; nothing is pushed then.
    public func encode(_ value: some Encodable) throws {
        let base = top
        let target = LuaEncoder.Target(lua: self)
        do {
            try ensureStack(8)
            try target.encode(value, [])
        } catch {
            setTop(base)
            throw error
        }
        // What remains above are tables that are inside the first value by now.
        if top == base { pushNil() } else { setTop(base + 1) }
    }
}

extension LuaMismatch {
    init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            self.init(path: LuaPath(context.codingPath), expected: "\(type)", got: context.debugDescription)
        case .keyNotFound(let key, let context):
            self.init(path: LuaPath(context.codingPath + [key]), expected: "a value", got: "nil")
        case .dataCorrupted(let context):
            self.init(path: LuaPath(context.codingPath), expected: "another value", got: context.debugDescription)
        @unknown default:
            self.init(expected: "another value", got: "\(error)")
        }
    }
}

extension LuaPath {
    init(_ path: [any CodingKey]) {
        self.init(path.map { key in key.intValue.map { .index($0) } ?? .field(key.stringValue) })
    }
}

/// A field's name, or a position in a list, which counts from 1.
struct LuaCodingKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}
