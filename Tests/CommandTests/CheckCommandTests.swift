import Schema
import TestSupport
import Testing

/// `cph check` as a person and as a program use it.
@Suite(.ownThreads)
struct CheckCommandTests {
    @Test func `shows the line and the place, and marks wide characters fully`() throws {
        let folder = try TemporaryFolder([
            "a.lua": "cph.template {\n\tcuont = 1, server_name = '\u{4E91}\u{624B} x',\n}\n"
        ])
        let shown = try Command.cph("check", "\(folder.path)/a.lua")
        #expect(shown.status == 1)
        let lines = shown.output.split(separator: "\n").map { $0.replacing(folder.path + "/", with: "") }
        #expect(
            lines.prefix(3) == [
                "a.lua:2:2: error: cuont is not a field of CreateServer; did you mean count?",
                "  2 | \tcuont = 1, server_name = '\u{4E91}\u{624B} x',",
                "    | \t^~~~~",
            ])
        #expect(lines.last == "    | \t" + String(repeating: " ", count: 25) + "^~~~~~~~")
        #expect(shown.error == "2 errors, 0 warnings in 1 file\n")
    }

    @Test func `lists everything of a folder as JSON`() throws {
        let folder = try TemporaryFolder([
            "a.lua": "prnt()", "sub/b.lua": "local x = 1", "lua_modules/c.lua": "=", "sub/d.txt": "=", ".e.lua": "=",
        ])
        let listed = try Command.cph("check", "--json", folder.path)
        #expect(listed.status == 1)
        let findings = try #require(try Value(json: Array(listed.output.utf8)).items).compactMap(\.members)
        #expect(findings.map { $0["file"] } == [.string("\(folder.path)/a.lua"), .string("\(folder.path)/sub/b.lua")])
        #expect(findings.map { $0["code"] } == ["undeclared_global", "unused"])
        #expect(findings[0]["line"] == 1 && findings[0]["column"] == 1 && findings[0]["end_column"] == 5)
    }

    @Test func `warnings count only when they are asked to`() throws {
        #expect(try Command.cph("check", "-", input: "local x = 1").status == 0)
        #expect(try Command.cph("check", "--strict", "-", input: "local x = 1").status == 1)
        #expect(try Command.cph("check", "-", input: "print(1)").error == "no problems in 1 file\n")
    }

    @Test func `a file that cannot be read is a wrong word`() throws {
        let outcome = try Command.cph("check", "/nowhere.lua")
        #expect(outcome.status == 2)
        #expect(outcome.error == "cph: cannot read /nowhere.lua: No such file or directory\n")
    }

    @Test(arguments: ["scripts"]) func `the project's own scripts are clean`(folder: String) throws {
        let outcome = try Command.cph("check", "--strict", "\(Self.root)/\(folder)")
        #expect(outcome.output == "")
    }

    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
}

extension Substring {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        hasPrefix(text) ? other + dropFirst(text.count) : String(self)
    }
}
