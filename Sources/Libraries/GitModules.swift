import Projects

/// The files of a commit, as `git ls-tree -r -z` lists them, and which of them are modules.
struct GitModules {
    private let entries: [(path: String, mode: String, object: String)]

    init(_ output: [UInt8]) {
        entries = output.split(separator: 0).compactMap { line in
            let parts = String(decoding: line, as: UTF8.self).split(separator: "\t", maxSplits: 1)
            let words = parts[0].split(separator: " ")
            guard parts.count == 2, words.count == 3 else { return nil }
            return (String(parts[1]), String(words[0]), String(words[2]))
        }
    }

    /// Lists the modules by their path below `folder`, with the git object of each; nil looks in the usual folders.
    func modules(below folder: String?) throws(ProjectError) -> [(path: String, object: String)] {
        let places = folder.map { [$0] } ?? UsualFolders.ofRepository
        for place in places {
            let found = try modules(prefix: place == "." ? "" : "\(place)/")
            if !found.isEmpty { return found }
        }
        if let folder {
            throw ProjectError("there is no Lua file below \(folder) in that tag; nothing was installed")
        }
        let found = try modules(prefix: "").filter { path, _ in
            !UsualFolders.besideRepository.contains(String(path.prefix { $0 != "/" })) && !path.hasPrefix(".")
        }
        guard !found.isEmpty else { throw ProjectError("there is no Lua file in that tag; nothing was installed") }
        return found
    }

    private func modules(prefix: String) throws(ProjectError) -> [(path: String, object: String)] {
        var found: [(path: String, object: String)] = []
        for entry in entries where entry.path.hasPrefix(prefix) && entry.path.hasSuffix(".lua") {
            guard entry.mode.hasPrefix("100") else {
                throw ProjectError("\(entry.path) is a link in that tag, and cph installs none; nothing was installed")
            }
            let path = String(entry.path.dropFirst(prefix.count))
            guard Lock.isModuleFile(path) else { throw ProjectError("\(entry.path) is no path of a module") }
            found.append((path, entry.object))
        }
        return found
    }
}
