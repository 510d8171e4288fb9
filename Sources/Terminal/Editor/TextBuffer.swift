/// The text being edited and the place where typing goes.
///
/// Places are offsets in UTF-8 bytes and always lie between two graphemes, so an emoji of seven scalars is one step. A
/// `String` holds the text because it finds grapheme borders anew after each change: typing a skin tone after a hand makes
/// one grapheme out of two.
struct TextBuffer: Equatable {
    private(set) var text: String
    private(set) var cursor: Int

    init(_ text: String = "", cursor: Int? = nil) {
        self.text = text
        self.text.makeContiguousUTF8()
        self.cursor = 0
        self.cursor = snapped(cursor ?? self.text.utf8.count)
    }

    var count: Int { text.utf8.count }
    var isEmpty: Bool { text.isEmpty }

    subscript(range: Range<Int>) -> String {
        String(text[index(range.lowerBound)..<index(range.upperBound)])
    }

    func character(at offset: Int) -> Character? {
        offset < count ? text[index(offset)] : nil
    }

    // MARK: Editing

    mutating func insert(_ addition: String) {
        replace(cursor..<cursor, with: addition)
    }

    /// Puts `replacement` in the place of `range` and the cursor behind it.
    mutating func replace(_ range: Range<Int>, with replacement: String) {
        text.replaceSubrange(index(range.lowerBound)..<index(range.upperBound), with: replacement)
        text.makeContiguousUTF8()
        cursor = snapped(range.lowerBound + replacement.utf8.count)
    }

    /// - Returns: What was removed.
    @discardableResult
    mutating func remove(_ range: Range<Int>) -> String {
        let removed = self[range]
        replace(range, with: "")
        return removed
    }

    mutating func move(to offset: Int) {
        cursor = snapped(offset)
    }

    // MARK: Places

    func before(_ offset: Int) -> Int {
        offset == 0 ? 0 : self.offset(text.index(before: index(offset)))
    }

    func after(_ offset: Int) -> Int {
        offset >= count ? count : self.offset(text.index(after: index(offset)))
    }

    /// The range of the line around `offset`, without its line break.
    func line(around offset: Int) -> Range<Int> {
        withBytes { bytes in
            let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
            return start..<(bytes[offset...].firstIndex(of: newline) ?? bytes.count)
        }
    }

    /// Where the blanks at the start of `line` end.
    func endOfIndentation(in line: Range<Int>) -> Int {
        line.lowerBound + self[line].utf8.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    }

    var isOnFirstLine: Bool { line(around: cursor).lowerBound == 0 }
    var isOnLastLine: Bool { line(around: cursor).upperBound == count }

    /// The place one line up or down at the same column, or at the line's end if it is shorter.
    func place(lines: Int, column: Int) -> Int? {
        let current = line(around: cursor)
        let edge = lines < 0 ? current.lowerBound - 1 : current.upperBound + 1
        guard edge >= 0, edge <= count else { return nil }
        let target = line(around: edge)
        var offset = target.lowerBound
        var width = 0
        while offset < target.upperBound, let character = character(at: offset) {
            width += cellWidth(character)
            if width > column { break }
            offset = after(offset)
        }
        return offset
    }

    /// How far the cursor is from the start of its line, in columns.
    var column: Int {
        self[line(around: cursor).lowerBound..<cursor].reduce(0) { $0 + cellWidth($1) }
    }

    /// The nearest place at or after `offset` that splits no grapheme.
    private func snapped(_ offset: Int) -> Int {
        let offset = min(max(0, offset), count)
        var place = line(around: scalarBorder(offset)).lowerBound
        while place < offset { place = after(place) }
        return place
    }

    private func scalarBorder(_ offset: Int) -> Int {
        withBytes { bytes in
            var border = offset
            while border < bytes.count, bytes[border] & 0xC0 == 0x80 { border += 1 }
            return border
        }
    }

    private func index(_ offset: Int) -> String.Index {
        text.utf8.index(text.startIndex, offsetBy: min(offset, count))
    }

    private func offset(_ index: String.Index) -> Int {
        text.utf8.distance(from: text.startIndex, to: index)
    }

    private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = text
        return text.withUTF8(body)
    }
}

private let newline = UInt8(ascii: "\n")
