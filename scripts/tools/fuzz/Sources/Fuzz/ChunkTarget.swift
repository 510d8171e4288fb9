import LuaKit
import LuaSyntax

private let memoryLimit = 8 << 20
/// Where Lua says this it knows no line.
private let tooDeep = "C stack overflow"
/// Our parser gives out no registers, so it does not know when there are none left.
private let tooComplex = "needs too many registers"

/// Any text is judged by our parser as by liblua, and what loads runs within its limits and leaves the state usable.
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
    do throws(LuaError) {
        let chunk = try state.load(text, chunk: "x")
        require(text.first != 0x1B, "bytecode was loaded")
        let ours = judgement(text)
        require(ours == nil, "our parser refuses what Lua accepts: \(ours ?? "")")
        return chunk
    } catch {
        guard error.isJudgement, text.first != 0x1B else { return nil }
        let theirs = error.position.map { "\($0.line): \(error.message)" } ?? error.message
        if theirs.contains(tooComplex) { return nil }
        let ours = judgement(text)
        require(ours == theirs, "our parser says \(ours ?? "nothing"), and Lua \(theirs)")
        return nil
    }
}

private func judgement(_ text: [UInt8]) -> String? {
    do throws(LuaSyntaxError) {
        _ = try LuaTree(parsing: LuaSource(text))
        return nil
    } catch {
        return error.message == tooDeep ? error.message : error.description
    }
}

extension LuaError {
    /// Whether it is about the text, not about memory.
    fileprivate var isJudgement: Bool {
        if case .syntax = kind { true } else { message == tooDeep }
    }
}
