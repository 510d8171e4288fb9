/// Commands that move, delete or change a little text.
extension EditorSession {
    mutating func change(_ command: EditorCommand) {
        let line = buffer.line(around: buffer.cursor)
        switch command {
        case .left: buffer.move(to: buffer.before(buffer.cursor))
        case .right: moveOrAccept { $0.after($0.cursor) }
        case .wordLeft: buffer.move(to: buffer.wordStart(before: buffer.cursor))
        case .wordRight: buffer.move(to: buffer.wordEnd(after: buffer.cursor))
        case .lineStart: buffer.move(to: line.lowerBound)
        case .lineEnd: moveOrAccept { $0.line(around: $0.cursor).upperBound }
        case .textStart: buffer.move(to: 0)
        case .textEnd: buffer.move(to: buffer.count)
        case .deleteBack: delete(startOfStepBack..<buffer.cursor)
        case .deleteForward, .deleteForwardOrLeave: delete(buffer.cursor..<buffer.after(buffer.cursor))
        case .newline: replace(buffer.cursor..<buffer.cursor, with: "\n")
        case .transpose: transpose()
        case .uppercase: changeWord { $0.uppercased() }
        case .lowercase: changeWord { $0.lowercased() }
        case .capitalize: changeWord { $0.prefix(1).uppercased() + $0.dropFirst().lowercased() }
        default: break
        }
    }

    /// Moves the cursor; at the end of the text it takes the hint instead.
    private mutating func moveOrAccept(_ target: (TextBuffer) -> Int) {
        guard buffer.cursor == buffer.count, let accepted = hint?.accepted else {
            return buffer.move(to: target(buffer))
        }
        replace(buffer.cursor..<buffer.cursor, with: accepted)
    }

    mutating func replace(_ range: Range<Int>, with text: String) {
        undo.record(buffer)
        buffer.replace(range, with: text)
    }

    private mutating func delete(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        replace(range, with: "")
    }

    /// Where a step back leads: one grapheme, or inside an indentation one level.
    private var startOfStepBack: Int {
        let line = buffer.line(around: buffer.cursor)
        let indent = buffer.cursor - line.lowerBound
        let isInIndentation = buffer.cursor <= buffer.endOfIndentation(in: line) && indent > 0
        guard isInIndentation, !buffer[line].hasPrefix("\t") else { return buffer.before(buffer.cursor) }
        return buffer.cursor - (indent % Self.indentWidth == 0 ? Self.indentWidth : indent % Self.indentWidth)
    }

    static let indentWidth = 2

    /// Swaps the graphemes around the cursor; at the end of a line the two before it.
    private mutating func transpose() {
        let line = buffer.line(around: buffer.cursor)
        let second = buffer.cursor == line.upperBound ? buffer.before(buffer.cursor) : buffer.cursor
        guard second > line.lowerBound else { return }
        let (first, end) = (buffer.before(second), buffer.after(second))
        replace(first..<end, with: buffer[second..<end] + buffer[first..<second])
    }

    private mutating func changeWord(_ change: (String) -> String) {
        let end = buffer.wordEnd(after: buffer.cursor)
        let start = max(buffer.cursor, buffer.wordStart(before: end))
        guard start < end else { return }
        replace(start..<end, with: change(buffer[start..<end]))
    }

    // MARK: Up and down

    /// Moves up or down: inside a block from line to line, at its edge through the history.
    mutating func moveVertically(_ command: EditorCommand) {
        switch command {
        case .up where !buffer.isOnFirstLine: moveLine(by: -1)
        case .down where !buffer.isOnLastLine: moveLine(by: 1)
        case .up, .historyOlder: recall(history.older(than: buffer.text), atEndOfFirstLine: true)
        default: recall(history.newer(than: buffer.text), atEndOfFirstLine: false)
        }
    }

    private mutating func moveLine(by lines: Int) {
        let column = goalColumn ?? buffer.column
        guard let place = buffer.place(lines: lines, column: column) else { return }
        buffer.move(to: place)
        goalColumn = column
    }

    /// A block recalled with Up has the cursor on its first line: one more Up goes on to the next entry, Down goes into it.
    private mutating func recall(_ entry: String?, atEndOfFirstLine: Bool) {
        guard let entry else { return }
        undo.record(buffer)
        goalColumn = nil
        buffer = TextBuffer(entry)
        if atEndOfFirstLine { buffer.move(to: buffer.line(around: 0).upperBound) }
    }
}
