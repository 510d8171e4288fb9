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

/// `text` in quotation marks, cut at 60 characters, with control and direction characters made visible.
public func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    var result = "\""
    for scalar in scalars.prefix(60) {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case _ where isInvisible(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    let rest = scalars.count - 60
    return result + (rest > 0 ? "…\" (\(rest) more)" : "\"")
}

/// Whether a terminal would act on `scalar` instead of showing it: controls, line separators, direction marks.
public func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
        0xE0000...0xE007F:
        true
    default: false
    }
}
