import Text

/// A limit on one value.
public struct Rule<V: Sendable>: Sendable {
    /// What a breach is reported as, for scripts that branch on it.
    public let code: Problem.Code
    /// The limit in words that serve as hint and as documentation: `must be 1 to 10`.
    public let limit: String
    /// Whether a breach keeps a request from being sent; `inferred` lowers it to a warning.
    public let severity: Problem.Severity
    /// Whether a page of Huawei's states the limit, or it was inferred.
    public let basis: Problem.Basis
    /// What is wrong with the value, without severity and basis, which `report` adds.
    @usableFromInline let findings: @Sendable (V) -> [Finding]

    @usableFromInline struct Finding {
        @usableFromInline var path = Path()
        @usableFromInline var message: String

        @usableFromInline init(path: Path = Path(), message: String) { (self.path, self.message) = (path, message) }
    }

    /// - Parameter violation: What is wrong with a value, such as `is 11`; nil when it keeps the limit.
    @inlinable
    public init(_ code: Problem.Code, _ limit: String, violation: @escaping @Sendable (V) -> String?) {
        self.init(code, limit, .error, .documented) { value in
            violation(value).map { [Finding(message: $0)] } ?? []
        }
    }

    @inlinable
    init(
        _ code: Problem.Code, _ limit: String, _ severity: Problem.Severity, _ basis: Problem.Basis,
        findings: @escaping @Sendable (V) -> [Finding]
    ) {
        (self.code, self.limit, self.severity, self.basis, self.findings) = (code, limit, severity, basis, findings)
    }

    @inlinable
    func report(_ value: V, to problems: inout [Problem]) {
        for finding in findings(value) {
            problems.append(
                Problem(at: finding.path, code, finding.message, hint: limit, severity: severity, basis: basis))
        }
    }

    /// The same limit, known from neighbouring calls only: a breach is a warning and is sent.
    public var inferred: Rule { Rule(code, limit, .warning, .inferred, findings: findings) }

    /// The same limit, stated by no page, but without which a request makes no sense: a breach is an error.
    public var implied: Rule { Rule(code, limit, .error, .inferred, findings: findings) }

    /// Asks of every item what `rule` asks for.
    public static func each<Element>(_ rule: Rule<Element>) -> Rule where V == [Element] {
        Rule(rule.code, rule.limit, rule.severity, rule.basis) { items in
            items.enumerated().flatMap { index, item in
                rule.findings(item).map { Finding(path: $0.path.under(.index(index + 1)), message: $0.message) }
            }
        }
    }

    /// Asks for what `rule` asks for, unless the value is `exception`.
    public static func either(_ exception: V, _ rule: Rule) -> Rule where V == String {
        Rule(rule.code, "must be \(quoted(exception)), or \(rule.limit)", rule.severity, rule.basis) {
            $0 == exception ? [] : rule.findings($0)
        }
    }
}

extension Rule where V == Int {
    /// Allows whole numbers from one end of `range` to the other, both included.
    public static func range(_ range: ClosedRange<Int>) -> Rule {
        Rule(.range, "must be \(range.lowerBound) to \(range.upperBound)") { range.contains($0) ? nil : "is \($0)" }
    }

    /// Allows `minimum` and everything above it.
    public static func atLeast(_ minimum: Int) -> Rule {
        Rule(.range, "must be at least \(minimum)") { $0 >= minimum ? nil : "is \($0)" }
    }

    /// Allows `maximum` and everything below it.
    public static func atMost(_ maximum: Int) -> Rule {
        Rule(.range, "must be at most \(maximum)") { $0 <= maximum ? nil : "is \($0)" }
    }
}

extension Rule where V == String {
    /// Limits the length in Unicode code points, which is what the service's pages call characters.
    public static func characters(_ range: ClosedRange<Int>) -> Rule {
        Rule(.length, "must be \(range.lowerBound) to \(counted(range.upperBound, "character"))") { text in
            let count = text.unicodeScalars.count
            return range.contains(count) ? nil : "has \(counted(count, "character"))"
        }
    }

    /// Limits the length in UTF-8 bytes.
    public static func bytes(_ range: ClosedRange<Int>) -> Rule {
        Rule(.length, "must be \(range.lowerBound) to \(counted(range.upperBound, "byte"))") { text in
            range.contains(text.utf8.count) ? nil : "has \(counted(text.utf8.count, "byte"))"
        }
    }

    /// Refuses the empty text; blanks count as text.
    public static var notEmpty: Rule {
        Rule(.length, "must not be empty") { $0.isEmpty ? "is empty" : nil }
    }

    /// Refuses what a path could not hold as one segment, whoever reads it: an ID that stands in the path of a call must not
    /// make another call of it.
    public static var pathSegment: Rule {
        Rule(.pattern, "must have only letters, digits, -, ., _ and ~, and be neither . nor ..") {
            $0.isEmpty || PercentEncoding.isCanonicalSegment($0) ? nil : "is \(quoted($0))"
        }
    }

    /// `allowed` decides for every code point; `description` names what it allows.
    public static func only(_ description: String, _ allowed: @escaping @Sendable (Unicode.Scalar) -> Bool) -> Rule {
        Rule(.pattern, "must have only \(description)") { text in
            guard let position = text.unicodeScalars.firstIndex(where: { !allowed($0) }) else { return nil }
            let place = text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: position) + 1
            return "has \(quoted(String(text.unicodeScalars[position]))) as character \(place)"
        }
    }

    /// 8-4-4-4-12 hexadecimal digits, in either case: the service passes upper case through.
    public static var uuid: Rule {
        Rule(.pattern, "must be a UUID, such as 3c5e2638-b71f-4499-8d1e-355e89f21ae0") { text in
            isUUID(text) ? nil : "is \(quoted(text))"
        }
    }
}

extension Rule {
    /// Limits the number of items in a list.
    public static func items<Element>(_ range: ClosedRange<Int>) -> Rule where V == [Element] {
        let least = range.count == 1 ? "exactly " : "\(range.lowerBound) to "
        return Rule(.length, "must have \(least)\(counted(range.upperBound, "item"))") {
            range.contains($0.count) ? nil : "has \(counted($0.count, "item"))"
        }
    }

    /// Refuses the empty list and sets no upper limit.
    public static func someItems<Element>() -> Rule where V == [Element] {
        Rule(.length, "must have at least 1 item") { $0.isEmpty ? "has no items" : nil }
    }
}

/// Whether `text` has the form of a UUID: 8-4-4-4-12 hexadecimal digits.
public func isUUID(_ text: String) -> Bool {
    var text = text  // `withUTF8` may make it contiguous
    return text.withUTF8 { bytes in
        guard bytes.count == 36 else { return false }
        for (position, byte) in bytes.enumerated() {
            let isDash = position == 8 || position == 13 || position == 18 || position == 23
            guard isDash ? byte == UInt8(ascii: "-") : hexValue(byte) != nil else { return false }
        }
        return true
    }
}
