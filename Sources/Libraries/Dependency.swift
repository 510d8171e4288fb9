/// A dependency as rockspecs write it: `inspect >= 3, < 4`.
struct Dependency: Hashable {
    /// The dependency as it is written.
    let text: String
    /// The rock's name, in small letters.
    let name: String
    private let limits: [Limit]

    private struct Limit: Hashable {
        let sign: String
        let version: RockVersion
    }

    private static let signs: Set<String> = ["==", "~=", ">", "<", ">=", "<=", "~>"]
    /// Other ways to write two of the signs.
    private static let synonyms = ["": "==", "=": "==", "!=": "~="]

    /// Reads a dependency; nil when it is not one.
    init?(_ text: String) {
        var rest = text.drop { $0 == " " }
        let name = rest.prefix { Rockspec.isNameCharacter($0) }
        rest = rest.dropFirst(name.count).drop { $0 == " " }
        var limits: [Limit] = []
        while !rest.isEmpty {
            if rest.first == "@" { rest = rest.dropFirst() }
            let sign = rest.prefix { "<>=~!".contains($0) }
            rest = rest.dropFirst(sign.count).drop { $0 == " " }
            let version = rest.prefix { Rockspec.isNameCharacter($0) }
            rest = rest.dropFirst(version.count).drop { $0 == " " || $0 == "," }
            let known = Self.synonyms[String(sign)] ?? String(sign)
            guard !version.isEmpty, Self.signs.contains(known) else { return nil }
            limits.append(Limit(sign: known, version: RockVersion(String(version))))
        }
        guard !name.isEmpty, name.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
        (self.text, self.name, self.limits) = (text, name.lowercased(), limits)
    }

    /// Whether the range names `version`, or another one before the same release: `>= 2.0rc1` names 2.0rc2 too, and no
    /// other range has a version that is not released yet.
    func names(preRelease version: RockVersion) -> Bool {
        limits.contains { limit in
            limit.sign != "~=" && limit.sign != "<" && version.isPreRelease(like: limit.version)
        }
    }

    /// Where the range is one version alone, the dependency on all that begin with it, of which `version` is one; else nil.
    func loosened(to version: RockVersion) -> String? {
        guard let only = limits.first, limits.count == 1, only.sign == "==", version.begins(with: only.version) else {
            return nil
        }
        return "\(name) ~> \(only.version.text)"
    }

    /// Whether `version` is in the range.
    func accepts(_ version: RockVersion) -> Bool {
        limits.allSatisfy { limit in
            switch limit.sign {
            case "==": version.matches(limit.version)
            case "~=": !version.matches(limit.version)
            case ">": limit.version < version
            case "<": version < limit.version
            case ">=": !(version < limit.version)
            case "<=": !(limit.version < version)
            default: version.begins(with: limit.version)
            }
        }
    }
}
