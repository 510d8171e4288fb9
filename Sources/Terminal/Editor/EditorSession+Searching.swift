/// Searches the history with Ctrl-R. The match stands in the line as if it had been typed; what is searched for stands
/// below it.
extension EditorSession {
    mutating func continueSearch(_ key: Key, _ search: HistorySearch) -> Outcome {
        var search = search
        switch key {
        case .control("r"), Key(.up): search.older()
        case .control("s"), Key(.down): search.newer()
        case Key(.backspace): search.deleteLast()
        case .control("g"), .control("c"): return endSearch(with: search.original)
        case Key(.escape), .control("j"): return endSearch(with: buffer)
        default:
            guard case .text(let text) = key.code, key.modifiers.isEmpty else {
                _ = endSearch(with: buffer)
                return edit(key)
            }
            search.type(text)
        }
        show(search)
        return .goOn
    }

    private mutating func show(_ search: HistorySearch) {
        if let match = search.match {
            buffer = TextBuffer(match.text, cursor: match.range.lowerBound)
        } else if search.query.isEmpty {
            buffer = search.original
        }
        mode = .searching(search)
    }

    private mutating func endSearch(with result: TextBuffer) -> Outcome {
        if case .searching(let search) = mode, search.original != result { undo.record(search.original) }
        buffer = result
        mode = .editing
        return .goOn
    }
}
