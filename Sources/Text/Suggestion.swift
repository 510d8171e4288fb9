/// Finds the name in `candidates` that someone who typed `word` most likely meant; nil when none is near.
///
/// Near means: at most a third of the letters differ, swapped neighbours counted once; and where more than two do, the
/// first is right. Ties go to the earlier candidate. A word of one or two letters is near to everything, so none is
/// offered for it or in its place; nor is the word itself. Only the first 80 letters of `word` count: a script may ask
/// for a name of millions.
public func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().unicodeScalars.prefix(80))
    guard typed.count >= 3 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where (3...500).contains(candidate.utf8.count) && candidate != word {
        let letters = Array(candidate.lowercased().unicodeScalars)
        let limit = max(1, max(typed.count, letters.count) / 3)
        guard abs(letters.count - typed.count) <= limit else { continue }
        let distance = editDistance(typed, letters)
        guard distance <= limit, distance <= 2 || typed[0] == letters[0] else { continue }
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other.
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
        var row = [i + 1]
        for j in 0..<b.count {
            var cost = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}
