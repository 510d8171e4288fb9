import Text

/// Where a value stands in a larger one, as a script would write it: `nics[1].subnet_id`.
public struct Path: Hashable, Sendable, CustomStringConvertible {
    /// Leads from a value to one inside it.
    public enum Step: Hashable, Sendable {
        /// Leads to the member of that name.
        case key(String)
        /// Counted from 1, as Lua does.
        case index(Int)
        /// A place in words, such as a plan's row, shown as it is.
        case words(String)
    }

    /// The steps from the outermost value inwards; empty for that value itself.
    public var steps: [Step]

    /// Makes a path of these steps; without any it leads to the value itself.
    public init(_ steps: [Step] = []) { self.steps = steps }

    /// Returns the path as seen from the value one level up, which holds this one at `step`.
    public func under(_ step: Step) -> Path { Path([step] + steps) }

    /// Whether the path leads to the place at `prefix` or into what is there.
    public func starts(with prefix: Path) -> Bool { steps.starts(with: prefix.steps) }

    /// Prints the path as a script would write it: `nics[1].subnet_id`, `tags["a b"]`.
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
    /// Reads what `description` writes, such as `nics[1].subnet_id`; not names in quotation marks, and words as a name.
    public init(_ text: String) {
        self.init(
            text.split(separator: ".").flatMap { part in
                let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
                let indices = pieces.dropFirst().map { Int($0.dropLast()).map(Step.index) ?? .key(String($0)) }
                return [.key(String(pieces[0]))] + indices
            })
    }

    /// Reads a literal as `init(_:)` does.
    public init(stringLiteral value: String) { self.init(value) }
}
