import Testing

@testable import LuaKit

struct StringTests {
    let state: LuaState
    private var lua: LuaContext { state.context }

    init() throws {
        state = try LuaState()
    }

    private func echo(_ text: String) -> (plain: String?, full: String?) {
        defer { lua.pop() }
        lua.push(bytes: Array(text.utf8))
        return (lua.plainString(at: -1), lua.string(at: -1))
    }

    @Test func `short strings are those that the standard library makes`() {
        for count in 0...20 {
            let text = String(String(repeating: "abcdefghij~\u{1}XYZ", count: 2).prefix(count))
            let read = echo(text)
            #expect(read.full == text)
            #expect(read.plain == (count <= 15 ? text : nil))
            #expect(read.full?.hashValue == text.hashValue)
            #expect((read.plain.map { $0 + "!" } ?? text + "!") == text + "!")
        }
        #expect(hasKnownSmallForm)
    }

    @Test(arguments: ["grün", "日本語", "e\u{301}", "a\0b", "🙂🙂🙂"])
    func `text beyond ASCII takes the long way`(text: String) {
        let read = echo(text)
        #expect(read.full == text)
        #expect(read.plain == (text == "a\0b" ? text : nil))
    }

    @Test(arguments: [
        "", "a", "fifteen bytes..", "sixteen bytes...", "grün", "日本語日本語", "a\0b", String(repeating: "é", count: 40),
    ])
    func `text arrives in Lua byte for byte`(text: String) {
        lua.push(text)
        #expect(lua.bytes(at: -1) == Array(text.utf8))
        lua.push(String(text.reversed().reversed()))
        #expect(lua.isSame(-1, -2))
    }

    @Test func `short strings that come again are themselves, whatever came between and was collected`() throws {
        for round in 1...3 {
            for number in 0..<300 {
                let text = "zone \(number)"
                lua.push(text)
                #expect(lua.string(at: -1) == text, "round \(round)")
                lua.push(bytes: Array(text.utf8))
                #expect(lua.isSame(-1, -2))
                lua.pop(2)
            }
            try state.collectGarbage()
        }
    }

    @Test func `bytes that are no text are no string`() {
        lua.push(bytes: [0x66, 0xFF])
        #expect(lua.string(at: -1) == nil)
        #expect(lua.bytes(at: -1) == [0x66, 0xFF])
    }
}
