import LuaKit
import LuaSyntax

private let memoryLimit = 8 << 20

/// Our parser reads whatever liblua accepts and ends on any other text, and what loads runs within its limits and leaves
/// the state usable.
func runChunk(_ text: [UInt8]) {
    guard let state = try? makeState() else { fail("no state") }
    guard let chunk = load(text, in: state) else { return }
    state.setCPUTime(.milliseconds(10))
    do throws(LuaError) {
        try state.context.call(chunk)
    } catch {
        require(!error.description.isEmpty, "an error without words")
    }
    require(state.memory.peak <= memoryLimit + memoryLimit / 10, "more memory than allowed")
    state.setCPUTime(nil)
    require(state.context.top == 0, "something was left on the stack")
    require((try? state.collectGarbage()) != nil, "garbage could not be collected")
    require((try? state.run("return 1 + 1", returning: Int.self)) == 2, "the state is not usable")
}

/// In a sandbox: a random script must not find the disk.
private func makeState() throws -> LuaState {
    var options = LuaState.Options()
    options.memoryLimit = memoryLimit
    options.mode = .sandbox
    return try LuaState(options)
}

private func load(_ text: [UInt8], in state: LuaState) -> LuaCallback? {
    let stop = stop(in: text)
    guard let chunk = try? state.load(text, chunk: "x") else { return nil }
    require(text.first != 0x1B, "bytecode was loaded")
    require(stop == nil, "our parser stops at \(stop ?? 0..<0) of what Lua accepts")
    return chunk
}

/// Where our parser stops, which must be in the text.
private func stop(in text: [UInt8]) -> Range<Int>? {
    do throws(LuaReadingStopped) {
        _ = try LuaTree(parsing: LuaSource(text))
        return nil
    } catch {
        require(error.range.upperBound <= text.count, "our parser stops outside of the text")
        return error.range
    }
}
