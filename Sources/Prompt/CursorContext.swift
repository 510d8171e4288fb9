import LuaSyntax
import Schema

/// Where in Lua text the cursor stands: the word being typed and the brackets around it.
struct CursorContext {
    /// An open bracket and how far its list has come.
    struct Frame {
        let opener: String
        /// The index of the token that opens the bracket.
        let index: Int
        /// The index of the first token of the item that is being typed.
        var item: Int
        /// The number of that item within the brackets, from 0.
        var position = 0
    }

    let text: TypedLua
    let cursor: Int
    /// The index of the token that ends at the cursor, when that is a word, a number or an open string.
    let word: Int?
    private(set) var frames: [Frame] = []

    init(_ head: String) {
        text = TypedLua(head)
        cursor = head.utf8.count
        word = text.tokens.indices.last.flatMap { [text, cursor] in
            let token = text.tokens[$0]
            if token.kind == .string { return token.isFinished ? nil : $0 }
            return token.kind != .symbol && token.range.upperBound == cursor ? $0 : nil
        }
        for index in 0..<end { scan(index) }
    }

    /// The number of tokens before the word.
    var end: Int { word ?? text.tokens.count }

    /// What has been typed of the word, and where it starts.
    var typed: String { word.map { text[$0] } ?? "" }
    var start: Int { word.map { text.tokens[$0].range.lowerBound } ?? cursor }
    var isInString: Bool { word.map { text.kind($0) == .string } ?? false }

    private mutating func scan(_ index: Int) {
        switch text[index] {
        case "{", "(", "[": frames.append(Frame(opener: text[index], index: index, item: index + 1))
        case "}", ")", "]": _ = frames.popLast()
        case ",", ";":
            guard let last = frames.indices.last else { return }
            frames[last].item = index + 1
            frames[last].position += 1
        default: break
        }
    }

    /// Whether a method of `("text")` is being typed.
    var isBehindStringLiteral: Bool {
        text[end - 2] == ")" && text.kind(end - 3) == .string && text[end - 4] == "(" && text.kind(end - 5) != .name
            && ![")", "]"].contains(text[end - 5])
    }

    /// The field whose value is being typed: `name =` begins the innermost table's item.
    var key: String? {
        guard let frame = frames.last, frame.opener == "{", frame.item + 1 < end, text.kind(frame.item) == .name,
            text[frame.item + 1] == "="
        else { return nil }
        return text[frame.item]
    }

    /// Whether nothing but the word has been typed of the innermost table's item, so that it may be a key.
    var isAtKey: Bool { frames.last.map { $0.opener == "{" && $0.item == end } ?? false }

    /// The keys that the innermost table has already.
    var usedKeys: Set<String> {
        guard let frame = frames.last else { return [] }
        var keys: Set<String> = []
        var depth = 0
        for index in (frame.index + 1)..<max(end, frame.index + 1) {
            switch text[index] {
            case "{", "(", "[": depth += 1
            case "}", ")", "]": depth -= 1
            case "=" where depth == 0: keys.insert(text[index - 1])
            default: break
            }
        }
        return keys
    }

    /// The function that the string being typed is an argument of, and which: `f("`, `f(1, "`, `f "`.
    var callOfString: (function: Chain, argument: Int)? {
        if let number = frames.indices.last, frames[number].opener == "(", frames[number].item == end {
            return call(number)
        }
        guard text.kind(end - 1) == .name else { return nil }
        return (Chain(in: text, endingAt: end - 1), 0)
    }

    /// The function that the bracket of frame `number` belongs to as an argument or as its list of arguments, and which
    /// argument it is.
    func call(_ number: Int) -> (function: Chain, argument: Int)? {
        let frame = frames[number]
        if frame.opener == "(" || text.kind(frame.index - 1) == .name {
            guard text.kind(frame.index - 1) == .name else { return nil }
            return (Chain(in: text, endingAt: frame.index - 1), frame.opener == "(" ? frame.position : 0)
        }
        guard number > 0, frames[number - 1].opener == "(", frames[number - 1].item == frame.index else { return nil }
        return call(number - 1)
    }
}
