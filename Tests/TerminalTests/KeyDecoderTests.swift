import Testing

@testable import Terminal

struct KeyDecoderTests {
    private func decode(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return decoder.feed(Array(text.utf8)) + decoder.flush()
    }

    @Test(arguments: [
        ("\u{1B}[A", Key(.up)), ("\u{1B}OA", Key(.up)), ("\u{1B}[1;5C", Key(.right, .control)),
        ("\u{1B}[1;3D", Key(.left, .alt)), ("\u{1B}[1;9D", Key(.left, .alt)), ("\u{1B}[1;2A", Key(.up, .shift)),
        ("\u{1B}\u{1B}[D", Key(.left, .alt)), ("\u{1B}Oc", Key(.right, .control)), ("\u{1B}[c", Key(.right, .shift)),
        ("\u{1B}[H", Key(.home)), ("\u{1B}[1~", Key(.home)), ("\u{1B}[7~", Key(.home)), ("\u{1B}OF", Key(.end)),
        ("\u{1B}[8~", Key(.end)), ("\u{1B}[3~", Key(.delete)), ("\u{1B}[3;5~", Key(.delete, .control)),
        ("\u{1B}[5~", Key(.pageUp)), ("\u{1B}[Z", Key(.tab, .shift)), ("\u{1B}OM", Key(.enter)),
        ("\u{1B}OP", Key(.function(1))), ("\u{1B}[[A", Key(.function(1))), ("\u{1B}[24~", Key(.function(12))),
        ("\u{1B}[13;2u", Key(.enter, .shift)), ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27;5;9~", Key(.tab, .control)),
        ("\u{1B}b", .alt("b")), ("\u{1B}云", .alt("云")), ("\u{1B}\u{7F}", Key(.backspace, .alt)),
        ("\u{1B}\r", Key(.enter, .alt)), ("\u{1}", .control("a")), ("\u{1F}", .control("_")), ("\u{0}", .control("@")),
        ("\u{8}", Key(.backspace)), ("\n", Key(.enter)), ("\u{1B}", Key(.escape)), ("\u{1B}[99X", Key(.unknown)),
    ])
    func `knows the ways terminals spell a key`(bytes: String, key: Key) {
        #expect(decode(bytes) == [key])
    }

    @Test(arguments: ["\u{1B}[1;5C", "\u{1B}OA", "云", "👨‍👩‍👧", "\u{1B}[200~a\nb\u{1B}[201~"])
    func `decodes the same however the bytes are split`(text: String) {
        var decoder = KeyDecoder()
        let keys = Array(text.utf8).flatMap { decoder.feed([$0]) }
        #expect(joined(keys) == joined(decode(text)))
        #expect(!decoder.isWaiting)
    }

    /// Text that came in several runs as one.
    private func joined(_ keys: [Key]) -> [String] {
        let texts = keys.map { key in
            if case .text(let text) = key.code { text } else { "\(key)" }
        }
        return keys.allSatisfy { if case .text = $0.code { true } else { false } } ? [texts.joined()] : texts
    }

    @Test func `waits after ESC, as an arrow may follow`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.feed(Array("[A".utf8)) == [Key(.up)])
    }

    @Test(arguments: ["\u{1B}[1;5", "\u{1B}[2"])
    func `a sequence on a slow line is no Escape key`(start: String) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array(start.utf8)) == [])
        #expect(!decoder.isWaiting)
        #expect(decoder.flush() == [])
    }

    /// What terminals answer when somebody has asked for colours, a version, a capability, the title or an image.
    static let replies = [
        "\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "\u{1B}]10;rgb:0000/0000/0000\u{7}", "\u{1B}]4;1;#ff0000\u{7}",
        "\u{1B}]52;c;aGVsbG8=\u{1B}\\", "\u{1B}]lzsh — 云\u{1B}\\", "\u{1B}P>|XTerm(388)\u{1B}\\",
        "\u{1B}P1+r5463=1\u{1B}\\", "\u{1B}P0$r0m\u{1B}\\", "\u{1B}P!|00000000\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\",
    ]

    @Test(arguments: replies)
    func `an answer of the terminal is never typed, however its bytes are split`(reply: String) {
        let bytes = Array("a\(reply)b".utf8)
        for split in bytes.indices {
            var decoder = KeyDecoder()
            let keys = decoder.feed(Array(bytes[..<split])) + decoder.feed(Array(bytes[split...]))
            #expect(keys.filter { $0 != Key(.unknown) } == [.text("a"), .text("b")], "split at \(split)")
        }
        var decoder = KeyDecoder()
        #expect(bytes.flatMap { decoder.feed([$0]) } == [.text("a"), .text("b")])
    }

    @Test func `an answer that does not end gives way to the next key`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array("\u{1B}]11;rgb".utf8)) == [])
        #expect(decoder.feed(Array("\rab".utf8)) == [Key(.enter), .text("ab")])
        #expect(decoder.feed(Array("\u{1B}P1\u{1B}[Ax".utf8)) == [Key(.up), .text("x")])
    }

    @Test(arguments: ["]", "P", "_"])
    func `Alt with the character that begins an answer is that key where no answer follows`(key: String) {
        #expect(decode("\u{1B}\(key)") == [.alt(key)])
        #expect(decode("\u{1B}\(key)a") == [.alt(key), .text("a")])
    }

    @Test func `without a menu an arrow on a slow line may take its time`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.patience(escapeIsKey: false) == nil)
        #expect(decoder.patience(escapeIsKey: true) == KeyDecoder.escapeTimeout)
        #expect(decoder.feed(Array("[A".utf8)) == [Key(.up)])
        #expect(decoder.feed(Array("\u{1B}_".utf8)) == [])
        #expect(decoder.patience(escapeIsKey: false) == KeyDecoder.escapeTimeout)
        #expect(decoder.flush() == [.alt("_")])
    }

    @Test func `a character on a slow line stays whole`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0xE4, 0xBA]) == [])
        #expect(!decoder.isWaiting)
        #expect(decoder.feed([0x91]) == [.text("云")])
    }

    @Test func `shows bytes that are no UTF-8 as such`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x61, 0xFF, 0x62]) == [.text("a\u{FFFD}b")])
    }

    @Test(arguments: 0..<100)
    func `makes no control character out of noise`(seed: UInt64) {
        var random = SplitMix(state: seed)
        let alphabet: [UInt8] = Array("\u{1B}[O;~0129uAZ\u{7}\r\u{9B}a".utf8) + [0xE4, 0xBA, 0x91, 0xFF, 0xF0]
        var decoder = KeyDecoder(pasteLimit: 100)
        for _ in 0..<200 {
            let length = Int.random(in: 1...9, using: &random)
            let keys =
                decoder.feed((0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }) + decoder.flush()
            for case .text(let text) in keys.filter(\.modifiers.isEmpty).map(\.code) {
                #expect(withoutControls(text) == text)
            }
        }
    }

    @Test func `gives up on an endless sequence`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array(("\u{1B}[" + String(repeating: "1", count: 100)).utf8)) == [Key(.unknown)])
        #expect(decoder.feed([0x78]) == [.text("x")])
    }

    @Test func `never waits for the end of a paste with a timeout`() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array("\u{1B}[200~abc\u{1B}".utf8)) == [])
        #expect(!decoder.isWaiting)
        #expect(decoder.feed(Array("[201~".utf8)) == [Key(.paste("abc"))])
    }
}
