import LuaKit
import Schema
import Text

/// A number that a script writes where every digit counts: decimal text, a whole number, or a number with a fraction that the
/// machine has exactly.
struct MoneyAmount: LuaReadable {
    static let luaType = "string|number"
    let number: Decimal

    static func read(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> MoneyAmount {
        switch lua.type(at: index) {
        case .string:
            guard let text = lua.string(at: index), let number = Decimal(text) else {
                throw LuaMismatch(
                    expected: "a decimal text such as \"24000.00\"", got: quoted(lua.string(at: index) ?? "?"))
            }
            return MoneyAmount(number: number)
        case .number: return MoneyAmount(number: try exact(lua, at: index))
        default: throw lua.mismatch(at: index, expected: "a decimal text or a number")
        }
    }

    private static func exact(_ lua: LuaContext, at index: Int32) throws(LuaMismatch) -> Decimal {
        if lua.isInteger(at: index), let number = lua.integer(at: index) {
            guard number.magnitude < 1_000_000_000_000_000 else {
                throw LuaMismatch(expected: "a number of up to 15 digits", got: "\(number)")
            }
            return Decimal(number)
        }
        let number: Double = lua.number(at: index) ?? 0
        guard let decimal = Decimal(exactly: number) else {
            throw LuaMismatch(
                expected: "a number that is exact, or text: \"\(Decimal(number).map { "\($0)" } ?? "24000.00")\"",
                got: "\(number), which is not")
        }
        return decimal
    }
}
