import LuaKit

/// A Lua table that bytes describe: any bytes do, and a changed byte changes little.
struct RandomTable {
    static let names = ["name", "count", "ratio", "flag", "ids", "tags", "note", "nested"]
    /// Somewhat deeper than what readers accept.
    private static let deepest = 80

    private let lua: LuaContext
    private var bytes: ArraySlice<UInt8>
    private let proxy, trap: LuaCallback

    init(_ bytes: [UInt8], in state: LuaState) throws {
        (lua, self.bytes) = (state.context, bytes[...])
        proxy = try state.load("return setmetatable({}, { __index = ... })", chunk: "proxy")
        trap = try state.load("return setmetatable(..., { __index = error })", chunk: "trap")
    }

    /// Pairs of a key and a value, as many as the first byte says.
    mutating func pushTable(depth: Int = 0) throws {
        try lua.ensureStack(8)
        lua.createTable()
        for _ in 0..<next() % 12 { try addPair(depth) }
    }

    private mutating func addPair(_ depth: Int) throws {
        switch next() {
        case let byte where byte < 160:
            try pushValue(depth + 1)
            lua.rawSet(Self.names[byte % Self.names.count], at: -2)
        case let byte where byte < 240:
            try pushValue(depth + 1)
            lua.rawSet(byte % 16, at: -2)
        default:
            lua.push(next() % 2 == 0)
            try pushValue(depth + 1)
            try lua.set(at: -3)
        }
    }

    private mutating func pushValue(_ depth: Int) throws {
        guard depth < Self.deepest else { return lua.pushNil() }
        switch next() % 16 {
        case 0: lua.pushNil()
        case 1: lua.push(next() % 2 == 0)
        case 2: lua.push(next() - 128)
        case 3: lua.push(Int(bitPattern: word()))
        case 4: pushNumber()
        case 5: lua.push(bytes: (0..<next() % 16).map { _ in UInt8(next()) })
        case 6, 7: lua.push(Self.names[next() % Self.names.count])
        case 8: lua.pushCopy(of: 1)  // the whole table, inside itself
        case 9: try pushTable(depth, behind: proxy)
        case 10: try pushTable(depth, behind: trap)
        default: try pushTable(depth: depth)
        }
    }

    private mutating func pushTable(_ depth: Int, behind function: LuaCallback) throws {
        lua.push(function)
        try pushTable(depth: depth)
        try lua.call(arguments: 1, results: 1)
    }

    /// No NaN, which would be unequal to itself.
    private mutating func pushNumber() {
        let number = Double(bitPattern: UInt64(word()))
        lua.push(number.isNaN ? 0.5 : number)
    }

    /// 0 when there are no more.
    private mutating func next() -> Int { Int(bytes.popFirst() ?? 0) }

    private mutating func word() -> UInt { (0..<8).reduce(0) { word, _ in word << 8 | UInt(next()) } }
}
