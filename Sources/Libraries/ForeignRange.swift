import Text

/// Ranges of versions as other package managers write them: `^1.2`, `1.*`, `~1.2.3`, `1.2 - 1.4`, `[1.0,2.0)`.
enum ForeignRange {
    /// What LuaRocks' form of such a range is: `>= 1.2, < 2` for `^1.2`, the empty text for `*` and `latest`.
    ///
    /// - Returns: Nil when nothing in it is of another form, or it has no form here.
    static func translated(_ range: String) -> String? {
        let range = trimmed(range)
        if let limits = bracketed(range) ?? hyphenated(range) { return limits.joined(separator: ", ") }
        let words = words(range)
        var limits: [String] = []
        var isForeign = false
        for word in words {
            if let own = translated(word: word) {
                isForeign = true
                limits += own
            } else {
                guard let dependency = Dependency("x \(word)"), dependency.name == "x" else { return nil }
                limits.append(word)
            }
        }
        return isForeign ? limits.joined(separator: ", ") : nil
    }

    /// The dependency, with its name, in LuaRocks' form; nil when it is in that form already, or has none.
    static func translated(dependency text: String) -> String? {
        let text = trimmed(text)
        let name = text.prefix { Rockspec.isNameCharacter($0) }
        guard !name.isEmpty, let range = translated(String(text.dropFirst(name.count))) else { return nil }
        return range.isEmpty ? String(name) : "\(name) \(range)"
    }

    /// Each limit, with its sign: `>=1.2 <2` and `>= 1.2, < 2` are the same two.
    private static func words(_ range: String) -> [String] {
        var words: [String] = []
        for part in range.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let isSign = words.last?.allSatisfy { "<>=~!^".contains($0) } ?? false
            if isSign, let sign = words.popLast() {
                words.append("\(sign) \(part)")
            } else {
                words.append(String(part))
            }
        }
        return words
    }

    private static func translated(word: String) -> [String]? {
        let sign = String(word.prefix { "<>=~!^".contains($0) })
        var version = word.dropFirst(sign.count).drop { $0 == " " }
        let isMarked = version.first.map { "vV".contains($0) } == true && version.dropFirst().first?.isNumber == true
        if isMarked { version = version.dropFirst() }
        guard !version.isEmpty else { return nil }
        if let limits = wildcard(sign, version) { return limits }
        switch sign {
        case "^": return numbers(version).map { [">= \(version)", "< \(text(next($0, at: leading($0))))"] }
        case "~":
            guard let numbers = numbers(version) else { return nil }
            return numbers.count < 3 ? ["~> \(version)"] : [">= \(version)", "< \(text(next(numbers, at: 1)))"]
        case "===": return ["== \(version)"]
        case "=>": return [">= \(version)"]
        case "=<": return ["<= \(version)"]
        case "<>": return ["~= \(version)"]
        default: return isMarked ? ["\(sign.isEmpty ? "==" : sign) \(version)"] : nil
        }
    }

    /// Limits for what ends in `*` or `x`, and for the words that stand for any version.
    private static func wildcard(_ sign: String, _ version: Substring) -> [String]? {
        if ["*", "x", "latest", "newest", "any"].contains(version.lowercased()) { return [] }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        let fixed = parts.prefix { !["*", "x"].contains($0.lowercased()) }
        guard fixed.count < parts.count, !fixed.isEmpty, let numbers = numbers(fixed.joined(separator: ".")[...]) else {
            return nil
        }
        switch sign {
        case "", "=", "==", "~", "~>", "===": return ["~> \(text(numbers))"]
        case "^": return [">= \(text(numbers))", "< \(text(next(numbers, at: leading(numbers))))"]
        case ">=", "=>", "<": return ["\(sign == "<" ? sign : ">=") \(text(numbers))"]
        case ">": return [">= \(text(next(numbers, at: numbers.count - 1)))"]
        case "<=", "=<": return ["< \(text(next(numbers, at: numbers.count - 1)))"]
        default: return nil
        }
    }

    /// `1.2 - 1.4`: from the one to the other, and all that begins with the other where it has fewer than three numbers.
    private static func hyphenated(_ range: String) -> [String]? {
        let parts = range.split(separator: " ")
        guard parts.count == 3, parts[1] == "-", numbers(parts[0]) != nil, let last = numbers(parts[2]) else {
            return nil
        }
        return [">= \(parts[0])", last.count < 3 ? "< \(text(next(last, at: last.count - 1)))" : "<= \(parts[2])"]
    }

    /// `[1.0,2.0)` and `(1.0,]`: a bracket keeps the version beside it in, a parenthesis keeps it out.
    private static func bracketed(_ range: String) -> [String]? {
        guard let first = range.first, let last = range.last, "[(".contains(first), "])".contains(last) else {
            return nil
        }
        let ends = range.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
            .map { trimmed($0) }
        guard ends.count <= 2, ends.allSatisfy({ $0.isEmpty || numbers($0[...]) != nil }) else { return nil }
        guard ends.count == 2 else { return ends[0].isEmpty ? nil : ["== \(ends[0])"] }
        let low = ends[0].isEmpty ? [] : ["\(first == "[" ? ">=" : ">") \(ends[0])"]
        return low + (ends[1].isEmpty ? [] : ["\(last == "]" ? "<=" : "<") \(ends[1])"])
    }

    /// The numbers of a version up to its first word; nil when it begins with none.
    private static func numbers(_ version: Substring) -> [Int]? {
        guard version.allSatisfy(Rockspec.isNameCharacter) else { return nil }
        var numbers: [Int] = []
        for part in version.split(separator: ".", omittingEmptySubsequences: false) {
            let digits = part.prefix { $0.isNumber }
            guard let number = Int(digits) else { break }
            numbers.append(number)
            if digits.count < part.count { break }
        }
        return numbers.isEmpty ? nil : numbers
    }

    /// The index of the number that `^` keeps: the first that is not 0, or the last.
    private static func leading(_ numbers: [Int]) -> Int { numbers.firstIndex { $0 > 0 } ?? numbers.count - 1 }

    /// The version that has a greater number at `index`, and none behind it.
    private static func next(_ numbers: [Int], at index: Int) -> [Int] {
        numbers[..<index] + [numbers[index].addingReportingOverflow(1).partialValue]
    }

    private static func text(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ".") }
}
