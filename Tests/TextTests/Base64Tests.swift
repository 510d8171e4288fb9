import Testing
import Text

struct Base64Tests {
    @Test func `writes and reads the examples of RFC 4648`() {
        let examples = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
        for (text, letters) in examples {
            #expect(Base64.encoded(Array(text.utf8)) == letters)
            #expect(Base64.decoded(letters) == Array(text.utf8))
        }
    }

    @Test func `any bytes come back as they were`() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 151 + count * 31) }
            #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
        }
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Z===", "====", "Zm9v=", "Zh==", "Zm9=", "Zm 9", "Zm9_", "Zg==Zg==", "=Zg="])
    func `what nobody would write so is not read`(text: String) { #expect(Base64.decoded(text) == nil) }
}
