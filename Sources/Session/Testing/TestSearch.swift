import Files
package import LuaKit
import Projects

/// Finds the files that hold tests.
package enum TestSearch {
    /// Which files of a folder hold tests: by Lua patterns for their names.
    package struct Names {
        /// Patterns of which one must match.
        package var wanted = ["_spec"]
        /// Patterns of which none may match.
        package var unwanted: [String] = []
        /// Whether folders in the folder count.
        package var isRecursive = true

        /// Means all files with `_spec` in their names.
        package init() {}
    }

    /// Lists the files at `paths`: a file as it is named, of a folder all that `names` means. Without paths it looks in
    /// `spec` of the project around the working directory, or of that folder itself.
    ///
    /// - Throws: `LuaError` for a text that is no pattern.
    package static func find(_ paths: [String], _ names: Names = Names()) throws(LuaError) -> [String] {
        let usual = project([]).map { $0 == here ? "spec" : "\($0)/spec" } ?? "spec"
        let places = paths.isEmpty ? [usual].filter(Files.isFolder) : paths
        let patterns = try LuaPatterns()
        var found: [String] = []
        for place in places {
            guard Files.isFolder(place) else {
                found.append(place)
                continue
            }
            let folder = place.count > 1 && place.hasSuffix("/") ? String(place.dropLast()) : place
            for file in Files.luaFiles(in: folder).sorted(by: { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }) {
                let below = folder == "." ? file[...] : file.dropFirst(folder.count + 1)
                let name = String(below.split(separator: "/").last ?? "")
                guard names.isRecursive || !below.contains("/") else { continue }
                if try patterns.matches(name, names.unwanted.filter { !$0.isEmpty }) { continue }
                let isWanted = try patterns.matches(name, names.wanted)
                if isWanted || names.wanted.isEmpty { found.append(file) }
            }
        }
        return found
    }

    /// Lists the Lua files in the project's `lib`, each with the name below the project's folder by which messages call
    /// it.
    package static func modules(_ paths: [String]) -> [(name: String, path: String)] {
        guard let project = project(paths) else { return [] }
        return Files.luaFiles(in: "\(project)/lib").map { (String($0.dropFirst(project.utf8.count + 1)), $0) }
    }

    /// Folders whose changes mean that tests are to be run again.
    package static func folders(_ paths: [String]) -> [String] {
        let named = paths.map { Files.isFolder($0) ? $0 : Files.folder(of: Files.real($0) ?? $0) }
        let own = project(paths).map { ["\($0)/lib", "\($0)/spec"] } ?? ["spec"]
        return Array(Set((named + own).filter(Files.isFolder).flatMap(subfolders))).sorted()
    }

    private static func subfolders(_ folder: String) -> [String] {
        [folder] + Files.folders(in: folder).flatMap { subfolders("\(folder)/\($0)") }
    }

    /// The folder that the names of covered files are relative to.
    package static func root(_ paths: [String]) -> String { project(paths) ?? here ?? "." }

    private static var here: String? { Files.real(".") }

    /// The project of the first path, or of the working directory.
    private static func project(_ paths: [String]) -> String? {
        let place = paths.first ?? "."
        return Project.root(from: Files.isFolder(place) ? place : Files.folder(of: Files.real(place) ?? place))
    }
}
