import Testing

struct VisibleTests {
    @Test(arguments: [
        (#""plain 云""#, "plain 云"), (#""a\27[2Jb""#, #"a\u{1b}[2Jb"#), (#""""#, ""),
        (#""\u{202E}x\u{200B}""#, #"\u{202e}x\u{200b}"#), (#""a\xffb\xe4\xba""#, #"a\xffb\xe4\xba"#),
        (#""a\nb\tc\r""#, #"a\nb\tc\r"#), (#""a\nb\tc\r", true"#, "a\nb\tc\\r"),
    ])
    func `shows what a terminal would act on or hide`(argument: String, shown: String) throws {
        #expect(try lua("return cph.visible(\(argument))") == shown)
    }
}
