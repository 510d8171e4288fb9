/// Text that is not JSON, and where it goes wrong.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the parser expected or refuses there, in words.
    public let message: String
    /// The line of the text, counted from 1.
    public let line: Int
    /// The column within the line in bytes, counted from 1.
    public let column: Int

    /// Says where the text goes wrong and why, in one line.
    public var description: String { "not JSON at line \(line), column \(column): \(message)" }
}
