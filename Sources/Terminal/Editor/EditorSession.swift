/// The editing of one line or block, as a value: keys in, outcomes and a view out. No terminal inside.
struct EditorSession {
    /// What the caller has to do after a key.
    enum Outcome: Equatable {
        case goOn, accept, clear, leave, suspend, clearScreen
    }

    enum Mode {
        case editing
        case choosing(CompletionMenu)
        case searching(HistorySearch)
    }

    let language: Language
    var buffer: TextBuffer
    var mode = Mode.editing
    var undo = UndoStack()
    var killRing: KillRing
    var history: HistoryBrowser
    /// Whether hints are shown and taken; not where, without colours, they could not be told from typed text.
    let showsHints: Bool
    /// A message that is shown under the line until the next key.
    var notice = ""

    private var previous: EditorCommand?
    /// Where the last yank put its text, for yank-pop.
    var yanked: Range<Int>?
    /// The column Up and Down aim at, kept over shorter lines between.
    var goalColumn: Int?

    init(
        language: Language, history: [String], killRing: KillRing = KillRing(), showsHints: Bool = true,
        text: String = ""
    ) {
        self.language = language
        self.showsHints = showsHints
        self.history = HistoryBrowser(history)
        self.killRing = killRing
        buffer = TextBuffer(pastedText(Array(text.utf8)))
    }

    /// Whether the Escape key does something now: it leaves a menu and a search.
    var heedsEscape: Bool {
        switch mode {
        case .editing: false
        case .choosing, .searching: true
        }
    }

    mutating func handle(_ key: Key) -> Outcome {
        notice = ""
        switch mode {
        case .editing: return edit(key)
        case .choosing(let menu): return choose(key, menu)
        case .searching(let search): return continueSearch(key, search)
        }
    }

    mutating func edit(_ key: Key) -> Outcome {
        if let command = keyBindings[key] { return perform(command) }
        defer { previous = nil }
        forgetTransients(before: nil)
        switch key.code {
        case .text(let text) where key.modifiers.isEmpty: type(text)
        case .paste(let text): paste(text)
        case .oversizedPaste: notice = "the paste was too long and has been left out"
        default: break
        }
        return .goOn
    }

    mutating func perform(_ command: EditorCommand) -> Outcome {
        defer { previous = command }
        forgetTransients(before: command)
        switch command {
        case .enter: return enter()
        case .clear: return .clear
        case .suspend: return .suspend
        case .clearScreen: return .clearScreen
        case .deleteForwardOrLeave where buffer.isEmpty: return .leave
        case .complete: complete()
        case .search: mode = .searching(HistorySearch(history.entries, original: buffer))
        case .up, .down, .historyOlder, .historyNewer: moveVertically(command)
        case .undo, .redo: travel(command)
        case .yank, .yankPop: yank(command)
        default: command.isKill ? kill(command, continues: previous?.isKill ?? false) : change(command)
        }
        return .goOn
    }

    /// Forgets what lasts only from one key to the next of its kind.
    private mutating func forgetTransients(before command: EditorCommand?) {
        if command != .yankPop { yanked = nil }
        if command?.walksHistory != true {
            history.endWalk()
            goalColumn = nil
        }
        if command != nil { undo.endTyping() }
    }

    // MARK: Typing

    mutating func type(_ text: String) {
        undo.recordTyping(buffer, typed: text)
        buffer.insert(text)
    }

    /// Inserts a paste, which is text whatever it holds: it never runs, and its last line break is left to the user's
    /// Enter.
    private mutating func paste(_ text: String) {
        guard !text.isEmpty else { return }
        undo.record(buffer)
        let isAtEnd = buffer.cursor == buffer.count
        let end = text.lastIndex { $0 != "\n" } ?? text.startIndex
        buffer.insert(isAtEnd ? String(text[...end]) : text)
    }

    private mutating func enter() -> Outcome {
        reindentLine()
        guard case .incomplete(let indentation) = language.completeness(buffer.text) else { return .accept }
        undo.record(buffer)
        buffer.insert("\n" + indentation)
        return .goOn
    }

    /// Indents a finished line as its words ask for: `end` stands under the line it closes.
    private mutating func reindentLine() {
        let line = buffer.line(around: buffer.cursor)
        guard let wanted = language.indentation(buffer.text, line) else { return }
        let end = buffer.endOfIndentation(in: line)
        guard buffer[line.lowerBound..<end] != wanted else { return }
        let cursor = max(line.lowerBound, buffer.cursor - (end - line.lowerBound) + wanted.utf8.count)
        undo.record(buffer)
        buffer.replace(line.lowerBound..<end, with: wanted)
        buffer.move(to: cursor)
    }

    private mutating func travel(_ command: EditorCommand) {
        guard let other = command == .undo ? undo.undo(buffer) : undo.redo(buffer) else { return }
        buffer = other
    }
}
