/// Earlier states of the buffer. Typing a word is one step; everything else is a step each.
struct UndoStack {
    private static let capacity = 500

    private var past: [TextBuffer] = []
    private var future: [TextBuffer] = []
    private var isTypingWord = false

    /// Called with the buffer as it was before a change that isn't typing.
    mutating func record(_ before: TextBuffer) {
        isTypingWord = false
        push(before)
    }

    /// Called with the buffer as it was before `typed` went in.
    mutating func recordTyping(_ before: TextBuffer, typed: String) {
        let continues = isTypingWord && typed.count == 1 && typed != " "
        if !continues { push(before) }
        isTypingWord = typed.count == 1 && typed != " " || continues
    }

    /// The next character begins a step of its own.
    mutating func endTyping() { isTypingWord = false }

    mutating func undo(_ current: TextBuffer) -> TextBuffer? {
        isTypingWord = false
        guard let earlier = past.popLast() else { return nil }
        future.append(current)
        return earlier
    }

    mutating func redo(_ current: TextBuffer) -> TextBuffer? {
        guard let later = future.popLast() else { return nil }
        past.append(current)
        return later
    }

    private mutating func push(_ buffer: TextBuffer) {
        future = []
        past.append(buffer)
        if past.count > Self.capacity { past.removeFirst() }
    }
}
