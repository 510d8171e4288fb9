/// A pattern of names: `*` is any text, `?` is any one character, everything else is itself.
struct NameGlob {
    private let pattern: [Character]

    init(_ pattern: String) { self.pattern = Array(pattern) }

    /// Whether the whole name fits. It takes time in proportion to the product of the two lengths at most.
    func matches(_ name: String) -> Bool {
        let name = Array(name)
        var (place, next) = (0, 0)
        // Where the last star stood, and which character it was last tried to end before.
        var star: (after: Int, from: Int)?
        while place < name.count {
            if next < pattern.count, pattern[next] == "*" {
                star = (next + 1, place)
                next += 1
            } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[place] {
                (place, next) = (place + 1, next + 1)
            } else if let last = star {
                star = (last.after, last.from + 1)
                (place, next) = (last.from + 1, last.after)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == "*" }
    }
}
