import Testing

@testable import Terminal

struct ConfirmationTests {
    private let purchase = TypedConfirmation(
        title: "This creates 150 servers in 18 calls", rows: ["physical.rx1.xlarge · 1 month"], action: "create them",
        expected: "150")

    private func ask(_ terminal: VirtualTerminal, _ confirmation: TypedConfirmation? = nil) -> ConfirmationAnswer {
        confirm(confirmation ?? purchase, on: terminal, palette: Palette(isColored: false))
    }

    @Test func `shows what will happen and what to type`() {
        let terminal = VirtualTerminal(columns: 60)
        _ = ask(terminal)
        #expect(
            terminal.lastView.text == """

                ┌ This creates 150 servers in 18 calls
                │ physical.rx1.xlarge · 1 month
                └ Type 150 to create them, anything else to stop:
                """)
    }

    @Test(arguments: [
        ("150\r", ConfirmationAnswer.approved), ("15\u{7F}50\r", .approved), ("\r", .refused), ("y\r", .refused),
        ("yes\r", .refused), ("15\r", .refused), ("1500\r", .refused), ("\u{3}", .refused), ("\u{4}", .refused),
        ("150", .refused), ("\u{1B}", .refused), ("150\u{1B}", .refused), (" 150\r", .refused),
    ])
    func `approves only the number typed out`(keys: String, answer: ConfirmationAnswer) {
        #expect(ask(VirtualTerminal(columns: 60).type(keys)) == answer)
    }

    @Test func `throws away what was typed before the question stood there`() {
        let terminal = VirtualTerminal(columns: 60).look { terminal in
            #expect(terminal.discards == 1)
            #expect(terminal.screen.text.contains("Type 150"))
        }
        #expect(ask(terminal.type("150\r")) == .approved)
    }

    @Test func `a paste is no answer`() {
        #expect(ask(VirtualTerminal(columns: 60).paste("150\r").type("\r")) == .refused)
    }

    @Test func `nothing in the summary can move the cursor or turn the text around`() {
        let terminal = VirtualTerminal(columns: 80)
        let evil = "cheap\u{1B}[2J\u{1B}[1;1H\u{202E}\nname"
        _ = ask(terminal, TypedConfirmation(title: evil, rows: [evil], action: "go", expected: "x"))
        let clean = #"cheap\u{1b}[2J\u{1b}[1;1H\u{202e}\nname"#
        #expect(terminal.lastView.text == "\n┌ \(clean)\n│ \(clean)\n└ Type x to go, anything else to stop:")
    }

    @Test(arguments: [(24, 80), (12, 40), (6, 80), (3, 80), (40, 20)])
    func `a question is laid out for the screen, and the facts stand next to where one types`(rows: Int, columns: Int) {
        let terminal = VirtualTerminal(columns: columns, rows: rows)
        let long = String(repeating: "x", count: 300)
        let question = TypedConfirmation(
            title: "buys 30 servers", rows: (1...30).map { "row \($0) \(long)" }, facts: ["account A", "in all 30"],
            action: "go", expected: "30")
        let lines = question.lines(on: TerminalSize(columns: columns, rows: rows))
        #expect(lines.allSatisfy { displayWidth($0) < columns })
        #expect(Array(lines.suffix(2)) == ["│ account A", "│ in all 30"])
        let missing = 30 - lines.count { $0.contains("row ") }
        #expect(lines.contains { $0.hasPrefix("│ … \(missing) more") } == (missing > 0))
        #expect(missing > 0 || rows >= 34)
        _ = ask(terminal, question)
        if rows > 3 { #expect(terminal.lastView.text.contains("┌ buys 30 servers")) }
        #expect(terminal.lastView.text.contains("│ in all 30\n└ Type 30 to go"))
    }

    @Test(arguments: [20, 40, 80, 100, 200])
    func `what is longer than the screen is wide goes on in the next line, whole`(columns: Int) {
        let address = "https://hooks.corp.example/" + String(repeating: "path/", count: 12) + "end"
        let question = TypedConfirmation(
            title: "one two three four five six", rows: ["game-b01: 3 servers x 1 month, PAID AT ONCE, m in any zone"],
            facts: ["post to \(address)", "signed by access key EMUJI5 from the environment, at 127.0.0.1:18332"],
            action: "go", expected: "3")
        let lines = question.lines(on: TerminalSize(columns: columns, rows: 60))
        #expect(lines.allSatisfy { displayWidth($0) < columns })
        #expect(lines.count { $0.hasPrefix("┌ ") } == 1 && lines.count { $0.hasPrefix("│ ") } == lines.count - 1)
        let together = lines.map { $0.dropFirst(2).drop { $0 == " " } }.joined()
        #expect(columns < 40 || together.contains(address), "\(lines)")
        #expect(lines.joined(separator: " ").contains("127.0.0.1:18332"), "\(lines)")
    }

    @Test func `what never ends is cut, so that the rest stays on the screen`() {
        let long = String(repeating: "word ", count: 1000)
        let question = TypedConfirmation(
            title: long, rows: [long], facts: [long, "in all 3"], action: "go", expected: "3")
        let lines = question.lines(on: TerminalSize(columns: 80, rows: 24))
        #expect(lines.count == 3 + 2 + 6 + 1 && lines.count { $0.hasSuffix("…") } == 3 && lines.last == "│ in all 3")
    }

    @Test(arguments: [
        "\u{1B}[8m", "\u{1B}[30;40;8m", "\u{1B}]10;#000\u{7}\u{1B}]11;#000\u{7}", "\u{1B}]4;0;#fff\u{7}", "\u{1B}[?25l",
        "\u{1B}(0", "\u{0E}", "\u{1B}[2;3r\u{1B}[B", "\u{1B}[?1047h", "\u{1B}[4h", "\u{1B}[?7l", "\u{1B}[?6h",
        "\u{1B}[?5h", "a line that is not ended",
    ])
    func `whatever a program has done to the screen, the whole question is seen`(disguise: String) {
        let terminal = VirtualTerminal(columns: 60)
        terminal.write("earlier\r\n" + disguise)
        _ = ask(terminal)
        #expect(
            terminal.lastView.seen.contains(
                """
                ┌ This creates 150 servers in 18 calls
                │ physical.rx1.xlarge · 1 month
                └ Type 150 to create them, anything else to stop:
                """), "\(terminal.lastView.seen)")
        #expect(terminal.lastView.isCursorVisible)
    }

    @Test func `asks again after a stop and forgets what was typed`() {
        let terminal = VirtualTerminal(columns: 60).type("15\u{1A}").look { #expect($0.discards == 2) }
        #expect(ask(terminal.type("0\r")) == .refused)
        #expect(terminal.suspensions == 1)
    }

    @Test func `gives the terminal back`() {
        let terminal = VirtualTerminal(columns: 60).type("150\r")
        _ = ask(terminal)
        #expect(!terminal.isRaw)
    }

    @Test func `is unavailable without a terminal`() {
        #expect(TTY(controlling: "/nonexistent/tty") == nil)
        #expect(TTY(controlling: "/dev/null") == nil)
    }
}
