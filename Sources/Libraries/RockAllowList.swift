import Projects
import Schema

/// Which modules a rockspec names, and what else it asks for. Only Lua files are ever taken; what would run, compile or
/// write something else is said, not done.
struct RockAllowList {
    /// A module's file: where it goes, and which file of the source it is.
    struct Item: Hashable {
        let path, source: String
    }

    /// The files that are named; nil where the rockspec leaves it to what the rock holds.
    private(set) var items: [Item]?
    /// Why the rock cannot be installed as it says.
    private(set) var problems: [String] = []

    /// - Parameter isPacked: Whether the rock's files were built before it was packed, so that no build is left to do.
    init(_ rockspec: Rockspec, isPacked: Bool) {
        let build = rockspec.members["build"]?.members ?? [:]
        let install = build["install"]?.members ?? [:]
        if rockspec.members["hooks"]?.members?.isEmpty == false {
            problems.append("has hooks, which run programs, and cph runs none")
        }
        if !isPacked {
            let type = build["type"]?.text ?? "builtin"
            if !["builtin", "module", "none"].contains(type) {
                problems.append(
                    "is built by '\(type)', and cph runs no build; a rock that was packed after it (.all.rock) will do")
            }
            if build["patches"]?.members?.isEmpty == false { problems.append("has patches, and cph applies none") }
            if Self.isNamed(install["bin"]) { problems.append("installs programs, and cph installs none") }
            if Self.isNamed(install["lib"]) { problems.append("installs C modules, and cph installs none") }
        }
        var items: [Item] = []
        let hasModules = build["type"]?.text != "none" && build["modules"] != nil
        if hasModules {
            for (name, value) in build["modules"]?.members ?? [:] { items += item(ofModule: name, value) }
        }
        items += installed(install["lua"])
        for (path, group) in Dictionary(grouping: items, by: \.path) where Set(group).count > 1 {
            problems.append("\(path): is named twice, for \(group.map(\.source).sorted().joined(separator: " and "))")
        }
        let isNamed = hasModules || !items.isEmpty || build["type"]?.text == "none"
        self.items = isNamed ? Array(Set(items)).sorted { $0.path < $1.path } : nil
    }

    private static func isNamed(_ value: Value?) -> Bool {
        value?.members?.isEmpty == false || value?.items?.isEmpty == false
    }

    /// A member of `build.modules`: `["company.fleets"] = "src/fleets.lua"`.
    private mutating func item(ofModule name: String, _ value: Value) -> [Item] {
        guard let source = value.text, source.hasSuffix(".lua") else {
            problems.append("module \(name) is made of C, and cph installs no C modules")
            return []
        }
        let isFolder = source.split(separator: "/").last == "init.lua" && !name.hasSuffix(".init") && name != "init"
        return item(name, isFolder ? "/init.lua" : ".lua", source)
    }

    /// What `build.install.lua` lists: files by the module's name, or files alone, which keep their own.
    private mutating func installed(_ value: Value?) -> [Item] {
        var found: [Item] = []
        let unnamed = value?.items ?? value?.members?.filter { $0.key.hasPrefix("[") }.map(\.value) ?? []
        for source in unnamed.map({ $0.text ?? "" }) {
            let name = source.split(separator: "/").last ?? ""
            found += item(String(name.hasSuffix(".lua") ? name.dropLast(4) : name), ".lua", source)
        }
        for (name, source) in value?.members ?? [:] where !name.hasPrefix("[") {
            found += item(name, ".lua", source.text ?? "")
        }
        return found
    }

    private mutating func item(_ module: String, _ ending: String, _ source: String) -> [Item] {
        let source = source.hasPrefix("./") ? String(source.dropFirst(2)) : source
        guard ModuleName.isPlain(module) else {
            problems.append("\(module) is no name of a module: letters, digits, _ and -, with dots between them")
            return []
        }
        guard source.hasSuffix(".lua"), Archive.isPlain(source) else {
            problems.append("\(source): is no Lua file of the rock")
            return []
        }
        return [Item(path: module.split(separator: ".").joined(separator: "/") + ending, source: source)]
    }
}
