import LuaKit
import LuaSyntax

extension LuacheckComments {
    /// What luacheck calls a finding, which its comments are about; nil for what it does not look for.
    private static func codes(_ finding: ScriptFinding) -> [String] {
        switch finding.code {
        case "undeclared_global": finding.message.contains("is set in") ? ["111"] : ["113"]
        case "unknown_name": ["143"]
        case "unused":
            switch (finding.message.split(separator: " ").first, finding.message.hasSuffix("set but never used")) {
            case ("parameter", true): ["212", "232"]
            case ("parameter", false): ["212"]
            case ("loop", _): ["213"]
            case (_, true): ["211", "231"]
            default: ["211"]
            }
        case "unreachable": ["511"]
        case "duplicate": ["314"]
        default: []
        }
    }

    /// Whether a comment says that `finding` is meant.
    ///
    /// - Parameters:
    ///   - range: Where it is, in bytes, and the name that it is about.
    ///   - words: The names that each of luacheck's standards adds.
    func allows(
        _ finding: ScriptFinding, _ name: String, at range: Range<Int>, setInScript: Set<String>,
        words: (String) -> Set<String>, matches: (String, String) -> Bool
    ) -> Bool {
        let codes = Self.codes(finding)
        guard !codes.isEmpty else { return false }
        let isName = codes.contains { $0.hasPrefix("1") }
        return rules.contains { rule in
            guard rule.range.contains(range.lowerBound) else { return false }
            switch rule.kind {
            case .ignore(let patterns):
                return patterns.isEmpty
                    || patterns.contains { pattern in codes.contains { Self.isMeant(pattern, $0, name, matches) } }
            case .globals(let names): return isName && names.contains { $0 == name || $0.hasSuffix(".\(name)") }
            case .standard(let standard): return isName && words(standard).contains(name)
            case .allowsDefined: return isName && setInScript.contains(name)
            }
        }
    }

    /// Whether `pattern` is of this code or this name: `21`, `212/self`, `_.*`.
    private static func isMeant(
        _ pattern: String, _ code: String, _ name: String, _ matches: (String, String) -> Bool
    ) -> Bool {
        let parts = pattern.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2 { return code.hasPrefix(parts[0]) && matches(name, parts[1]) }
        return pattern.allSatisfy(\.isNumber) ? code.hasPrefix(pattern) : matches(name, pattern)
    }
}
