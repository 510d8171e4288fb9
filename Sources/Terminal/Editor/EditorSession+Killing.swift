/// Cutting and pasting with the kill ring.
extension EditorSession {
    mutating func kill(_ command: EditorCommand, continues: Bool) {
        let range = killed(by: command)
        guard !range.isEmpty else { return }
        let isBackward = range.upperBound == buffer.cursor
        undo.record(buffer)
        let text = buffer.remove(range)
        continues ? killRing.extend(text, atStart: isBackward) : killRing.add(text)
    }

    private func killed(by command: EditorCommand) -> Range<Int> {
        let cursor = buffer.cursor
        let line = buffer.line(around: cursor)
        switch command {
        case .killToLineEnd: return cursor..<(cursor == line.upperBound ? buffer.after(cursor) : line.upperBound)
        case .killToLineStart: return (cursor == line.lowerBound ? buffer.before(cursor) : line.lowerBound)..<cursor
        case .killWordBack: return buffer.wordStart(before: cursor)..<cursor
        case .killBlankWordBack: return buffer.blankDelimitedStart(before: cursor)..<cursor
        default: return cursor..<buffer.wordEnd(after: cursor)
        }
    }

    mutating func yank(_ command: EditorCommand) {
        if command == .yank { killRing.rewind() }
        let target = command == .yank ? buffer.cursor..<buffer.cursor : yanked
        guard let target, let text = command == .yank ? killRing.current : killRing.rotate() else { return }
        replace(target, with: text)
        yanked = target.lowerBound..<buffer.cursor
    }
}
