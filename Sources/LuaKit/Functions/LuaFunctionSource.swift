import CLua

/// Tells where a Lua function was written, and how it is called.
public struct LuaFunctionSource: Hashable, Sendable {
    /// Names the chunk as `load` was told, such as a file name.
    public let chunk: String
    /// Spans the lines from its `function` to its `end`, counted from 1.
    public let lines: ClosedRange<Int>
    /// Names its parameters, with a last `...` where it takes more.
    public let parameters: [String]
}

extension LuaContext {
    /// Describes the function at `index`; nil for anything but a function of a chunk: main chunks, and functions written in C or Swift, have no lines.
    public func source(at index: Int32) -> LuaFunctionSource? {
        var source = clua_source()
        guard clua_getsource(stack, index, &source) != 0, let chunk = source.chunk, source.first_line > 0 else {
            return nil
        }
        let names = (0..<source.parameters).map { number in
            clua_getparameter(stack, index, number + 1).map { String(cString: $0) } ?? "?"
        }
        return LuaFunctionSource(
            chunk: LuaFrame.chunkName(String(cString: chunk)),
            lines: Int(source.first_line)...Int(max(source.first_line, source.last_line)),
            parameters: names + (source.is_variadic != 0 ? ["..."] : []))
    }
}
