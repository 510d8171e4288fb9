public import LuaSyntax
public import Schema

/// Something that a check found in a script, without running it.
public struct ScriptFinding: Hashable, Sendable {
    /// The script's name, as the checker was given it.
    public let file: String
    /// The places of the first character and of the one behind the last.
    public let start, end: LuaPlace
    /// Whether the script would fail there (`error`), or does what is probably not meant (`warning`).
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

    /// Reports a file that cannot be read as text, at its line `line` (from 1).
    public init(file: String, line: Int, message: String) {
        let place = LuaPlace(line: line, column: 1)
        self.init(
            file: file, start: place, end: place, severity: .error, code: "syntax", message: message, hint: "")
    }

    /// The finding as an object for `--json`.
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
