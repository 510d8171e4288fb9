/// A decimal number with up to eight decimals, such as an amount of money: sums, differences and products with whole numbers
/// are exact. What grows beyond 10^18 stops there; no amount of anything here comes near.
public struct Decimal: Hashable, Sendable {
    /// In units of 10^-8.
    private let units: Int128

    /// How many units one is.
    package static let unitsOfOne = 100_000_000
    private static let one = Int128(unitsOfOne)
    private static let decimals = 8
    private static let most = 1_000_000_000_000_000_000 * one

    /// Nothing.
    public static let zero = Decimal(units: 0)

    private init(units: Int128) { self.units = min(max(units, -Self.most), Self.most) }

    /// Makes so many units of 10^-8.
    package init(hundredMillionths: Int) { self.init(units: Int128(hundredMillionths)) }

    /// How many units of 10^-8 it is; nil for more than fit.
    package var hundredMillionths: Int? { Int(exactly: units) }

    /// Makes a whole number.
    public init(_ number: Int) { self.init(units: Int128(number) * Self.one) }

    /// Reads `12000`, `-3.50` or `0.00000001`; nil for everything else, for more than eight decimals that are not zero, and
    /// for more than fifteen digits before them.
    public init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, let number = Self.number(whole), whole.utf8.count <= 15 else { return nil }
        var units = number * Self.one
        if parts.count == 2 {
            var decimals = parts[1]
            guard !decimals.isEmpty, decimals.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            while decimals.last == "0" { decimals.removeLast() }
            guard decimals.utf8.count <= Self.decimals else { return nil }
            let padded = decimals + String(repeating: "0", count: Self.decimals - decimals.utf8.count)
            guard let rest = Self.number(padded[...]) else { return nil }
            units += rest
        }
        self.init(units: isNegative ? -units : units)
    }

    /// Takes the number that its shortest text shows, as JSON and scripts write it, rounded to eight decimals; nil for what has
    /// more than fifteen digits before them. A number of up to fifteen digits is the one that was written.
    public init?(_ number: Double) {
        guard number.isFinite, abs(number) < 1e15 else { return nil }
        if let whole = Int(exactly: number) {
            self.init(whole)
            return
        }
        // What has more decimals than there are here is rounded; very small numbers are written with an exponent.
        self = Decimal("\(number)") ?? Decimal(units: Int128((number * 1e8).rounded()))
    }

    /// Takes a number that has no more than eight decimals in the machine's own form, such as 12000.5; nil for every other one. 0.1 is
    /// none: the machine's nearest number is a little larger.
    public init?(exactly number: Double) {
        guard number.isFinite, abs(number) < 1e15 else { return nil }
        // 10^8 is 2^8 x 5^8, and the product with a power of two is exact.
        let scaled = number * 256
        guard scaled == scaled.rounded() else { return nil }
        self.init(units: Int128(scaled) * 390_625)
    }

    private static func number(_ digits: Substring) -> Int128? {
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int128(digits)
    }

    /// The nearest binary number, for JSON and Lua, whose shortest text is the same amount up to fifteen digits.
    public var double: Double { Double("\(self)") ?? 0 }

    /// The product with a fraction, rounded to the hundredth, halves away from zero.
    public func times(_ numerator: Int, over denominator: Int) -> Decimal {
        let hundredth = Self.one / 100
        let (product, overflows) = units.multipliedReportingOverflow(by: Int128(numerator))
        guard !overflows, denominator > 0 else { return Decimal(units: units < 0 ? -Self.most : Self.most) }
        let divisor = Int128(denominator) * hundredth
        let half = product < 0 ? -(divisor / 2) : divisor / 2
        return Decimal(units: (product + half) / divisor * hundredth)
    }

    /// The product, when it has no more than eight decimals and is no larger than an amount can be; nil otherwise.
    public func multiplied(exactlyBy other: Decimal) -> Decimal? {
        let (product, overflows) = units.multipliedReportingOverflow(by: other.units)
        guard !overflows, product % Self.one == 0 else { return nil }
        let result = Decimal(units: product / Self.one)
        return result.isSettled ? result : nil
    }

    /// The number with so many decimals, 0 to 8; halves are rounded away from zero.
    public func rounded(to decimals: Int) -> Decimal {
        var unit: Int128 = 1
        for _ in 0..<max(0, Self.decimals - decimals) { unit *= 10 }
        let half = units < 0 ? -(unit / 2) : unit / 2
        return Decimal(units: (units + half) / unit * unit)
    }

    /// Whether it is below the size at which amounts stop growing.
    public var isSettled: Bool { units.magnitude < Self.most.magnitude }

    public static func + (a: Decimal, b: Decimal) -> Decimal { Decimal(units: a.units + b.units) }

    public static func - (a: Decimal, b: Decimal) -> Decimal { Decimal(units: a.units - b.units) }

    public static prefix func - (a: Decimal) -> Decimal { Decimal(units: -a.units) }

    public static func * (a: Decimal, count: Int) -> Decimal {
        let (product, overflows) = a.units.multipliedReportingOverflow(by: Int128(count))
        let isNegative = (a.units < 0) != (count < 0)
        return Decimal(units: overflows ? (isNegative ? -most : most) : product)
    }
}

extension Decimal: Comparable {
    public static func < (a: Decimal, b: Decimal) -> Bool { a.units < b.units }
}

extension Decimal: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: Int) { self.init(number) }
}

extension Decimal: CustomStringConvertible {
    /// The number with two decimals, or with as many more as it has: `12000.00`, `0.125`.
    public var description: String {
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: Self.one.magnitude)
        let digits = String(rest)
        var decimals = String(repeating: "0", count: Self.decimals - digits.utf8.count) + digits
        while decimals.utf8.count > 2, decimals.last == "0" { decimals.removeLast() }
        return (units < 0 ? "-" : "") + "\(whole).\(decimals)"
    }
}

extension Decimal: FieldValue {
    /// Is text in Lua: a number there would not keep every digit.
    public static var luaType: String { "string" }

    /// Reads a number of either kind, or a text that is one.
    public static func read(_ value: Value, _ reader: inout Reader) -> Decimal? {
        let number: Decimal? =
            switch value {
            case .int(let number): number.magnitude < 1_000_000_000_000_000 ? Decimal(number) : nil
            case .number(let number): Decimal(number)
            case .string(let text): Decimal(text)
            case .null, .bool, .list, .object, .foreign: nil
            }
        if number == nil {
            reader.wrongType(value, expected: "an amount: a number of up to 15 digits before its decimals")
        }
        return number
    }

    /// Writes a number, as the service does: `12000`, `0.125`.
    public var value: Value { .number(double) }
}
