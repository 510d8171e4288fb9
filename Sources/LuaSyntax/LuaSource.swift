/// Lua text and where its lines are.
public struct LuaSource: Sendable {
    /// The text as it was given; it need not be UTF-8.
    public let bytes: [UInt8]
    /// The offset of the first byte of each line. Lua's line breaks: `\n`, `\r`, and the two together in either order.
    private let lineStarts: [Int]

    /// Takes the bytes as they are and finds where lines begin.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard isLineBreak(byte) else { continue }
            if index < bytes.count, isLineBreak(bytes[index]), bytes[index] != byte { index += 1 }
            starts.append(index)
        }
        lineStarts = starts
    }

    /// Takes the UTF-8 bytes of `text`.
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// Counts lines from the text's start to its end: an empty text has 1, and a line break at the end begins one more.
    public var lineCount: Int { lineStarts.count }

    /// The line, from 1, that holds byte `offset`.
    public func line(at offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// Turns the byte offset into the line and column that people are shown.
    public func position(at offset: Int) -> LuaPlace {
        let line = line(at: offset)
        return LuaPlace(line: line, column: 1 + characters(lineStarts[line - 1]..<min(offset, bytes.count)))
    }

    /// Line `number`, from 1, without its end; nil when there is no such line.
    public func text(ofLine number: Int) -> String? { range(ofLine: number).map(text) }

    /// Where line `number` is, without its end, in bytes.
    public func range(ofLine number: Int) -> Range<Int>? {
        guard lineStarts.indices.contains(number - 1) else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        while end > start, isLineBreak(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Decodes the bytes in `range`; what is not UTF-8 becomes U+FFFD.
    public func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Counts the characters in `range`, which are Unicode code points.
    public func characters(_ range: Range<Int>) -> Int {
        bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}

/// Where something stands in a text; both count from 1, columns in Unicode code points.
public struct LuaPlace: Hashable, Comparable, Sendable {
    /// Both count from 1; the column is in Unicode code points, not bytes.
    public let line, column: Int

    /// Makes a place from a line and a column that count from 1; whether a text has it is not checked.
    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

    /// Orders places as they follow each other in a text: by line, then by column.
    public static func < (a: LuaPlace, b: LuaPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Says where a text could not be read any further. Whether and why it is no Lua is for Lua itself to say.
public struct LuaReadingStopped: Error, Hashable, Sendable {
    /// What came next there, in bytes; empty at the end of the text.
    public let range: Range<Int>
}
