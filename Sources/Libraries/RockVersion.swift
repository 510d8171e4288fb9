/// A version of a rock, in the order that LuaRocks puts them in: numbers and words between dots, then a revision.
struct RockVersion: Hashable, Comparable {
    /// The version as it is written: `1.2.0-1`.
    let text: String
    private let parts: [Double]
    private let revision: Int?

    /// What words stand for; every other word is worth less than 1.
    private static let words: [String: Double] = [
        "dev": 120_000_000, "scm": 110_000_000, "cvs": 100_000_000, "rc": -1_000, "pre": -10_000, "beta": -100_000,
        "alpha": -1_000_000,
    ]

    /// Reads a version; what follows a sign that versions do not have counts for nothing.
    init(_ text: String) {
        self.text = text
        var rest = Substring(text)
        let number = text.split(separator: "-").last.flatMap { Int($0) }
        let hasRevision = number != nil && text.contains("-")
        if hasRevision, let dash = text.lastIndex(of: "-") { rest = text[..<dash] }
        revision = hasRevision ? number : nil
        var parts: [Double] = []
        // A number behind a word makes it a little greater: rc2 comes after rc1.
        var word: Double?
        while let first = rest.first {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            if !digits.isEmpty {
                let number = Double(digits) ?? 0
                parts.append(word.map { $0 + number / 100_000 } ?? number)
                word = nil
            } else if !letters.isEmpty {
                word = Self.words[String(letters)] ?? Double(first.asciiValue ?? 0) / 1_000
            } else {
                break
            }
            rest = rest.dropFirst(max(digits.count, letters.count)).drop { ".-_".contains($0) }
        }
        self.parts = parts + [word].compactMap(\.self)
    }

    static func < (first: RockVersion, second: RockVersion) -> Bool {
        for index in 0..<max(first.parts.count, second.parts.count) {
            let (one, other) = (first.part(index), second.part(index))
            if one != other { return one < other }
        }
        guard let one = first.revision, let other = second.revision else { return false }
        return one < other
    }

    private func part(_ index: Int) -> Double { index < parts.count ? parts[index] : 0 }

    /// Whether both are the same, where one may leave its revision out.
    func matches(_ other: RockVersion) -> Bool {
        parts == other.parts && (revision == nil || other.revision == nil || revision == other.revision)
    }

    /// Whether this version begins with all that `other` has: 2.1.3 with 2.1.
    func begins(with other: RockVersion) -> Bool {
        let isSame = other.parts.indices.allSatisfy { part($0) == other.parts[$0] }
        return isSame && (other.revision == nil || revision == other.revision)
    }
}
