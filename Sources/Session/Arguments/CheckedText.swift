import Stdlib

/// The text of one of the standard library's files, in which every function that scripts reach begins with a call that has
/// its arguments checked. Lines keep their numbers.
///
/// Which functions these are, and where their comments stand, is told line by line: the start of a script waits for it.
/// Types are read when a function is first called.
struct CheckedText {
    /// A function whose arguments are checked.
    struct Function {
        /// The lines of its comment, in bytes.
        let comment: Range<Int>
        /// What stands behind `function`, in bytes: `Plan:add(body)`; `(changes)` for one without a name.
        let head: Range<Int>
        /// Whether it stands in another function, which returns it.
        let isInner: Bool
    }

    /// The name under which a file has the function that checks.
    private static let check = "__check"

    private let source: [UInt8]
    /// The functions, in the order of the text; the first is called number 1.
    private(set) var functions: [Function] = []

    init(_ source: [UInt8]) {
        self.source = source
        var comment: Range<Int>?
        var locals: [Function] = []
        var returned = ""
        for line in Lines(source) {
            if source.has("---", at: line.text) {
                comment = (comment?.lowerBound ?? line.start)..<line.end
                continue
            }
            if source.has("return ", at: line.start) { returned = text(line.start + 7..<line.end) }
            guard let above = comment else { continue }
            comment = nil
            guard let head = head(in: line), isMethod(head) || !source.has("()", at: head.upperBound - 2) else {
                continue
            }
            let function = Function(comment: above, head: head, isInner: line.text > line.start)
            if source.has("local ", at: line.text) { locals.append(function) } else { functions.append(function) }
        }
        let names = returned.utf8.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }.map { String($0) }
        functions += locals.filter { names.contains(name(of: $0)) }
        functions.sort { $0.head.lowerBound < $1.head.lowerBound }
    }

    /// The name in a head: `Plan:add`; empty for a function without one.
    func name(of function: Function) -> String { text(function.head.lowerBound..<parenthesis(of: function)) }

    /// The local in front of a method's name; nil for a function that is called without an object.
    func owner(of function: Function) -> String? {
        let colon = source[function.head.lowerBound..<parenthesis(of: function)].firstIndex(of: UInt8(ascii: ":"))
        return colon.map { text(function.head.lowerBound..<$0) }
    }

    /// The names of a function's parameters, without the object of a method.
    func parameters(of function: Function) -> [String] {
        let list = source[(parenthesis(of: function) + 1)..<(function.head.upperBound - 1)]
        return list.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }.map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// What stands behind `mark` in the lines of a function's comment that begin with it.
    func annotations(_ mark: StaticString, of function: Function) -> [String] {
        Lines(source, in: function.comment).filter { source.has(mark, at: $0.text) }.map {
            text(($0.text + mark.utf8CodeUnitCount)..<$0.end)
        }
    }

    private func parenthesis(of function: Function) -> Int {
        source[function.head].firstIndex(of: UInt8(ascii: "(")) ?? function.head.upperBound
    }

    /// The text with the calls in it.
    var checked: [UInt8] {
        guard !functions.isEmpty else { return source }
        var result = Array("local _, \(Self.check) = ... ".utf8)
        result.reserveCapacity(source.count + 100 * functions.count)
        var copied = 0
        for (index, function) in functions.enumerated() {
            result += source[copied..<function.head.upperBound]
            copied = function.head.upperBound
            result += " \(Self.check)(\(index + 1)".utf8
            if isMethod(function.head) { result += ", self".utf8 }
            let list = (parenthesis(of: function) + 1)..<(function.head.upperBound - 1)
            if !list.isEmpty { result += ", ".utf8 + source[list] }
            result += ");".utf8
        }
        return result + source[copied...]
    }

    // MARK: Reading a line

    /// What stands behind `function`, up to the parenthesis that closes; nil where the line begins no function, or one that
    /// Lua itself calls.
    private func head(in line: Lines.Line) -> Range<Int>? {
        guard let word = source.firstRange(of: "function", in: line.text..<line.end) else { return nil }
        let start = source.has(" ", at: word.upperBound) ? word.upperBound + 1 : word.upperBound
        guard source.has(" ", at: word.upperBound) || source.has("(", at: word.upperBound) else { return nil }
        guard let end = source[start..<line.end].firstIndex(of: UInt8(ascii: ")")), !source.holds("__", in: start..<end)
        else { return nil }
        return start..<end + 1
    }

    private func isMethod(_ head: Range<Int>) -> Bool { source[head].contains(UInt8(ascii: ":")) }

    private func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }
}

/// The lines of a text, by their places.
struct Lines: Sequence, IteratorProtocol {
    struct Line {
        /// Where it begins, where its first character is that is no blank, and where it ends, without the line feed.
        let start, text, end: Int
    }

    private let bytes: [UInt8]
    private var position: Int
    private let limit: Int

    /// - Parameter range: Whole lines; all of them when absent.
    init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        (self.bytes, position, limit) = (bytes, range?.lowerBound ?? 0, range?.upperBound ?? bytes.count)
    }

    mutating func next() -> Line? {
        guard position < limit else { return nil }
        let start = position
        let end = bytes[start..<limit].firstIndex(of: UInt8(ascii: "\n")) ?? limit
        let text = bytes[start..<end].firstIndex { $0 != UInt8(ascii: " ") } ?? end
        position = end + 1
        return Line(start: start, text: text, end: end)
    }
}

extension [UInt8] {
    /// Whether `word` stands at `index`.
    func has(_ word: StaticString, at index: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= self.count else { return false }
        for offset in 0..<count where self[index + offset] != word.utf8Start[offset] { return false }
        return true
    }

    /// Whether `word` stands somewhere in `range`.
    func holds(_ word: StaticString, in range: Range<Int>) -> Bool { firstRange(of: word, in: range) != nil }

    /// Where `word` first stands in `range`.
    func firstRange(of word: StaticString, in range: Range<Int>) -> Range<Int>? {
        let count = word.utf8CodeUnitCount
        var index = range.lowerBound
        while index + count <= range.upperBound {
            if has(word, at: index) { return index..<index + count }
            index += 1
        }
        return nil
    }
}
