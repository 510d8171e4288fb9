import Schema
import Testing

struct JSONTests {
    @Test func `keeps the order of members and writes them back as they were`() throws {
        let text = #"{"z":1,"a":[true,false,null,-0.5,"云"],"m":{"b":{},"a":[]}}"#
        #expect(try Value(json: text).json() == text)
    }

    @Test(arguments: [Int.max, Int.min, 9_007_199_254_740_993, 0, -1])
    func `keeps integers of 64 bits exact`(number: Int) throws {
        #expect(try Value(json: "\(number)") == .int(number))
    }

    @Test(arguments: [("1.0", 1.0), ("1e2", 100), ("-0.25", -0.25)])
    func `reads other numbers as doubles`(text: String, number: Double) throws {
        #expect(try Value(json: text) == .number(number))
    }

    @Test func `reads every escape`() throws {
        let text = #""\"\\\/\b\f\n\r\tA云😀""#
        #expect(try Value(json: text) == "\"\\/\u{8}\u{C}\n\r\tA云😀")
    }

    @Test func `writes control characters as escapes and leaves the rest alone`() {
        #expect(Value.string("a\"\\\n\u{1}\u{7F}云").json() == #""a\"\\\n\u0001\u007f云""#)
    }

    @Test func `indents for people`() {
        let value: Value = ["ids": ["a", "b"], "none": [:], "count": 2]
        #expect(
            value.prettyJSON() == """
                {
                  "ids": [
                    "a",
                    "b"
                  ],
                  "none": {},
                  "count": 2
                }
                """)
    }

    @Test(arguments: [
        ("", "not JSON at line 1, column 1: the text ends where a value should stand"),
        ("[1,2,]", "not JSON at line 1, column 6: a value should stand here"),
        ("{\"a\":1,}", "not JSON at line 1, column 8: a name in quotation marks should stand here"),
        ("{\"a\":1\n,\"a\":2}", "not JSON at line 2, column 2: the name \"a\" stands twice"),
        ("{} {}", "not JSON at line 1, column 4: text after the value"),
        ("01", "not JSON at line 1, column 3: a number starts with 0"),
        ("1.", "not JSON at line 1, column 3: a digit should stand here"),
        ("1e999", "not JSON at line 1, column 6: a number too large for 64 bits"),
        ("nul", "not JSON at line 1, column 1: a value should stand here"),
        ("NaN", "not JSON at line 1, column 1: a value should stand here"),
        ("\"a", "not JSON at line 1, column 3: a string without end"),
        ("\"\\x\"", "not JSON at line 1, column 4: an unknown escape"),
        ("\"\\ud800\"", "not JSON at line 1, column 8: half a surrogate pair"),
        ("\"a\nb\"", "not JSON at line 1, column 3: a control character inside a string"),
        ("[1 2]", "not JSON at line 1, column 4: a \",\" should stand here"),
        ("{\"a\" 1}", "not JSON at line 1, column 6: a \":\" should stand here"),
        ("\u{FEFF}\u{FEFF}1", "not JSON at line 1, column 4: a value should stand here"),
        ("<html>", "not JSON at line 1, column 1: a value should stand here"),
    ])
    func `says where text stops being JSON`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try Value(json: text) }
        #expect(error?.description == message)
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "[1,123456789012345678901234567890]"])
    func `a whole number of more than 64 bits is refused, as it would become another`(text: String) {
        let error = #expect(throws: JSONError.self) { try Value(json: text) }
        #expect(error?.message == "a whole number of more than 64 bits; write it as text")
    }

    @Test func `read tolerantly, one bad text or number does not hide the rest`() throws {
        let body =
            Array(#"{"a":"\ud800x","b":"\ud800\u0041","c":"y\q","big":18446744073709551616,"e":1,"e":2,"f":""#.utf8)
            + [0xED, 0xA0, 0x80] + Array("\",\"g\":\"".utf8) + [0xC4, 0xE3] + Array("z\tz\"}".utf8)
        #expect(throws: JSONError.self) { try Value(json: body) }
        let members = try Value(json: body, isTolerant: true).members
        #expect(members?["a"] == "\u{FFFD}x" && members?["b"] == "\u{FFFD}A" && members?["c"] == "yq")
        #expect(members?["big"] == .number(18_446_744_073_709_551_616) && members?["e"] == 1)
        #expect(members?["f"]?.text?.contains("\u{FFFD}") == true && members?["g"]?.text?.hasSuffix("z\tz") == true)
        for text in ["{\"a\":1", "[1,]", "{} {}", "<html>", ""] {
            #expect(throws: JSONError.self) { try Value(json: Array(text.utf8), isTolerant: true) }
        }
    }

    @Test func `refuses bytes that are not UTF-8`() {
        let error = #expect(throws: JSONError.self) { try Value(json: [0x22, 0xFF, 0x22]) }
        #expect(error?.message == "a string that is not UTF-8")
    }

    @Test func `reads 100 levels and refuses the next, and a million, without exhausting the stack`() throws {
        let deepest = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(try Value(json: deepest).json() == deepest)
        for depth in [101, 1_000_000] {
            let error = #expect(throws: JSONError.self) {
                try Value(json: Array(repeating: UInt8(ascii: "["), count: depth))
            }
            #expect(error?.message == "nested more than 100 deep")
        }
    }

    @Test func `finds a name that stands twice also in a large object`() {
        let members = (0..<100).map { "\"k\($0)\":0" }.joined(separator: ",")
        let error = #expect(throws: JSONError.self) { try Value(json: "{\(members),\"k7\":1}") }
        #expect(error?.message == "the name \"k7\" stands twice")
    }

    @Test func `says where a value stands that JSON cannot carry`() {
        let value: Value = ["a": [1, .foreign("a function")]]
        #expect(value.firstForeign?.path.description == "a[2]")
        #expect(value.firstForeign?.description == "a function")
    }
}
