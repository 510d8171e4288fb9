import Testing
import Text

struct PercentEncodingTests {
    @Test(arguments: [
        ("a%20b", "a b"), ("100%", "100%"), ("%zz%4", "%zz%4"), ("%E4%ba%91", "云"), ("%ff", "\u{FFFD}"),
        ("%25%32", "%2"), ("%+1%-0", "%+1%-0"), ("%é0", "%é0"),
    ])
    func `undoes what is encoded and keeps what only looks like it`(encoded: String, text: String) {
        #expect(PercentEncoding.decoded(Array(encoded.utf8)) == Array(text.utf8))
        #expect(PercentEncoding.decoded(encoded[...]) == text)
    }

    @Test func `keeps unreserved characters only`() {
        #expect(PercentEncoding.encoded("aZ09-_.~ /+*:@,=云") == "aZ09-_.~%20%2F%2B%2A%3A%40%2C%3D%E4%BA%91")
    }
}
