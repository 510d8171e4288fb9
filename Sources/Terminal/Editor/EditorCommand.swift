/// What a key does. The table below is the only place where keys and commands meet.
enum EditorCommand: Hashable, Sendable {
    case left, right, wordLeft, wordRight, lineStart, lineEnd, textStart, textEnd, up, down
    case deleteBack, deleteForward, deleteForwardOrLeave
    case killToLineEnd, killToLineStart, killWordBack, killBlankWordBack, killWordForward, yank, yankPop
    case undo, redo, transpose, uppercase, lowercase, capitalize
    case historyOlder, historyNewer, search
    case complete, enter, newline, clearScreen, clear, suspend

    /// Whether it cuts text; two such commands in a row make one entry of the kill ring.
    var isKill: Bool {
        switch self {
        case .killToLineEnd, .killToLineStart, .killWordBack, .killBlankWordBack, .killWordForward: true
        default: false
        }
    }

    var walksHistory: Bool {
        switch self {
        case .up, .down, .historyOlder, .historyNewer: true
        default: false
        }
    }
}

/// The keys of Emacs, as in every shell, and those printed on the keyboard.
let keyBindings: [Key: EditorCommand] = [
    .control("a"): .lineStart, .control("e"): .lineEnd, .control("b"): .left, .control("f"): .right,
    .alt("b"): .wordLeft, .alt("f"): .wordRight, .alt("<"): .textStart, .alt(">"): .textEnd,
    .control("p"): .up, .control("n"): .down, .alt("p"): .historyOlder, .alt("n"): .historyNewer,
    .control("d"): .deleteForwardOrLeave, .control("k"): .killToLineEnd, .control("u"): .killToLineStart,
    .control("w"): .killBlankWordBack, .alt("d"): .killWordForward, .control("y"): .yank, .alt("y"): .yankPop,
    .control("_"): .undo, .alt("_"): .redo, .control("t"): .transpose,
    .alt("u"): .uppercase, .alt("l"): .lowercase, .alt("c"): .capitalize,
    .control("r"): .search, .control("l"): .clearScreen, .control("c"): .clear, .control("z"): .suspend,

    Key(.left): .left, Key(.right): .right, Key(.up): .up, Key(.down): .down,
    Key(.left, .control): .wordLeft, Key(.right, .control): .wordRight,
    Key(.left, .alt): .wordLeft, Key(.right, .alt): .wordRight,
    Key(.home): .lineStart, Key(.end): .lineEnd,
    Key(.home, .control): .textStart, Key(.end, .control): .textEnd,
    Key(.pageUp): .historyOlder, Key(.pageDown): .historyNewer,
    Key(.backspace): .deleteBack, Key(.backspace, .shift): .deleteBack, Key(.delete): .deleteForward,
    Key(.backspace, .alt): .killWordBack, Key(.backspace, .control): .killWordBack,
    Key(.delete, .control): .killWordForward, Key(.delete, .alt): .killWordForward,
    Key(.tab): .complete, Key(.enter): .enter,
    Key(.enter, .alt): .newline, Key(.enter, .shift): .newline, Key(.enter, .control): .newline,
]
