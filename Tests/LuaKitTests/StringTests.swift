import Testing

@testable import LuaKit

struct StringTests {
    let state: LuaState
    private var lua: LuaContext { state.context }

    init() throws {
        state = try LuaState()
    }

    @Test(arguments: ["", "a", "fifteen bytes..", "sixteen bytes...", "grün", "日本語", "e\u{301}", "a\0b", "🙂🙂🙂"])
    func `text is read byte for byte`(text: String) {
        lua.push(bytes: Array(text.utf8))
        #expect(lua.string(at: -1) == text)
        #expect(lua.string(at: -1)?.utf8.elementsEqual(text.utf8) == true)
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

    @Test func `bytes that are no text are no string`() {
        lua.push(bytes: [0x66, 0xFF])
        #expect(lua.string(at: -1) == nil)
        #expect(lua.bytes(at: -1) == [0x66, 0xFF])
    }
}
