import Crypto
import Emulator
import LuaKit
import Projects
import Session
import TestSupport

/// A project in a folder of its own, and what a script of it does.
struct ProjectFixture {
    let folder: TemporaryFolder
    let cloud: EmulatedCloud

    /// - Parameter files: Beside `cph.project.lua`, which grants nothing unless it is among them.
    init(_ files: [String: String] = [:]) throws {
        folder = try TemporaryFolder(["cph.project.lua": "return {}"].merging(files) { $1 })
        cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
    }

    /// A session for the script `scripts/main.lua`.
    func session(mode: LuaMode = .standard, _ change: (inout ModuleSettings) -> Void = { _ in }) throws -> Session {
        var options = LuaState.Options()
        options.mode = mode
        try folder.write("scripts/main.lua", "")
        var settings = ModuleSettings(script: "\(folder.path)/scripts/main.lua")
        change(&settings)
        return try Session(
            cloud, version: "test", script: "main.lua", arguments: [], options: options, modules: settings)
    }

    /// What `text` returns, as text.
    func run(_ text: String, mode: LuaMode = .standard) throws -> [String] {
        let session = try session(mode: mode)
        let values = try session.run(Script(name: "main.lua", bytes: Array(text.utf8)))
        return try values.map(session.text(of:))
    }

    /// Why `text` fails.
    func failure(_ text: String) throws -> String {
        do {
            let values = try run(text)
            return "no failure: \(values)"
        } catch let error as LuaError {
            return error.description
        }
    }

    /// A lock for files that are below `lua_modules` already.
    func lock(_ rocks: [String: [String]]) throws {
        let rocks = try rocks.map { name, files in
            Lock.Rock(
                name: name, version: "1.0-1", from: "test",
                files: Dictionary(
                    uniqueKeysWithValues: try files.map { file in
                        (
                            file,
                            try Crypto.sha256Hex(Array((folder.text("\(Project.libraryFolder)/\(file)") ?? "").utf8))
                        )
                    }))
        }
        try folder.write("cph.lock", Lock(rocks).text)
    }
}
