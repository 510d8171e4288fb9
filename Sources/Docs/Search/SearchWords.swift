/// How words are compared when pages are searched.
enum SearchWords {
    /// Words that say nothing about what is looked for.
    static let small: Set<String> = [
        "a", "an", "and", "are", "be", "by", "can", "cph", "do", "does", "for", "how", "i", "if", "in", "is", "it",
        "my", "of",
        "on", "or", "the", "this", "to", "was", "we", "what", "when", "where", "which", "who", "why", "with", "you",
    ]

    /// Words that somebody uses for what the pages call otherwise.
    private static let groups: [Set<String>] = [
        ["buy", "purchase", "order", "create"], ["price", "cost", "money", "budget", "amount", "spend"],
        ["password", "credentials", "secret", "login", "access"],
        ["stop", "interrupt", "abort", "deadline", "kill", "crash", "died", "long"], ["cancel", "unsubscribe", "stop"],
        ["people", "person", "colleague", "operator", "team"], ["delete", "remove", "unsubscribe", "refund", "return"],
        ["extend", "renew", "expiry"], ["twice", "again", "duplicate", "idempotency", "idempotent", "doubt"],
        ["lost", "unknown", "doubt"],
        ["offline", "sandbox", "emulator"], ["forbid", "policy", "rule", "limit", "allow"],
        ["network", "vpc", "subnet"],
        ["ip", "eip", "address"], ["console", "portal"], ["editor", "types", "vscode"],
        ["upgrade", "resize", "change"],
        ["save", "write", "export"], ["timeout", "deadline"], ["try", "rehearse", "test"],
        ["history", "record", "ledger"], ["webhook", "notify", "notice", "hook", "told"], ["pin", "lock", "vendor"],
        ["vault", "keyring", "password", "credentials"], ["color", "colour", "paint"],
    ].map { Set($0.map(stem)) }

    /// The words that mean about the same as a stemmed one, stemmed.
    static func alike(_ word: String) -> Set<String> {
        groups.filter { $0.contains(word) }.reduce(into: Set<String>()) { $0.formUnion($1) }.subtracting([word])
    }

    /// The words that somebody asks for; small ones only where there are no others. What is a name is one word, and what
    /// only looks like one is its parts.
    static func asked(in text: String, isName: (String) -> Bool) -> [String] {
        let words = text.split { $0.isWhitespace }.map { whole(String($0)) }.filter { !$0.isEmpty }
            .flatMap { isName($0) ? [$0] : parts(of: $0) }
        let large = words.filter { !small.contains($0) }
        return large.isEmpty ? words : large
    }

    /// A name or a word as one: in small letters, stemmed, without the signs around it.
    static func whole(_ text: String) -> String {
        let letters = text.lowercased().drop { !isPart($0) }
        return stem(String(letters.dropLast(letters.reversed().prefix { !isPart($0) }.count)))
    }

    /// The words that a text is made of, stemmed; a name with underscores is one, and each of its parts is, too.
    static func parts(of text: String) -> [String] {
        text.lowercased().split { !isPart($0) && $0 != "_" }.flatMap { word -> [String] in
            let pieces = word.split(separator: "_").map { stem(String($0)) }
            return pieces.count > 1 ? [whole(String(word))] + pieces : pieces
        }
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// A word without its ending: `agencies` as `agency`, `subnets` as `subnet`, `stopped` and `stopping` as `stop`.
    static func stem(_ word: String) -> String {
        guard word.count > 3 else { return word }
        var word = word
        if word.hasSuffix("ies") {
            word = word.dropLast(3) + "y"
        } else if word.hasSuffix("s"), !word.hasSuffix("ss") {
            word.removeLast()
        }
        if word.count > 5, let ending = ["ing", "ed"].first(where: word.hasSuffix) {
            word.removeLast(ending.count)
            if let last = word.last, "pntgrm".contains(last), word.dropLast().last == last { word.removeLast() }
        }
        if word.count > 4, word.hasSuffix("e") { word.removeLast() }
        return word
    }
}
