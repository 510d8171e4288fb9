import CLua

extension LuaContext {
    /// How many frames a traceback shows from either end of a deep stack.
    private static let shownFrames: Int32 = 12

    /// The active Lua functions, innermost first, without the host's.
    ///
    /// - Parameter first: The level of the function that failed: 1 where level 0 is a message handler.
    func frames(from first: Int32 = 0) -> [LuaFrame] {
        let last = lastLevel()
        var frames: [LuaFrame] = []
        var failure: LuaFrame.Failure?
        for level in first...max(last, first) where level < Self.shownFrames || level > last - Self.shownFrames {
            var frame = clua_frame()
            guard clua_getframe(stack, level, &frame) != 0 else { break }
            if level == first { failure = LuaFrame.Failure(of: frame) }
            LuaFrame(frame).map { frames.append($0) }
        }
        if !frames.isEmpty { frames[0].failure = failure }
        return frames
    }

    /// Finds the depth of the stack by doubling and then halving: it may be 200,000 levels deep, and Lua counts from
    /// the top at each look.
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

/// Called by the message handler of `clua_pcall`, while the failing functions are still on the stack.
func captureTraceback(_ stack: OpaquePointer?, _ host: UnsafeMutableRawPointer?) {
    guard let stack, let host else { return }
    let state = Unmanaged<LuaState>.fromOpaque(host).takeUnretainedValue()
    state.pendingTraceback = LuaContext(stack).frames(from: 1)
}

extension LuaFrame.Failure {
    fileprivate init(of frame: clua_frame) {
        self = frame.is_host != 0 ? .hostFunction : frame.is_c != 0 ? .otherFunction : .instruction
    }
}

extension LuaFrame {
    /// Functions whose frames say nothing about the script: they only pass a call or an error on.
    private static let plumbing: Set<String> = ["pcall", "xpcall", "error", "assert"]

    /// Describes an active function; nil for a function of the host.
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

    /// Takes off the `@` that Lua puts before names of files, or the `=` before other names.
    static func chunkName(_ source: String) -> String {
        source.hasPrefix("@") || source.hasPrefix("=") ? String(source.dropFirst()) : source
    }
}

extension clua_frame {
    /// Returns the name that Lua's messages give the chunk.
    var shortName: String {
        withUnsafeBytes(of: short_source) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    fileprivate var kind: String { name_kind.map { String(cString: $0) } ?? "" }
}
