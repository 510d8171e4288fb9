import Testing

@testable import Schema

/// Amounts are what was written, to the last digit.
struct DecimalTests {
    @Test(arguments: [
        ("24000.00", "24000.00"), ("0.01", "0.01"), ("-0.05", "-0.05"), ("-12.3", "-12.30"), ("7", "7.00"),
        ("1.234", "1.234"),
        ("0.00000001", "0.00000001"), ("999999999999999.99999999", "999999999999999.99999999"),
        ("1.10000000000", "1.10"),
        ("00012.5", "12.50"), ("-0", "0.00"),
    ])
    func `a text is read and written`(text: String, shown: String) {
        #expect(Decimal(text)?.description == shown)
        #expect(Decimal(shown) == Decimal(text))
    }

    @Test(arguments: [
        "", ".", ".5", "5.", "1,50", "+1", "--1", "- 1", "1e5", "0x10", "1.000000001", "1000000000000000", "1.2.3", "１",
        "1 ",
        "nan",
    ])
    func `everything else is no amount`(text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test func `a number is the one that its shortest text shows`() {
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let digits = "\(Int.random(in: 0...9_999_999_999_999, using: &numbers))"
            let text = digits + "." + ["01", "10", "99", "37", "05"].randomElement(using: &numbers).unsafelyUnwrapped
            let exact = Decimal(text)
            #expect(Double(text).flatMap { Decimal($0) } == exact, "\(text)")
            #expect(exact?.double == Double(text), "\(text)")
        }
        #expect(
            Decimal(0.1 + 0.2)?.description == "0.30" && Decimal(1e-9) == 0
                && Decimal(0.000001)?.description == "0.000001")
        for number in [Double.nan, .infinity, 1e15, -1e15, 1e300] { #expect(Decimal(number) == nil) }
    }

    @Test func `sums and products lose nothing, and fractions are rounded to the hundredth`() {
        let tenth = Decimal("0.1") ?? 0
        #expect((0..<1000).reduce(Decimal.zero) { sum, _ in sum + tenth } == 100)
        #expect((Decimal("12345.67") ?? 0) * 25 == Decimal("308641.75"))
        #expect((Decimal(10) - (Decimal("0.01") ?? 0)).description == "9.99" && -tenth < 0)
        #expect(
            Decimal(100).times(1, over: 3).description == "33.33"
                && Decimal(200).times(1, over: 3).description == "66.67")
        #expect(Decimal(-100).times(1, over: 3).description == "-33.33")
        #expect(Decimal("0.05")?.times(1, over: 2).description == "0.03" && Decimal("0.01")?.times(1, over: 3) == 0)
    }

    @Test func `what is too large stops, on its side of zero`() {
        let most = Decimal(.max) * .max
        #expect(most > Decimal(.max) - 1 && most + most == most && most * -1 == -most && most * .min == -most)
        #expect(most.times(.max, over: 1) == most)
    }
}
