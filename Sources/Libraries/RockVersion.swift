/// A version of a rock, in the order that LuaRocks puts them in: numbers and words between dots, then a revision.
struct RockVersion: Hashable, Comparable {
    /// The version as it is written: `1.2.0-1`.
    let text: String
    private let parts: [Double]
    private let revision: Int?
    /// What the version would be once it is released: `[2, 0]` for `2.0rc1`, `[]` for `dev`; nil for a release.
    private let release: [Double]?

    /// What words stand for; every other word is worth less than 1.
    private static let words: [String: Double] = [
        "dev": 120_000_000, "scm": 110_000_000, "cvs": 100_000_000, "rc": -1_000, "pre": -10_000, "beta": -100_000,
        "alpha": -1_000_000,
    ]

    /// Words that say of a version that it is not released, in small letters. Some of them LuaRocks puts behind the release.
    private static let unreleased: Set<String> = [
        "dev", "scm", "cvs", "git", "rc", "pre", "beta", "alpha", "preview", "prerelease", "snapshot", "nightly",
        "canary",
        "unstable", "experimental", "milestone", "wip", "test", "testing", "next", "edge", "head", "master", "main",
        "trunk",
    ]
    /// Letters that say the same with a number right behind them: `1.0a1` and `1.0b2`, but not `1.0b`.
    private static let unreleasedLetters: Set<String> = ["a", "b"]

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
        var release: [Double]?
        while let first = rest.first {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let letters = rest.prefix { $0.isASCII && $0.isLetter }
            if !digits.isEmpty {
                let number = Double(digits) ?? 0
                parts.append(word.map { $0 + number / 100_000 } ?? number)
                word = nil
            } else if !letters.isEmpty {
                if Self.isUnreleased(letters, before: rest.dropFirst(letters.count)) {
                    release = release ?? parts + [word].compactMap(\.self)
                }
                word = Self.words[String(letters)] ?? Double(first.asciiValue ?? 0) / 1_000
            } else {
                break
            }
            rest = rest.dropFirst(max(digits.count, letters.count)).drop { ".-_".contains($0) }
        }
        self.parts = parts + [word].compactMap(\.self)
        self.release = release
    }

    private static func isUnreleased(_ word: Substring, before rest: Substring) -> Bool {
        let word = word.lowercased()
        return unreleased.contains(word) || unreleasedLetters.contains(word) && rest.first?.isNumber == true
    }

    /// Whether it is no release yet: `2.0rc1`, `1.0beta2`, `dev`, `scm`.
    var isPreRelease: Bool { release != nil }

    /// Whether both are no releases yet, of the same version to come; dev and scm are of none, and so like themselves alone.
    func isPreRelease(like other: RockVersion) -> Bool {
        release != nil && release == other.release && (release?.isEmpty == false || parts.first == other.parts.first)
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
