import Files
import Projects

/// Finds the files that hold tests.
package enum TestSearch {
    /// Lists the files at `paths`: a file as it is named, of a folder all `*_spec.lua` in it. Without paths it looks in
    /// `spec` of the project around the working directory, or of that folder itself.
    package static func find(_ paths: [String]) -> [String] {
        let usual = project([]).map { $0 == here ? "spec" : "\($0)/spec" } ?? "spec"
        let places = paths.isEmpty ? [usual].filter(Files.isFolder) : paths
        return places.flatMap { place in
            Files.isFolder(place) ? Files.luaFiles(in: place).filter { $0.hasSuffix("_spec.lua") } : [place]
        }
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

    private static var here: String? { Files.real(".") }

    /// The project of the first path, or of the working directory.
    private static func project(_ paths: [String]) -> String? {
        let place = paths.first ?? "."
        return Project.root(from: Files.isFolder(place) ? place : Files.folder(of: Files.real(place) ?? place))
    }
}
