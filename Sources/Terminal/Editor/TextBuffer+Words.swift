/// Word steps. A word is letters, digits and underscores; a run of Chinese counts as one word.
extension TextBuffer {
    func wordStart(before offset: Int) -> Int {
        skipBack(skipBack(offset) { !isWordPart($0) }, isWordPart)
    }

    func wordEnd(after offset: Int) -> Int {
        skip(skip(offset) { !isWordPart($0) }, isWordPart)
    }

    /// The start of the run without blanks before `offset`: what Ctrl-W takes.
    func blankDelimitedStart(before offset: Int) -> Int {
        skipBack(skipBack(offset, \.isWhitespace)) { !$0.isWhitespace }
    }

    private func skip(_ offset: Int, _ belongs: (Character) -> Bool) -> Int {
        var offset = offset
        while let next = character(at: offset), belongs(next) { offset = after(offset) }
        return offset
    }

    private func skipBack(_ offset: Int, _ belongs: (Character) -> Bool) -> Int {
        var offset = offset
        while offset > 0, let previous = character(at: before(offset)), belongs(previous) { offset = before(offset) }
        return offset
    }
}

private func isWordPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
}
