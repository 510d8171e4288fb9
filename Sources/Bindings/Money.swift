public import LuaKit
public import Schema
import Text

/// `cph.Money`: an amount in one currency, as scripts reckon with it. Sums are exact, and currencies are never added.
public final class Money: LuaObject {
    /// How much it is.
    public let number: Decimal
    /// The currency's ISO code, such as `CNY`.
    public let currency: String

    /// Makes an amount; that the currency is one is the caller's to see to.
    public init(_ number: Decimal, _ currency: String) { (self.number, self.currency) = (number, currency) }

    /// The amount and its currency: `24000.00 CNY`.
    var words: String { "\(number) \(currency)" }

    /// What JSON has in its place.
    var value: Value { ["amount": .string("\(number)"), "currency": .string(currency)] }

    /// Names the class in messages and stubs.
    public static let luaType = "cph.Money"

    /// Describes what scripts can do with an amount.
    public static var luaClass: LuaClass {
        LuaClass(
            doc: """
                An amount of money in one currency, made by `cph.money`. `+` and `-` take amounts of the same currency, `*` a \
                whole number or a decimal text such as "0.8"; `<`, `<=` and `==` compare. It prints as `24000.00 CNY`, and is \
                `{"amount": "24000.00", "currency": "CNY"}` in JSON.
                """,
            fields: [
                LuaField("amount", of: Money.self, doc: "how much, as decimal text: 24000.00") { "\($0.number)" },
                LuaField("currency", of: Money.self, doc: "the ISO code, such as CNY") { $0.currency },
            ],
            methods: [
                LuaFunction(
                    "round", LuaParameter("self", Money.self), LuaParameter("decimals", Int?.self),
                    doc: "The amount with so many decimals, 0 to 8; 2 when absent. Halves are rounded away from zero."
                ) { money, decimals throws -> Money in
                    guard (0...8).contains(decimals ?? 2) else {
                        throw LuaMismatch(expected: "integer from 0 to 8", got: "\(decimals ?? 2)").ofArgument(at: 2)
                    }
                    return Money(money.number.rounded(to: decimals ?? 2), money.currency)
                }
            ], metamethods: arithmetic + comparisons + [text])
    }

    /// Whether two are the same amount of the same currency.
    func equals(_ other: Money) -> Bool { number == other.number && currency == other.currency }
}

// MARK: Operators

extension Money {
    private static var arithmetic: [LuaFunction] {
        [
            operation("__add", "add") { try sum(of: $0.number + $1.number, $0, $1, "added") },
            operation("__sub", "subtract") { try sum(of: $0.number - $1.number, $0, $1, "subtracted") },
            LuaFunction(raw: "__unm", doc: "") { lua in
                let money = try money(lua, at: 1, "negate")
                return push(Money(-money.number, money.currency), to: lua)
            },
            LuaFunction(raw: "__mul", doc: "") { lua in push(try product(lua), to: lua) },
            LuaFunction(raw: "__div", doc: "") { _ in
                throw LuaError.runtime(
                    "money is not divided; multiply by a decimal text, such as \"0.25\", and round: (money * \"0.25\"):round()"
                )
            },
        ]
    }

    private static var comparisons: [LuaFunction] {
        [
            LuaFunction(raw: "__eq", doc: "") { lua in
                let (a, b) = (try? Money.read(lua, at: 1), try? Money.read(lua, at: 2))
                lua.push(a.flatMap { a in b.map { a.equals($0) } } ?? false)
                return 1
            },
            comparison("__lt") { $0 < $1 }, comparison("__le") { $0 <= $1 },
        ]
    }

    private static var text: LuaFunction {
        LuaFunction(raw: "__tostring", doc: "") { lua in
            lua.push(try Money.read(lua, at: 1).words)
            return 1
        }
    }

    private static func push(_ money: Money, to lua: LuaContext) -> Int32 {
        money.push(to: lua)
        return 1
    }

    private static func operation(
        _ name: String, _ verb: String, _ body: @escaping (Money, Money) throws -> Money
    ) -> LuaFunction {
        LuaFunction(raw: name, doc: "") { lua in
            push(try body(try money(lua, at: 1, verb), try money(lua, at: 2, verb)), to: lua)
        }
    }

    private static func comparison(_ name: String, _ body: @escaping (Decimal, Decimal) -> Bool) -> LuaFunction {
        LuaFunction(raw: name, doc: "") { lua in
            let (a, b) = (try money(lua, at: 1, "compare"), try money(lua, at: 2, "compare"))
            try checkCurrencies(a, b, "compared")
            lua.push(body(a.number, b.number))
            return 1
        }
    }

    private static func sum(of number: Decimal, _ a: Money, _ b: Money, _ verb: String) throws -> Money {
        try checkCurrencies(a, b, verb)
        return try checked(number, a.currency)
    }

    /// What stands on either side of `*`: an amount, and how many times it.
    private static func product(_ lua: LuaContext) throws -> Money {
        let isFirst = (try? Money.read(lua, at: 1)) != nil
        let money = try money(lua, at: isFirst ? 1 : 2, "multiply")
        let place: Int32 = isFirst ? 2 : 1
        if (try? Money.read(lua, at: place)) != nil {
            throw LuaError.runtime("amounts of money are not multiplied with each other, only by numbers")
        }
        let factor: Decimal
        do { factor = try MoneyAmount.read(lua, at: place).number } catch {
            throw LuaError.runtime("attempt to multiply \(money.words) by \(lua.describe(at: place)): \(error)")
        }
        guard let number = money.number.multiplied(exactlyBy: factor) else {
            throw LuaError.runtime(
                "\(money.words) times \(factor) has more than 8 decimals, or is too large; round before that: money:round(4)"
            )
        }
        return Money(number, money.currency)
    }

    private static func checked(_ number: Decimal, _ currency: String) throws -> Money {
        guard number.isSettled else { throw LuaError.runtime("the amount of money is too large") }
        return Money(number, currency)
    }

    private static func checkCurrencies(_ a: Money, _ b: Money, _ verb: String) throws {
        guard a.currency == b.currency else {
            throw LuaError.runtime("\(a.words) and \(b.words) are of different currencies, which are never \(verb)")
        }
    }

    private static func money(_ lua: LuaContext, at index: Int32, _ verb: String) throws -> Money {
        if let money = try? Money.read(lua, at: index) { return money }
        let other = (try? Money.read(lua, at: 3 - index))?.words
        let both = other.map { "\($0) and \(lua.describe(at: index))" } ?? lua.describe(at: index)
        throw LuaError.runtime("attempt to \(verb) \(both): write cph.money(AMOUNT, CURRENCY)")
    }
}

extension LuaContext {
    func isMoney(at index: Int32) -> Bool { (try? Money.read(self, at: index)) != nil }

    func money(at index: Int32) -> Value { (try? Money.read(self, at: index))?.value ?? .null }
}
