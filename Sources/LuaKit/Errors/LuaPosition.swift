/// A place in a chunk.
public struct LuaPosition: Hashable, Sendable, CustomStringConvertible {
    /// Names the chunk as `load` was told, such as a file name.
    public var chunk: String
    /// Counts lines from 1.
    public var line: Int

    /// Names a line of a chunk; lines count from 1.
    public init(chunk: String, line: Int) {
        self.chunk = chunk
        self.line = line
    }

    /// Prints `chunk:line`.
    public var description: String { "\(chunk):\(line)" }
}
