import LuaKit
import Schema

/// `cph.money`: makes an amount.
var moneyFunction: LuaFunction {
    LuaFunction(
        raw: "money",
        parameters: [
            .init(
                name: "amount", type: "string|number|{ amount: string, currency: string }",
                doc: "decimal text such as 24000.00; a number only if it is exact; or a table with amount and currency"),
            .init(name: "currency", type: "string", isOptional: true, doc: "the ISO code, such as CNY"),
        ],
        results: Money.luaType, resultDoc: "with arithmetic that loses no digit",
        doc: """
            Makes an amount of money: `cph.money("24000", "CNY") * 3`. What has `amount` and `currency`, as JSON and \
            `cph.ledger.list` do, can be given as a whole.
            """
    ) { lua in
        if let money = try? Money.read(lua, at: 1) {
            money.push(to: lua)
            return 1
        }
        let isWhole = lua.type(at: 1) == .table
        if !isWhole, lua.type(at: 2) != .string, [.string, .number].contains(lua.type(at: 1)) {
            throw lua.mismatch(at: 2, expected: "string").ofArgument(at: 2)
        }
        let amount: MoneyAmount
        do throws(LuaMismatch) {
            amount = isWhole ? try lua.field("amount", at: 1) : try MoneyAmount.read(lua, at: 1)
        } catch { throw error.ofArgument(at: 1) }
        let currency: String
        do throws(LuaMismatch) {
            currency = isWhole ? try lua.field("currency", at: 1) : try String.read(lua, at: 2)
            guard currency.isCurrencyCode else {
                throw LuaMismatch(
                    path: isWhole ? LuaPath([.field("currency")]) : LuaPath([]), expected: "an ISO code such as CNY",
                    got: "'\(currency)'")
            }
        } catch { throw error.ofArgument(at: isWhole ? 1 : 2) }
        Money(amount.number, currency).push(to: lua)
        return 1
    }
}
