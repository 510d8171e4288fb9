import Testing

/// `cph.money`: sums that lose no digit, in one currency.
struct MoneyTests {
    private func run(_ code: String) throws -> String {
        try lua("return tostring((function() \(code) end)())")
    }

    @Test(arguments: [
        ("cph.money('24000', 'CNY')", "24000.00 CNY"),
        ("cph.money('0.01', 'USD') + cph.money('0.02', 'USD')", "0.03 USD"),
        ("cph.money('1', 'CNY') - cph.money('0.00000001', 'CNY')", "0.99999999 CNY"),
        ("cph.money('12345.67', 'CNY') * 25", "308641.75 CNY"), ("3 * cph.money('0.10', 'CNY')", "0.30 CNY"),
        ("cph.money('24000', 'CNY') * '0.8'", "19200.00 CNY"), ("'0.5' * cph.money('1', 'CNY')", "0.50 CNY"),
        ("-cph.money('5', 'CNY')", "-5.00 CNY"), ("cph.money(0.5, 'CNY')", "0.50 CNY"),
        ("cph.money(7, 'CNY')", "7.00 CNY"),
        ("cph.money('1.005', 'CNY'):round()", "1.01 CNY"), ("cph.money('-1.005', 'CNY'):round()", "-1.01 CNY"),
        ("cph.money('1.26', 'CNY'):round(1)", "1.30 CNY"),
        ("cph.money { amount = '2.5', currency = 'EUR' }", "2.50 EUR"),
        ("cph.money('24000', 'CNY').amount", "24000.00"), ("cph.money('1', 'CNY').currency", "CNY"),
        ("cph.money('1', 'CNY') == cph.money('1.00', 'CNY')", "true"),
        ("cph.money('1', 'CNY') == cph.money('1', 'USD')", "false"),
        ("cph.money('1', 'CNY') == 1", "false"), ("cph.money('9.99', 'CNY') < cph.money('10', 'CNY')", "true"),
        ("cph.money('10', 'CNY') <= cph.money('10', 'CNY')", "true"),
        ("cph.money('10', 'CNY') > cph.money('10', 'CNY')", "false"),
        ("cph.json.encode { cph.money('0.1', 'CNY') }", #"[{"amount":"0.10","currency":"CNY"}]"#),
        ("cph.money(cph.json.decode(cph.json.encode(cph.money('0.1', 'CNY'))))", "0.10 CNY"),
    ])
    func `amounts are reckoned to the last digit`(code: String, result: String) throws {
        #expect(try run("return \(code)") == result)
    }

    @Test(arguments: [
        (
            "cph.money('1', 'CNY') + cph.money('1', 'USD')",
            "1.00 CNY and 1.00 USD are of different currencies, which are never added"
        ),
        ("cph.money('1', 'CNY') - cph.money('1', 'USD')", "never subtracted"),
        ("cph.money('1', 'CNY') < cph.money('1', 'USD')", "never compared"),
        ("cph.money(0.1, 'CNY')", "a number that is exact, or text: \"0.10\" expected, got 0.1, which is not"),
        ("cph.money('1', 'CNY') * 0.1", "a number that is exact, or text: \"0.10\""),
        ("cph.money('1', 'CNY') * (0/0)", "exact"), ("cph.money(1e300, 'CNY')", "exact"),
        ("cph.money('1', 'CNY') / 2", "money is not divided"),
        ("cph.money('1', 'CNY') + 1", "write cph.money(AMOUNT, CURRENCY)"),
        ("1 - cph.money('1', 'CNY')", "attempt to subtract"), ("cph.money('1', 'CNY') < 5", "attempt to compare"),
        ("cph.money('1', 'CNY') * cph.money('1', 'CNY')", "not multiplied with each other"),
        ("cph.money('1', 'CNY') * '0.00000001' * '0.1'", "more than 8 decimals"),
        ("cph.money('999999999999999', 'CNY') * '999999999999999'", "too large"),
        ("cph.money('1,5', 'CNY')", "got \"1,5\""),
        ("cph.money('1e5', 'CNY')", "a decimal text"),
        ("cph.money('1')", "bad argument #2 to cph.money (currency: string expected"),
        ("cph.money('1', 'yuan')", "an ISO code such as CNY expected, got 'yuan'"),
        ("cph.money({ amount = '1' })", "currency"),
        ("cph.money(nil, 'CNY')", "a decimal text or a number expected, got nil"),
        ("cph.money('1', 'CNY').amuont", "did you mean 'amount'?"),
        ("cph.money('1', 'CNY'):round(9)", "integer from 0 to 8"),
    ])
    func `what would lose a digit or mix currencies is an error`(code: String, words: String) throws {
        let text = try run("local _, e = pcall(function() return \(code) end) return e")
        #expect(text.contains(words), "\(text)")
    }

    @Test func `nobody changes an amount`() throws {
        let text = try run(
            "local m = cph.money('1', 'CNY') local _, e = pcall(function() m.amount = '2' end) return tostring(e) .. tostring(m)"
        )
        #expect(text.contains("cannot be set") && text.hasSuffix("1.00 CNY"))
    }

    @Test func `amounts of the service are text in Lua, and numbers on the wire`() throws {
        let answer =
            #"{"order_info":{"order_id":"CS1","amount_after_discount":9999999999999.99,"official_amount":12000}}"#
        let code = "return cph.json.encode(cph.api.show_customer_order_details { order_id = 'CS1' }.order_info)"
        let text = try lua(code, ScriptedAPI(.answer(200, answer)))
        #expect(
            text.contains(#""amount_after_discount":"9999999999999.99""#)
                && text.contains(#""official_amount":"12000.00""#))
    }
}
