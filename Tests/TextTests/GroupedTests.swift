import Testing
import Text

struct GroupedTests {
    @Test(arguments: [
        ("0.00", "0.00"), ("999", "999"), ("1000", "1,000"), ("-1000.5", "-1,000.5"), ("123456", "123,456"),
        ("3000000.00", "3,000,000.00"), ("", ""), ("-", "-"), ("1e6", "1e6"), ("2026-06", "2026-06"),
        ("--1000", "--1000"),
    ])
    func `three digits stand together`(number: String, text: String) {
        #expect(grouped(number) == text)
    }
}
