/// One key press, or a run of typed text, or a paste.
struct Key: Hashable, Sendable {
    enum Code: Hashable, Sendable {
        /// Printable text. Without modifiers it may be several characters that arrived together.
        case text(String)
        case paste(String)
        /// A paste beyond the limit; its text is gone.
        case oversizedPaste
        case enter, tab, backspace, escape
        case insert, delete, home, end, pageUp, pageDown
        case up, down, left, right
        case function(Int)
        /// A sequence this decoder doesn't know. It is swallowed whole, never typed into the line.
        case unknown
    }

    struct Modifiers: OptionSet, Hashable, Sendable {
        let rawValue: Int
        static let shift = Modifiers(rawValue: 1)
        static let alt = Modifiers(rawValue: 2)
        static let control = Modifiers(rawValue: 4)
    }

    var code: Code
    var modifiers: Modifiers = []

    init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    static func control(_ letter: String) -> Key { Key(.text(letter), .control) }
    static func alt(_ letter: String) -> Key { Key(.text(letter), .alt) }
    static func text(_ text: String) -> Key { Key(.text(text)) }
}
