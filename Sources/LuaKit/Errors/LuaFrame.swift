import CLua

/// A place in a chunk.
public struct LuaPosition: Hashable, Sendable, CustomStringConvertible {
    /// The name given to `load`, such as a file name.
    public var chunk: String
    /// Counts from 1.
    public var line: Int

    public init(chunk: String, line: Int) {
        self.chunk = chunk
        self.line = line
    }

    public var description: String { "\(chunk):\(line)" }
}

/// One line of a traceback.
public struct LuaFrame: Hashable, Sendable, CustomStringConvertible {
    /// Nil for a function of Lua's C libraries.
    public var position: LuaPosition?
    /// Such as `function 'plan.apply'`, `main chunk`, or `function <plan.lua:12>`.
    public var function: String
    /// How Lua's messages abbreviate the chunk's name (59 bytes at most).
    var shortChunk: String

    public var description: String {
        guard let position else { return "in \(function)" }
        return "\(position): in \(function)"
    }
}

extension LuaFrame {
    /// Functions whose frames say nothing about the script: they only pass a call or an error on.
    private static let plumbing: Set<String> = ["pcall", "xpcall", "error", "assert"]

    /// Nil for frames of the host.
    init?(_ frame: clua_frame) {
        let name = frame.name.map { String(cString: $0) }
        if frame.is_host != 0 || (frame.is_c != 0 && Self.plumbing.contains(name ?? "pcall")) { return nil }
        let line = Int(frame.line)
        shortChunk = frame.shortName
        if frame.is_c == 0, let source = frame.source {
            position = LuaPosition(chunk: Self.chunkName(String(cString: source)), line: line)
        }
        function =
            if frame.is_main != 0 {
                "main chunk"
            } else if let name {
                "\(frame.kind == "method" ? "method" : "function") '\(name)'"
            } else {
                "function <\(shortChunk):\(frame.line_defined)>"
            }
    }

    /// Lua marks names of files with `@` and other names with `=`.
    static func chunkName(_ source: String) -> String {
        source.hasPrefix("@") || source.hasPrefix("=") ? String(source.dropFirst()) : source
    }
}

extension clua_frame {
    /// How Lua's messages call the chunk.
    var shortName: String {
        withUnsafeBytes(of: short_source) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    fileprivate var kind: String { name_kind.map { String(cString: $0) } ?? "" }
}

extension LuaContext {
    /// How many frames a traceback shows from either end of a deep stack.
    private static let shownFrames: Int32 = 12

    /// The active Lua functions, innermost first, without the host's.
    func frames() -> [LuaFrame] {
        let last = lastLevel()
        var frames: [LuaFrame] = []
        for level in 0...max(last, 0) where level < Self.shownFrames || level > last - Self.shownFrames {
            var frame = clua_frame()
            guard clua_getframe(stack, level, &frame) != 0 else { break }
            LuaFrame(frame).map { frames.append($0) }
        }
        return frames
    }

    /// Doubles, then halves: a stack may be 200,000 levels deep, and Lua counts from the top each time.
    private func lastLevel() -> Int32 {
        var (low, high): (Int32, Int32) = (0, 1)
        while clua_haslevel(stack, high) != 0 { (low, high) = (high, high * 2) }
        while low + 1 < high {
            let middle = (low + high) / 2
            if clua_haslevel(stack, middle) != 0 { low = middle } else { high = middle }
        }
        return low
    }
}

/// An active function, for those who must know on whose behalf they are called.
public struct LuaCaller: Hashable, Sendable {
    /// The chunk's name as it was given to Lua, with its `@` or `=`; nil for a function that is not written in Lua.
    public let source: String?
    /// Whether it took the place of the function that called it, which is therefore not known.
    public let isTailCall: Bool
}

extension LuaContext {
    /// The function `level` calls below the running one, which is 0; nil beyond the last of this coroutine.
    public func caller(_ level: Int32) -> LuaCaller? {
        var frame = clua_frame()
        guard clua_getframe(stack, level, &frame) != 0 else { return nil }
        let source = frame.is_c == 0 ? frame.source.map { String(cString: $0) } : nil
        return LuaCaller(source: source, isTailCall: frame.is_tail_call != 0)
    }
}
