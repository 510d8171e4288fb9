import Testing
import Text

struct FileTextTests {
    @Test(arguments: ["", "\u{FEFF}"], ["\n", "\r\n", "\r"])
    func `lines end as on any system, and a mark at the start is passed over`(mark: String, end: String) throws {
        let text = mark + ["a", "", " b "].joined(separator: end)
        #expect(try FileText(Array(text.utf8)).lines == ["a", "", " b "])
        #expect(try FileText(Array((text + end).utf8)).lines == ["a", "", " b ", ""])
    }

    @Test func `line ends of all kinds may be mixed`() throws {
        #expect(try FileText(Array("a\r\nb\rc\n\rd\n\n".utf8)).lines == ["a", "b", "c", "", "d", "", ""])
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], "line 1, column 2: not UTF-8"), ([0x0A, 0xC3], "line 2, column 1: not UTF-8"),
            ([0xC3, 0xA9, 0xE9, 0x61], "line 1, column 2: not UTF-8"), ([0x61, 0], "line 1, column 2: not UTF-8"),
            ([0xFF, 0xFE, 0x61, 0], "line 1, column 1: this is UTF-16"),
            ([0xFE, 0xFF, 0, 0x61], "line 1, column 1: this is UTF-16"),
        ] as [([UInt8], String)])
    func `what is no UTF-8 is refused by place`(bytes: [UInt8], message: String) {
        let error = #expect(throws: FileText.Refusal.self) { try FileText(bytes) }
        #expect(error?.description == message + "; save the file as UTF-8")
    }

    @Test(arguments: [" a", "a\r", "\"a", "a'", "\u{A0}a", "a\u{FEFF}", "a\u{200B}", "\u{3000}a", "a\0"])
    func `an end that nobody means is odd`(text: String) { #expect(hasOddEnd(text)) }

    @Test(arguments: ["", "a", "a b", "a'b", "é", "-a=", "云"])
    func `an end that people mean is not odd`(text: String) { #expect(!hasOddEnd(text)) }
}
