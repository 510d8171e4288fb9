import Files
import Libraries
import Session
import TestSupport
import Testing

/// A folder that is a rocks server, with whatever rocks a test wants.
struct RocksServer {
    let folder: TemporaryFolder
    static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

    init() throws { folder = try TemporaryFolder() }

    /// Puts a rock there as it comes out of the packing: modules under `lua/`, C modules under `lib/`, programs under `bin/`.
    func add(
        _ name: String, _ version: String, _ files: [String: [UInt8]], needs: [String] = [], build: String = "builtin",
        more: String = ""
    ) throws {
        let source = try TemporaryFolder()
        for (path, bytes) in files { try source.write(path, bytes: bytes) }
        try source.write("\(name)-\(version).rockspec", rockspec(name, version, needs, build, more))
        try source.write("rock_manifest", manifest(files.keys.sorted()))
        try zip(source, "\(name)-\(version).all.rock")
    }

    func add(_ name: String, _ version: String, _ text: String, needs: [String] = []) throws {
        try add(name, version, ["lua/\(name).lua": Array(text.utf8)], needs: needs)
    }

    /// Puts a rock there that is built from its source.
    ///
    /// - Parameter prepare: What else is done in the folder before it is packed.
    func addSource(
        _ name: String, build: String = "builtin", more: String = "", files: [String: String] = [:],
        prepare: (TemporaryFolder) throws -> Void = { _ in }
    ) throws {
        let source = try TemporaryFolder()
        for (path, text) in files { try source.write(path, text) }
        let text = rockspec(name, "1.0-1", [], build, more)
        try source.write("\(name)-1.0-1.rockspec", text)
        try prepare(source)
        try zip(source, "\(name)-1.0-1.src.rock")
    }

    /// Puts a file there under the name of a rock, whatever it is.
    func addFile(_ file: String, _ bytes: [UInt8]) throws {
        try folder.write(file, bytes: bytes)
        let parts = file.split(separator: "-", maxSplits: 1)
        let version = parts[1].split(separator: ".").dropLast(2).joined(separator: ".")
        let arch = file.split(separator: ".").dropLast().last ?? ""
        try folder.write(
            "manifest-5.4", "repository = { [\"\(parts[0])\"] = { [\"\(version)\"] = { { arch = \"\(arch)\" } } } }")
    }

    private func rockspec(_ name: String, _ version: String, _ needs: [String], _ build: String, _ more: String)
        -> String
    {
        """
        package = "\(name)" version = "\(version)" source = { url = "file://\(name).lua" }
        dependencies = { \(needs.map { "\"\($0)\"" }.joined(separator: ", ")) }
        build = { type = \(build.hasPrefix("\"") ? build : "\"\(build)\"") } \(more)
        """
    }

    private func manifest(_ paths: [String]) -> String {
        "rock_manifest = { "
            + ["lua", "lib", "bin"].compactMap { place in
                let files = paths.filter { $0.hasPrefix("\(place)/") }.map { "[\"\($0.dropFirst(4))\"] = \"0\"" }
                return files.isEmpty ? nil : "\(place) = { \(files.joined(separator: ", ")) }, "
            }.joined() + "}"
    }

    private func zip(_ source: TemporaryFolder, _ name: String) throws {
        try Self.run("zip", ["-q", "-r", "-y", "\(folder.path)/\(name)", "."], in: source.path)
        try Self.run("luarocks-admin", ["--lua-version", "5.4", "make_manifest", folder.path], in: folder.path)
    }

    static func run(_ name: String, _ words: [String], in place: String) throws {
        let program = try #require(Subprocess.find(name, path: Self.environment["PATH"]), "scripts/setup test")
        let home = try TemporaryFolder()
        var process = Subprocess(program, words, environment: Self.environment.merging(["HOME": home.path]) { $1 })
        process.folder = place
        let outcome = try process.run()
        try #require(outcome.isSuccess, "\(outcome.errors)")
    }
}
