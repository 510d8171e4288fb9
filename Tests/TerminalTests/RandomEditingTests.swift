import Testing

@testable import Terminal

/// Random keys on random screens: what is drawn step by step must be what a fresh drawing shows.
struct RandomEditingTests {
    private static let keys: [Key] =
        ["a", "b ", "云", "手机", "👨‍👩‍👧", "e\u{301}", "\u{301}", "\u{200D}", "🏽", "\t", "\u{202E}", "do ", "end "].map {
            Key.text($0)
        }
        + [.left, .right, .up, .down, .home, .end, .enter, .backspace, .delete, .tab].map { Key($0) }
        + ["a", "e", "k", "u", "w", "y", "_", "t", "r", "g", "p"].map { Key.control($0) }
        + ["b", "f", "d", "y", "u", "<", ">"].map { Key.alt($0) }
        + [Key(.paste("x = 云\n  y\n\nz")), Key(.enter, .alt), Key(.tab, .shift)]

    @Test(arguments: 0..<40)
    func `drawing step by step shows what drawing afresh shows`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var size = randomSize(&random)
        let palette = Palette(isColored: seed % 2 == 0)
        var session = EditorSession(
            language: language, history: ["do\n  x\nend", "a b", "云"], showsHints: palette.isColored)
        var layout = Layout(palette: palette)
        var renderer = Renderer()
        var screen = Screen(columns: size.columns, rows: size.rows)
        for step in 0..<150 {
            if Int.random(in: 0..<15, using: &random) == 0 {
                size = randomSize(&random)
                screen.resize(columns: size.columns, rows: size.rows)
                screen.write(renderer.eraseAfterResize(columns: size.columns))
            }
            _ = session.handle(Self.keys.randomElement(using: &random) ?? Key(.left))
            let view = session.view(LinePrompt("云> "), size: size, palette: palette)
            let frame = layout.frame(view, size: size)
            screen.write(renderer.draw(frame, columns: size.columns))
            var fresh = Screen(columns: size.columns, rows: size.rows)
            var another = Renderer()
            fresh.write(another.draw(frame, columns: size.columns))
            #expect(screen.text == fresh.text, "seed \(seed), step \(step)")
            #expect(
                [screen.row, screen.column] == [frame.cursorRow, frame.cursorColumn], "seed \(seed), step \(step)")
            expectCursorOnNextCharacter(session, screen, "seed \(seed), step \(step)")
        }
    }

    private func randomSize(_ random: inout SplitMix) -> TerminalSize {
        TerminalSize(columns: .random(in: 3...30, using: &random), rows: .random(in: 2...8, using: &random))
    }

    private func expectCursorOnNextCharacter(_ session: EditorSession, _ screen: Screen, _ note: Comment) {
        let buffer = session.buffer
        guard let next = buffer.character(at: buffer.cursor), next != "\n" else { return }
        #expect(cell(next).text.hasPrefix(screen.underCursor), note)
    }

    private var language: Language {
        var language = blocks
        language.highlight = { text in
            LineRanges(text).ranges.filter { !$0.isEmpty }.map {
                StyledSpan($0.lowerBound..<$0.lowerBound + 1, .keyword)
            }
        }
        language.complete = { _, cursor in
            Completion(
                range: cursor..<cursor,
                candidates: [Candidate("ax", explanation: "云"), Candidate("ay"), Candidate("b")])
        }
        return language
    }
}

/// A small generator, so that a failing seed fails again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
