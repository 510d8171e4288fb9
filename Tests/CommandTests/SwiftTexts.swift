/// The texts of Swift code: what stands in string literals, and in documentation comments.
struct SwiftTexts {
    /// Each with what `+` adds to it.
    private(set) var literals: [String] = []
    /// Line by line, without the slashes.
    private(set) var comments: [String] = []
    private let code: [UInt8]
    private var place = 0

    /// What stands for an interpolation in a literal.
    static let placeholder = "VALUE"

    init(_ code: String) {
        self.code = Array(code.utf8)
        while place < self.code.count { step() }
    }

    private func has(_ character: Unicode.Scalar, _ count: Int = 1, at start: Int) -> Bool {
        guard start + count <= code.count else { return false }
        for index in start..<start + count where code[index] != UInt8(ascii: character) { return false }
        return true
    }

    /// How many of `character` stand at `start`.
    private func run(of character: Unicode.Scalar, at start: Int) -> Int {
        var end = start
        while has(character, at: end) { end += 1 }
        return end - start
    }

    private func blanks(at start: Int) -> Int {
        var end = start
        while has(" ", at: end) || has("\n", at: end) { end += 1 }
        return end
    }

    private mutating func step() {
        if has("/", 2, at: place) { return comment() }
        let hashes = run(of: "#", at: place)
        guard has("\"", at: place + hashes) else {
            place += max(hashes, 1)
            return
        }
        var text = literal(hashes)
        while let next = continuation() {
            place = next
            text += literal(0)
        }
        literals.append(String(decoding: text, as: UTF8.self))
    }

    private mutating func comment() {
        let slashes = run(of: "/", at: place)
        let start = place + slashes
        while place < code.count, !has("\n", at: place) { place += 1 }
        guard slashes == 3 else { return }
        comments.append(String(decoding: code[start..<place].dropFirst(has(" ", at: start) ? 1 : 0), as: UTF8.self))
    }

    /// Where a literal begins that `+` adds to the one that ends here.
    private func continuation() -> Int? {
        let plus = blanks(at: place)
        guard has("+", at: plus) else { return nil }
        let next = blanks(at: plus + 1)
        return has("\"", at: next) ? next : nil
    }

    private mutating func literal(_ hashes: Int) -> [UInt8] {
        place += hashes
        let quotes = has("\"", 3, at: place) ? 3 : 1
        place += quotes
        var text: [UInt8] = []
        while place < code.count, !(has("\"", quotes, at: place) && has("#", hashes, at: place + quotes)) {
            if has("\\", at: place), has("#", hashes, at: place + 1) {
                place += 1 + hashes
                text += escape()
            } else {
                text.append(code[place])
                place += 1
            }
        }
        place += quotes + hashes
        return text
    }

    /// What stands behind a backslash.
    private mutating func escape() -> [UInt8] {
        defer { place += 1 }
        switch code[place] {
        case UInt8(ascii: "("):
            interpolation()
            return Array(Self.placeholder.utf8)
        case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
        case UInt8(ascii: "\n"):
            // The line goes on in the next one, behind its indent.
            while has(" ", at: place + 1) { place += 1 }
            return []
        default: return [code[place]]
        }
    }

    /// Ends at the closing bracket.
    private mutating func interpolation() {
        var depth = 0
        while place < code.count {
            if has("(", at: place) { depth += 1 }
            if has(")", at: place) { depth -= 1 }
            if depth == 0 { return }
            step()
        }
    }
}
