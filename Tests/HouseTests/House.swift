import TestSupport

/// The targets of this package and the files of each, as far as their texts tell.
struct House {
    struct File {
        let path: String
        let target: String
        /// Types at the margin that other files see.
        var types: [String] = []
        /// Types that the file extends.
        var extended: Set<String> = []
        var imports: [String] = []

        /// Of `Ledger+Reading.swift` it is `Ledger`.
        var subject: String {
            let name = path.split(separator: "/").last?.dropLast(".swift".count) ?? ""
            return String(name.prefix { $0 != "+" })
        }
    }

    /// In the order of `Package.swift`, without those of tests.
    let targets: [String]
    let files: [File]

    init() throws {
        targets = try Self.targets(in: Repository.text("Package.swift"))
        let depths = (1...6).map { "Sources" + String(repeating: "/*", count: $0) + "/*.swift" }
        let paths = depths.flatMap { Repository.paths(matching: $0) } + Repository.paths(matching: "stdlib/*.swift")
        files = try paths.map { path in
            let parts = path.split(separator: "/")
            let target = parts[0] == "stdlib" ? "Stdlib" : String(parts[1])
            return Self.file(path, target: target, try Repository.text(path))
        }
    }

    /// The targets whose sources are not below `Tests`.
    static func targets(in package: String) -> [String] {
        let calls = package.split(separator: "var testTargets")[0].split(separator: "arget(").dropFirst()
        return calls.compactMap { call in
            let text = call.drop(while: \.isWhitespace)
            guard text.hasPrefix("name: \"") else { return nil }
            return String(text.dropFirst("name: \"".count).prefix { $0 != "\"" })
        }
    }

    /// Reads what stands at the margin of `text`.
    static func file(_ path: String, target: String, _ text: String) -> File {
        var file = File(path: path, target: target)
        for line in text.split(separator: "\n") where line.first?.isWhitespace == false {
            let words = line.split(separator: " ").drop { modifiers.contains(String($0)) || $0.hasPrefix("@") }
            guard words.count > 1 else { continue }
            let name = String(words[words.startIndex + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            switch words[words.startIndex] {
            case "import": file.imports.append(name)
            case "extension": file.extended.insert(name)
            case "struct", "class", "enum", "actor", "protocol":
                if !line.hasPrefix("private ") && !line.hasPrefix("fileprivate ") { file.types.append(name) }
            default: break
            }
        }
        return file
    }

    private static let modifiers: Set<String> = [
        "public", "package", "internal", "private", "fileprivate", "final", "indirect", "nonisolated",
    ]
}
