import Testing

@testable import Terminal

struct CompletionTests {
    /// Completes the last word from `candidates`.
    private func language(_ candidates: Candidate...) -> Language {
        Language(complete: { text, cursor in
            let word = text.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
            let matching = candidates.filter { $0.text.hasPrefix(word) }
            return Completion(range: cursor - word.utf8.count..<cursor, candidates: matching)
        })
    }

    private var zones: Language {
        language(
            Candidate("cn-east-3a", explanation: "Shanghai"), Candidate("cn-east-3b", explanation: "Shanghai"),
            Candidate("count", explanation: "1 to 10"))
    }

    @Test func `completes a single candidate at once`() {
        #expect(line("x co", Keys.tab, " = 1", language: zones) == "x count = 1")
    }

    @Test func `goes as far as all candidates agree and lists them`() {
        let (_, screen, cursor) = edit("cn", Keys.tab, language: zones)
        #expect(screen.text == "> cn-east-3\n  cn-east-3a  Shanghai\n  cn-east-3b  Shanghai")
        #expect(cursor == [0, 11])
    }

    @Test func `further Tabs go through the candidates and Shift-Tab back`() {
        #expect(line("cn", Keys.tab, Keys.tab, " ", language: zones) == "cn-east-3a ")
        #expect(line("cn", Keys.tab, Keys.tab, Keys.tab, " ", language: zones) == "cn-east-3b ")
        #expect(line("cn", Keys.tab, Keys.tab, Keys.shiftTab, " ", language: zones) == "cn-east-3b ")
    }

    @Test func `Enter takes the chosen candidate without running the line`() {
        #expect(line("cn", Keys.tab, Keys.tab, "\r", "x", language: zones) == "cn-east-3ax")
    }

    @Test func `Escape closes the list and takes the choice back`() {
        let (_, screen, _) = edit("cn", Keys.tab, Keys.tab, Keys.escape, language: zones)
        #expect(screen.text == "> cn-east-3")
    }

    @Test func `typing on closes the list`() {
        #expect(edit("cn", Keys.tab, "a", language: zones).screen.text == "> cn-east-3a")
    }

    @Test func `explanations are dim and cut to the screen`() {
        let (_, screen, _) = edit("c", Keys.tab, columns: 20, language: zones, isColored: true)
        #expect(screen.text(with: "2").hasPrefix("Shan…"))
        #expect(screen.text.contains("  cn-east-3a  Shan…"))
    }

    @Test func `lists names without explanations side by side`() {
        let names = language(Candidate("aa"), Candidate("ab"), Candidate("ac"), Candidate("ad"))
        #expect(edit("a", Keys.tab, columns: 20, language: names).screen.text == "> a\n  aa    ab    ac\n  ad")
    }

    @Test func `shows a part of a long list and says how much is missing`() {
        let many = Language(complete: { _, cursor in
            Completion(range: 0..<cursor, candidates: (10...60).map { Candidate("n\($0)", explanation: "number") })
        })
        let (_, screen, _) = edit("n", Keys.tab, rows: 8, language: many)
        #expect(screen.text == "> n\n  n10  number\n  n11  number\n  n12  number\n  … 48 more")
    }

    @Test func `shows nothing of a candidate that could act on the terminal`() {
        let evil = language(Candidate("a1", explanation: "\u{1B}[2J"), Candidate("a2", explanation: "\u{202E}x"))
        let (_, screen, _) = edit("a", Keys.tab, language: evil)
        #expect(screen.text == "> a\n" + #"  a1  \u{1b}[2J"# + "\n" + #"  a2  \u{202e}x"#)
    }

    @Test func `Tab indents where there is nothing to complete`() {
        #expect(line("", Keys.tab, "x") == "  x")
        #expect(line("a", Keys.tab, "x") == "ax")
    }

    @Test func `undo takes a completion back`() {
        #expect(line("co", Keys.tab, Keys.control("_"), language: zones) == "co")
    }
}
