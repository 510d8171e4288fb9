public import LuaSyntax
public import Schema

/// Something that a check found in a script, without running it.
public struct ScriptFinding: Hashable, Sendable {
    /// As it was named to the checker.
    public let file: String
    /// From the first character to behind the last.
    public let start, end: LuaPlace
    public let severity: Problem.Severity
    /// Stable; programs may compare it: `syntax`, `undeclared_global`, or a problem's code such as `range`.
    public let code: String
    /// What is wrong.
    public let message: String
    /// How to put it right; may be empty.
    public let hint: String

    init(
        file: String, start: LuaPlace, end: LuaPlace, severity: Problem.Severity, code: String, message: String,
        hint: String
    ) {
        (self.file, self.start, self.end, self.severity) = (file, start, end, severity)
        (self.code, self.message, self.hint) = (code, message, hint)
    }

    /// A file that can't be read as text.
    public init(file: String, line: Int, message: String) {
        let place = LuaPlace(line: line, column: 1)
        self.init(
            file: file, start: place, end: place, severity: .error, code: "syntax", message: message, hint: "")
    }

    /// For programs.
    public var value: Value {
        var object: Object = [
            "file": .string(file), "line": .int(start.line), "column": .int(start.column), "end_line": .int(end.line),
            "end_column": .int(end.column), "severity": .string(severity.rawValue), "code": .string(code),
            "message": .string(message),
        ]
        if !hint.isEmpty { object["hint"] = .string(hint) }
        return .object(object)
    }
}

extension ScriptFinding: CustomStringConvertible {
    /// `fleet.lua:3:7: error: count is 11; must be 1 to 10`
    public var description: String {
        "\(file):\(start.line):\(start.column): \(severity.rawValue): \(message)\(hint.isEmpty ? "" : "; \(hint)")"
    }
}

/// Collects what the checks of one script find.
struct ScriptFindings {
    let file: String
    let source: LuaSource
    private(set) var list: [ScriptFinding] = []
    private var known: Set<ScriptFinding> = []

    init(_ file: String, _ source: LuaSource) { (self.file, self.source) = (file, source) }

    /// The same thing said twice, as of a table that two calls take, counts once.
    mutating func add(
        _ range: Range<Int>, _ severity: Problem.Severity, _ code: String, _ message: String, hint: String = ""
    ) {
        let finding = ScriptFinding(
            file: file, start: source.position(at: range.lowerBound), end: source.position(at: range.upperBound),
            severity: severity, code: code, message: message, hint: hint)
        if known.insert(finding).inserted { list.append(finding) }
    }

    /// In the order of the text, without those of lines that end in `-- cph: ignore`.
    var sorted: [ScriptFinding] {
        list.filter { !isIgnored($0.start.line) }.sorted { ($0.start, $0.message) < ($1.start, $1.message) }
    }

    private func isIgnored(_ line: Int) -> Bool {
        guard let text = source.text(ofLine: line), let mark = text.range(of: "--") else { return false }
        return text[mark...].drop { $0 == "-" || $0 == " " }.hasPrefix("cph: ignore")
    }
}

extension String {
    /// Where the last comment mark is, if there is one.
    fileprivate func range(of mark: String) -> String.Index? {
        var index = endIndex
        while index > startIndex {
            index = self.index(before: index)
            if self[index...].hasPrefix(mark) { return index }
        }
        return nil
    }
}
