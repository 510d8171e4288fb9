public import LuaKit
public import Schema

/// What purchases cost together, and who says so; or why nobody can.
public struct PlanPrice: Hashable, Sendable {
    /// Who names a price.
    public enum Source: String, Sendable {
        /// The billing service, for this account.
        case billing
        /// The table in `cph.project.lua`, which nobody has checked.
        case project
    }

    /// What is to be paid; nil where no price is to be had, and then nothing of the next four is there.
    public var amount: Decimal?
    /// The same without discounts.
    public var listPrice: Decimal?
    /// The currency's ISO code.
    public var currency: String?
    /// The name of the discount; nil where there is none, or it has no name.
    public var discount: String?
    /// Who says so.
    public var source: Source?
    /// Why the billing service has none; nil where it has one.
    public var why: String?
    /// All of it in a line, for people.
    public var text: String
    /// What policies have against spending it.
    public var forbidden: [String] = []

    /// Nobody can be asked, and nobody needs one.
    static let unasked = PlanPrice()

    private init() { text = "price: not known (nobody can be asked here)" }

    /// A price that is not known.
    public init(why: String) { (self.why, text) = (why, "price: not known (\(why))") }

    /// A price.
    public init(_ amount: Decimal, listPrice: Decimal, currency: String, by source: Source, text: String) {
        (self.amount, self.listPrice, self.currency, self.source) = (amount, listPrice, currency, source)
        self.text = text
    }
}

extension PlanPrice: LuaPushable {
    /// Names the table that scripts get.
    public static var luaType: String { "cph.Price" }

    /// Pushes it as a table.
    public func push(to lua: LuaContext) {
        lua.createTable(fieldCount: 7)
        for (name, number) in [("amount", amount), ("list_price", listPrice)] {
            guard let number, let currency else { continue }
            Money(number, currency).push(to: lua)
            lua.rawSet(name, at: -2)
        }
        let words = [("discount", discount), ("source", source?.rawValue), ("why", why), ("text", text)]
        for (name, word) in words {
            guard let word else { continue }
            lua.push(word)
            lua.rawSet(name, at: -2)
        }
        forbidden.push(to: lua)
        lua.rawSet("forbidden", at: -2)
    }
}
