import Projects
import Testing

struct ScriptTests {
    @Test func `a first line with #! becomes an empty line`() throws {
        let script = try Script(name: "a.lua", bytes: Array("#!/usr/bin/env -S cph run\nprint(1)\n".utf8))
        #expect(String(decoding: script.source, as: UTF8.self) == "\nprint(1)\n")
        #expect(script.line(2) == "print(1)")
        #expect(script.line(9) == nil)
    }

    @Test func `a byte order mark is dropped`() throws {
        let script = try Script(name: "a.lua", bytes: [0xEF, 0xBB, 0xBF] + Array("return 1".utf8))
        #expect(String(decoding: script.source, as: UTF8.self) == "return 1")
    }

    @Test func `bytecode is refused before Lua sees it`() {
        let error = #expect(throws: ScriptError.self) { try Script(name: "a.luac", bytes: [0x1B, 0x4C, 0x75, 0x61]) }
        #expect(error?.description.hasPrefix("a.luac is compiled Lua, which cph does not run") == true)
    }

    @Test func `names the line that is not UTF-8`() {
        let error = #expect(throws: ScriptError.self) {
            try Script(name: "a.lua", bytes: Array("print(1)\nprint('".utf8) + [0xFF] + Array("')".utf8))
        }
        #expect(error?.description == "a.lua:2: not UTF-8. Save the script as UTF-8")
    }

    @Test func `takes a trusted script in any encoding`() throws {
        let bytes = Array("return '".utf8) + [0xE9] + Array("'".utf8)
        #expect(try Script(name: "latin1.lua", bytes: bytes, mode: .trusted).source == bytes)
    }

    @Test func `a file that is not there is named with the reason`() {
        let error = #expect(throws: ScriptError.self) { try Script(path: "/nowhere/x.lua") }
        #expect(error?.description == "cannot read /nowhere/x.lua: No such file or directory")
    }
}
