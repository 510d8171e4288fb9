import Files

/// The modules that a project has, for those who read about them.
extension Project {
    /// A module's file, for documentation.
    public struct Module: Sendable {
        /// The name that scripts `require`: `company.fleets`.
        public let name: String
        /// The file's path below the project's folder.
        public let file: String
        /// The file's text, without a first line that starts with `#!`.
        public let source: [UInt8]
    }

    /// The project's own modules, then those of its libraries, each sorted by file; none where there is no project.
    ///
    /// - Parameter folder: Where the project is looked for, upwards.
    public static func modules(from folder: String) -> [Module] {
        guard let root = root(from: folder) else { return [] }
        return ["lib", libraryFolder].flatMap { place in
            files(below: "\(root)/\(place)").compactMap { file in
                guard let bytes = try? Files.read("\(root)/\(place)/\(file)") else { return nil }
                let source = (try? Script(name: file, bytes: bytes))?.source ?? bytes
                return Module(name: name(of: file), file: "\(place)/\(file)", source: source)
            }
        }
    }

    private static func files(below folder: String) -> [String] {
        Files.list(folder).flatMap { name in
            if name.hasSuffix("/") { return files(below: folder + "/" + name.dropLast()).map { name + $0 } }
            return name.hasSuffix(".lua") ? [name] : []
        }
    }

    /// `company/fleets.lua` and `company/fleets/init.lua` are both `company.fleets`.
    private static func name(of file: String) -> String {
        var parts = file.dropLast(".lua".count).split(separator: "/")
        if parts.count > 1, parts.last == "init" { parts.removeLast() }
        return parts.joined(separator: ".")
    }
}
