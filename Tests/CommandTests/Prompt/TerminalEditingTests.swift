import Glibc
import TestSupport
import Testing

/// Editing and history at a terminal: what operators compare prompts by.
@Suite(.ownThreads)
struct TerminalEditingTests {
    @Test func `line editing with the keys of Emacs`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("+2\u{1}40\u{5}", shows: "42")  // Ctrl-A, Ctrl-E
        try session.enter("1000 + 7\u{1B}b3", shows: "1037")  // Alt-B
        try session.enter("4\u{15}2 * \u{19}", shows: "8")  // Ctrl-U cuts, Ctrl-Y puts back
        try session.enter("43\u{15}\u{1F}", shows: "43")  // Ctrl-_ undoes
        try session.enter("21\u{14}", shows: "12")  // Ctrl-T
        try session.enter("12 13 14\u{17}\u{17}", shows: "12")  // Ctrl-W twice
        try session.enter("1+1\u{2}\u{2}1\u{4}\u{1B}[C", shows: "111")  // Ctrl-B, Ctrl-D, Right
    }

    @Test func `history is kept in a file of the owner's, one JSON string a line, and shared live`() throws {
        let home = try TemporaryFolder()
        let first = try TerminalSession.prompt("--no-rc", environment: ["HOME": home.path])
        let second = try TerminalSession.prompt("--no-rc", environment: ["HOME": home.path])
        try first.enter("'typed ' .. 'first'", shows: "\"typed first\"")
        try second.enter("")
        second.type("\u{1B}[A\r")
        try second.expect("\n\"typed first\"\n")
        let file = ".local/state/cph/history"
        #expect(home.text(file) == "\"'typed ' .. 'first'\"\n")
        var status = stat()
        #expect(stat("\(home.path)/\(file)", &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `Ctrl-R searches the history, and Up goes to what begins alike`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("'needle'", shows: "\"needle\"")
        try session.enter("'nearer'", shows: "\"nearer\"")
        session.type("\u{12}edl")
        try session.expect("needle")
        try session.enter("", shows: "\"needle\"")
        try session.enter("'nea\u{1B}[A", shows: "\"nearer\"")
    }

    @Test func `Enter goes on while a block is open, and a block is one entry of the history`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("for i = 1, 2 do\r")
        try session.expect("...>   ")
        session.type("print(i * 100)\r")
        try session.expect("...>   ")
        session.type("end\r")
        try session.expect("...> end\n")
        try session.expect("100\n200\n")
        session.type("\u{1B}[A")
        try session.expect("print(i * 100)")
        session.type("\r")
        try session.expect("\n100\n200\n")
    }

    @Test func `a paste is text, of any size, and runs when Enter is typed`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("\u{1B}[200~for i = 1, 2 do\r  print(i * 10)\u{7}\u{3}\rend\u{1B}[201~")
        try session.expect("end")
        try session.enter("", shows: "10\n20")
        let lines = (1...2000).map { "x = \($0) -- \(String(repeating: "text ", count: 10))" }
        session.type("\u{1B}[200~\(lines.joined(separator: "\n"))\u{1B}[201~")
        session.type("\r")
        try session.enter("x", shows: "2000")
    }

    @Test func `a buffer taller than the screen scrolls around the cursor`() throws {
        let session = try TerminalSession.prompt("--no-rc", columns: 40, rows: 10)
        let lines = (1...30).map { "sum = (sum or 0) + \($0)" }
        session.type("\u{1B}[200~\(lines.joined(separator: "\n"))\u{1B}[201~")
        try session.expect("+ 30")
        session.type("\u{1B}<")  // to the start
        try session.expect("sum = (sum or 0) + 1")
        try session.enter("")
        try session.enter("sum", shows: "465")
    }

    @Test func `Chinese and joined emoji are edited whole, at the margin too`() throws {
        let session = try TerminalSession.prompt("--no-rc", columns: 40)
        try session.enter(
            "'\(String(repeating: "云", count: 30))机\u{7F}'", shows: "\"\(String(repeating: "云", count: 30))\"")
        try session.enter("'👩‍👩‍👧‍👦\u{7F}a👍🏽'", shows: "\"a👍🏽\"")
    }

    @Test func `the window's size may change at any time`() throws {
        let session = try TerminalSession.prompt("--no-rc")
        session.type("'\(String(repeating: "long ", count: 20))")
        try session.expect("long long")
        session.resize(columns: 30, rows: 8)
        try session.expect("cph emulator> ")
        session.resize(columns: 100, rows: 30)
        try session.expect("cph emulator> ")
        try session.enter("' == nil", shows: "false")
    }
}
