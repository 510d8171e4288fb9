import Text

/// Where a value stands in a larger one, as a script would write it: `nics[1].subnet_id`.
public struct Path: Hashable, Sendable, CustomStringConvertible {
    public enum Step: Hashable, Sendable {
        case key(String)
        /// Counted from 1, as Lua does.
        case index(Int)
        /// A place in words, such as a plan's row, shown as it is.
        case words(String)
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }

    public func under(_ step: Step) -> Path { Path([step] + steps) }

    public func starts(with prefix: Path) -> Bool { steps.starts(with: prefix.steps) }

    public var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let number): text += "[\(number)]"
            case .words(let words): text += words
            case .key(let name) where Path.isName(name): text += text.isEmpty ? name : ".\(name)"
            case .key(let name): text += "[\(quoted(name))]"
            }
        }
        return text
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}

extension Path: ExpressibleByStringLiteral {
    /// Reads what `description` writes, but for names in quotation marks: `nics[1].subnet_id`.
    public init(_ text: String) {
        self.init(
            text.split(separator: ".").flatMap { part in
                let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
                let indices = pieces.dropFirst().map { Int($0.dropLast()).map(Step.index) ?? .key(String($0)) }
                return [.key(String(pieces[0]))] + indices
            })
    }

    public init(stringLiteral value: String) { self.init(value) }
}
