import Text

/// Describes what the session shows.
extension EditorSession {
    /// The language's hint, or else how a remembered line goes on.
    var hint: Hint? {
        guard showsHints, case .editing = mode, !buffer.isEmpty else { return nil }
        if let hint = language.hint(buffer.text, buffer.cursor) { return hint }
        return buffer.cursor == buffer.count ? history.continuation(of: buffer.text) : nil
    }

    func view(_ prompt: LinePrompt, size: TerminalSize, palette: Palette) -> EditorView {
        EditorView(
            prompt: prompt, buffer: buffer, spans: spans(palette),
            hint: hint.map { cleaned($0.shown, limit: 500) } ?? "",
            below: below(size: size, palette: palette))
    }

    /// The view that stays on the screen in the end: without hint, list or search.
    func finalView(_ prompt: LinePrompt, palette: Palette) -> EditorView {
        var buffer = buffer
        buffer.move(to: buffer.count)
        return EditorView(
            prompt: prompt, buffer: buffer, spans: palette.isColored ? language.highlight(buffer.text) : [])
    }

    private func spans(_ palette: Palette) -> [StyledSpan] {
        guard palette.isColored else { return [] }
        if case .searching(let search) = mode, let match = search.match { return [StyledSpan(match.range, .match)] }
        return language.highlight(buffer.text)
    }

    private func below(size: TerminalSize, palette: Palette) -> [Row] {
        switch mode {
        case .choosing(let menu):
            return menu.rows(columns: size.columns, height: CompletionMenu.height(in: size), palette: palette)
        case .searching(let search):
            return [note((search.isFailing ? "no match: " : "search: ") + search.query, size: size, palette: palette)]
        case .editing:
            return notice.isEmpty ? [] : [note(notice, size: size, palette: palette)]
        }
    }

    private func note(_ text: String, size: TerminalSize, palette: Palette) -> Row {
        var builder = RowBuilder(columns: size.columns, palette: palette)
        builder.add(cut(cleaned(text), to: max(1, size.columns - 1)), .hint)
        builder.endRow()
        return builder.rows.first ?? Row()
    }
}
