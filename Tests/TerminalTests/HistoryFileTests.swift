import Glibc
import TestSupport
import Testing

@testable import Terminal

private func append(_ text: String, to path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    write(text, to: descriptor)
    close(descriptor)
}

struct HistoryFileTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/history" }

    init() throws { folder = try TemporaryFolder() }

    @Test func `keeps a block as one entry on one line`() {
        let history = HistoryFile(path: path)
        history.add("for i = 1, 2 do\n  print(\"云\\n\")\nend")
        history.add("x")
        #expect(folder.text("history") == #""for i = 1, 2 do\n  print(\"云\\n\")\nend""# + "\n\"x\"\n")
        #expect(HistoryFile(path: path).entries == ["for i = 1, 2 do\n  print(\"云\\n\")\nend", "x"])
    }

    @Test func `is readable by its owner only, even if it was not before`() {
        append("\"old\"\n", to: path)
        chmod(path, 0o644)
        HistoryFile(path: path).add("new")
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `sessions see each other's entries in the order they were made`() {
        let (first, second) = (HistoryFile(path: path), HistoryFile(path: path))
        first.add("a")
        second.add("b")
        first.add("c")
        first.refresh()
        second.refresh()
        #expect(first.entries == ["a", "b", "c"])
        #expect(second.entries == ["a", "b", "c"])
    }

    @Test func `forgets secrets, lines that begin with a space, blank ones and repeats`() {
        let rules = HistoryRules(holdsSecret: { $0.contains("SECRET") })
        let history = HistoryFile(path: path, rules: rules)
        for entry in [" private", "key = SECRET", "", "  \n", "x", "x", "x\n"] { history.add(entry) }
        #expect(history.entries == ["x"])
        #expect(folder.text("history") == "\"x\"\n")
    }

    @Test func `skips damaged lines and ends a torn one`() {
        append("\"good\"\nnot json\n\"bad \\u12\"\n\"torn", to: path)
        let history = HistoryFile(path: path)
        #expect(history.entries == ["good"])
        history.add("next")
        #expect(HistoryFile(path: path).entries == ["good", "next"])
    }

    @Test func `shortens the file to the newest entries, which others notice`() {
        let rules = HistoryRules(capacity: 10)
        let (first, second) = (
            HistoryFile(path: path, rules: rules), HistoryFile(path: path, rules: rules)
        )
        for number in 1...12 { first.add("\(number)") }
        second.refresh()
        #expect(second.entries == (3...12).map { "\($0)" })
        first.add("13")
        second.add("14")
        first.refresh()
        #expect(first.entries.suffix(2) == ["13", "14"])
        #expect(second.entries.suffix(2) == ["13", "14"])
    }

    @Test func `lives on without its file and says why`() {
        let history = HistoryFile(path: "/dev/null/history")
        history.add("x")
        #expect(history.entries == ["x"])
        #expect(history.problem == "cannot write /dev/null/history: Not a directory")
    }

    @Test func `reads any JSON string`() {
        #expect(HistoryFile.Line.entry(ArraySlice(#""a\u4e91\ud83d\udc4d\/\t""#.utf8)) == "a云👍/\t")
        #expect(HistoryFile.Line.entry(ArraySlice(#""\u001b[2J""#.utf8)) == "[2J")
        #expect(HistoryFile.Line.entry(ArraySlice(#""\x""#.utf8)) == nil)
    }

    @Test func `many sessions at once lose nothing`() async {
        await withTaskGroup(of: Void.self) { group in
            for session in 0..<4 {
                group.addTask {
                    let history = HistoryFile(path: path)
                    for number in 0..<25 { history.add("\(session).\(number)") }
                }
            }
        }
        let entries = HistoryFile(path: path).entries
        #expect(Set(entries).count == 100)
        #expect(entries.filter { $0.hasPrefix("2.") } == (0..<25).map { "2.\($0)" })
    }
}
