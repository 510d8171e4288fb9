/// Tab and the list under the line.
extension EditorSession {
    mutating func complete() {
        guard let completion = language.complete(buffer.text, buffer.cursor), !completion.candidates.isEmpty else {
            return indentInstead()
        }
        if completion.candidates.count == 1 {
            return replace(completion.range, with: completion.candidates[0].text)
        }
        var open = completion
        if let common = completion.commonExtension(in: buffer) {
            replace(completion.range, with: common)
            open = Completion(range: completion.range.lowerBound..<buffer.cursor, candidates: completion.candidates)
        }
        mode = .choosing(CompletionMenu(open, original: buffer))
    }

    /// Indents, which is what Tab does where there is nothing but blanks before the cursor.
    private mutating func indentInstead() {
        let start = buffer.line(around: buffer.cursor).lowerBound
        guard buffer[start..<buffer.cursor].allSatisfy({ $0 == " " || $0 == "\t" }) else { return }
        replace(buffer.cursor..<buffer.cursor, with: String(repeating: " ", count: Self.indentWidth))
    }

    mutating func choose(_ key: Key, _ menu: CompletionMenu) -> Outcome {
        let hasChosen = menu.selected != nil
        switch key {
        case Key(.tab): select(menu, by: 1)
        case Key(.tab, .shift): select(menu, by: -1)
        case Key(.down) where hasChosen, Key(.right) where hasChosen: select(menu, by: 1)
        case Key(.up) where hasChosen, Key(.left) where hasChosen: select(menu, by: -1)
        case Key(.enter) where hasChosen: mode = .editing
        case Key(.escape), .control("g"),
            .control("c") where hasChosen:
            buffer = menu.original
            mode = .editing
        default:
            mode = .editing
            return edit(key)
        }
        return .goOn
    }

    private mutating func select(_ menu: CompletionMenu, by step: Int) {
        var menu = menu
        if menu.selected == nil { undo.record(buffer) }
        menu.select(by: step)
        buffer = menu.applied
        mode = .choosing(menu)
    }
}
