import Files
package import Projects
import Schema
import Text

/// Finds the file of a module. The order is the project's `lib`, then the libraries that the lock lists, then, at the
/// prompt, the user's own folder; never the working directory, a path from the environment, or anything in C.
package struct ModuleSearch {
    let project: Project?
    /// The folder of the user's own modules, absolute and without symbolic links; nil where it is not searched or not
    /// there.
    let userFolder: String?
    /// The file or folder from which the project was looked for, as messages show it.
    let start: String
    /// Folders of the project beside `lib`.
    let folders: [String]
    /// Templates of files below the working directory.
    let templates: [String]

    /// A module that was found, with the text that will run.
    package struct Found {
        let origin: ModuleOrigin
        package let script: Script
        let path: String
    }

    /// Finds the project and reads its settings and its lock.
    ///
    /// - Throws: `ProjectError` when a project file or a lock is there and is not right.
    package init(_ settings: ModuleSettings) throws(ProjectError) {
        let script = settings.script.flatMap(Files.real)
        start = script ?? Files.real(".") ?? "."
        let root = Project.root(from: script.map(Files.folder(of:)) ?? ".")
        project = if let root { try Project(root: root) } else { nil }
        userFolder = settings.userFolder.flatMap(Files.real)
        folders = settings.folders
        templates = settings.templates
    }

    /// Finds the file of a module and reads it.
    ///
    /// - Parameter isLibrary: Whether an installed library asks, which finds only installed libraries.
    package func find(_ name: ModuleName, isLibrary: Bool) throws -> Found {
        if !isLibrary, let found = try findOwn(name) { return found }
        if let found = try findInstalled(name) { return found }
        if !isLibrary, let folder = userFolder {
            for file in name.files.map({ "\(folder)/\($0)" }) where Files.isFile(file) {
                return try own(name, file: file, within: folder, shown: file)
            }
        }
        if !isLibrary, let found = try findByTemplate(name) { return found }
        throw ModuleNotFound(description: notFound(name, isLibrary: isLibrary))
    }

    private func findOwn(_ name: ModuleName) throws -> Found? {
        guard let project else { return nil }
        let places =
            name.files.map { "lib/\($0)" } + name.files.filter { file in folders.contains { file.hasPrefix("\($0)/") } }
        for file in places where Files.isFile("\(project.root)/\(file)") {
            return try own(name, file: "\(project.root)/\(file)", within: project.root, shown: file)
        }
        return nil
    }

    private func findByTemplate(_ name: ModuleName) throws -> Found? {
        guard !templates.isEmpty, let here = Files.real(".") else { return nil }
        for template in templates {
            let file = name.file(template)
            let shown = file.hasPrefix("./") ? String(file.dropFirst(2)) : file
            if Files.isFile(file) { return try own(name, file: file, within: here, shown: shown) }
        }
        return nil
    }

    private func own(_ name: ModuleName, file: String, within folder: String, shown: String) throws -> Found {
        let script = try read(file, within: folder, shown: shown).script
        return Found(origin: ModuleOrigin(name: name.text, owner: .script, file: shown), script: script, path: file)
    }

    private func findInstalled(_ name: ModuleName) throws -> Found? {
        // What is built in has its caller's rights to files; a library of that name would be handed every path.
        guard let project, name.text != FileSystemModule.name else { return nil }
        let folder = "\(project.root)/\(Project.libraryFolder)"
        for path in name.files {
            let owner = project.lock?.owner(of: path)
            if owner == nil && (project.lock != nil || !Files.isFile("\(folder)/\(path)")) { continue }
            let shown = "\(Project.libraryFolder)/\(path)"
            let file = try read("\(folder)/\(path)", within: folder, shown: shown)
            if let owner { try LibraryHash(owner).check(file.bytes, shown: shown) }
            let library = owner?.rock.name ?? String(name.text.prefix { $0 != "." })
            let origin = ModuleOrigin(
                name: name.text, owner: .library(library, version: owner?.rock.version), file: shown)
            return Found(origin: origin, script: file.script, path: "\(folder)/\(path)")
        }
        return nil
    }

    private func read(_ path: String, within folder: String, shown: String) throws -> (bytes: [UInt8], script: Script) {
        let file = try Script.readFollowing(path)
        guard file.place.hasPrefix(folder + "/") else {
            throw ProjectError("\(shown): is a link that leads out of the project, to \(file.place)")
        }
        try Project.checkOwnership(of: file.place, below: folder)
        return (file.bytes, try Script(name: shown, bytes: file.bytes))
    }
}

/// No place that is searched has the module.
struct ModuleNotFound: Error, CustomStringConvertible {
    let description: String
}

// MARK: What was not found

extension ModuleSearch {
    private func notFound(_ name: ModuleName, isLibrary: Bool) -> String {
        var lines = ["module \(quoted(name.text)) not found"]
        if let near = suggestion(for: name.text, among: names(besides: name, isLibrary: isLibrary)) {
            lines[0] += "; did you mean \(near)?"
        }
        if !templates.isEmpty && !isLibrary {
            lines.append("  no \(templates.map(name.file).joined(separator: ", ")) in the working directory")
        }
        guard let project else { return (lines + placesWithoutProject(name)).joined(separator: "\n") }
        if isLibrary {
            lines.append("  a library finds what is installed, not the project's lib/")
        } else {
            lines.append("  no \(name.files.map { "lib/\($0)" }.joined(separator: " or ")) in \(project.root)")
        }
        lines.append(
            project.lock == nil
                ? "  no \(name.files[0]) in \(Project.libraryFolder)"
                : "  \(Project.lockName) lists no such file; cph lib add installs a library")
        if let userFolder, !isLibrary { lines.append("  no \(name.files[0]) in \(userFolder)") }
        if templates.isEmpty {
            lines.append("  nothing else is searched: no package.path, no LUA_PATH, no current directory")
        }
        return lines.joined(separator: "\n")
    }

    private func placesWithoutProject(_ name: ModuleName) -> [String] {
        let user = userFolder.map { ["  no \(name.files[0]) in \($0)"] } ?? []
        if !templates.isEmpty { return user }
        return user + [
            "  \(start) is in no project (no \(Project.fileName) in a folder above), so only cph.* can be required",
            "  cph lib init makes a project, whose lib/ holds its modules",
        ]
    }

    /// The names of all modules that could have been meant, sorted.
    private func names(besides name: ModuleName, isLibrary: Bool) -> [String] {
        var files: [String] = []
        if let project {
            if !isLibrary { files += Self.files(below: "\(project.root)/lib") }
            files += project.lock?.paths ?? Self.files(below: "\(project.root)/\(Project.libraryFolder)")
        }
        if let userFolder, !isLibrary { files += Self.files(below: userFolder) }
        return files.compactMap { ModuleName(file: $0)?.text }.filter { $0 != name.text }.sorted()
    }

    /// How many files are looked at for a suggestion, at most.
    private static let mostFiles = 5_000

    private static func files(below folder: String) -> [String] {
        var (files, folders) = ([String](), [""])
        while let prefix = folders.popLast(), files.count < mostFiles {
            for name in Files.list("\(folder)/\(prefix)") {
                if name.hasSuffix("/") { folders.append(prefix + name) } else { files.append(prefix + name) }
            }
        }
        return files
    }
}
