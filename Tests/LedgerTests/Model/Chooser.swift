/// Walks through every sequence of choices, the way a model checker does: a history is run from its beginning with the
/// choices so far, and the last choice that has another way goes that way next time.
struct Chooser {
    private var path: [Int] = []
    private var ways: [Int] = []
    private(set) var position = 0

    /// One of `count` ways, counted from 0.
    mutating func choose(_ count: Int) -> Int {
        if position == path.count {
            path.append(0)
            ways.append(count)
        }
        position += 1
        return path[position - 1]
    }

    /// Goes on to the next history; false after the last.
    mutating func advance() -> Bool {
        position = 0
        while let last = path.last {
            if last + 1 < ways[path.count - 1] {
                path[path.count - 1] += 1
                return true
            }
            path.removeLast()
            ways.removeLast()
        }
        return false
    }

    /// Goes on from a point that the history passes on its way, after `position` choices.
    mutating func resume(at position: Int) { self.position = position }

    /// How many choices this history has for sure.
    var length: Int { path.count }

    /// The choices of this history, to run it again.
    var history: [Int] { path }
}
