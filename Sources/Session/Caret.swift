import LuaSyntax

/// A part of a text, as a line with a caret under it.
struct Caret {
    /// The line that the part begins in, from 1.
    let line: Int
    /// What stands below that line: blanks, tabs where the line has them, and carets.
    let column: String

    /// Marks `range`, as far as it is in the line that it begins in.
    init?(under range: Range<Int>, in source: LuaSource, width: (String) -> Int) {
        line = source.line(at: range.lowerBound)
        guard let whole = source.range(ofLine: line), whole.contains(range.lowerBound) else { return nil }
        let before = source.text(whole.lowerBound..<range.lowerBound)
        let marked = source.text(source.wholeCharacters(range.clamped(to: whole)))
        column =
            before.map { $0 == "\t" ? "\t" : String(repeating: " ", count: width(String($0))) }.joined()
            + String(repeating: "^", count: max(1, width(marked)))
    }
}

extension LuaSource {
    /// Extends `range` to the end of a character that it ends in: Lua refuses bytes.
    fileprivate func wholeCharacters(_ range: Range<Int>) -> Range<Int> {
        let end = bytes[range.upperBound...].firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
        return range.lowerBound..<end
    }
}
