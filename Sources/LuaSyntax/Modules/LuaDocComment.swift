import Text

/// Lines that begin with `---`, one below the other and nothing else on them.
public struct LuaDocComment: Hashable, Sendable {
    /// The lines, each from its `---` on.
    public fileprivate(set) var lines: [String]
    /// Numbers of the first and the last line, from 1.
    public fileprivate(set) var range: ClosedRange<Int>
}

extension LuaSource {
    /// The doc comments of the text, in order.
    ///
    /// - Parameter comments: Where its comments are, in bytes.
    public func docComments(among comments: [Range<Int>]) -> [LuaDocComment] {
        var found: [LuaDocComment] = []
        for comment in comments where bytes[comment].starts(with: "---".utf8) {
            let number = line(at: comment.lowerBound)
            guard let start = range(ofLine: number)?.lowerBound,
                bytes[start..<comment.lowerBound].allSatisfy(isSpace)
            else { continue }
            if let last = found.indices.last, found[last].range.upperBound == number - 1 {
                found[last].lines.append(text(comment))
                found[last].range = found[last].range.lowerBound...number
            } else {
                found.append(LuaDocComment(lines: [text(comment)], range: number...number))
            }
        }
        return found
    }
}
