import Emulator
import Files
import LuaKit
import Projects
import Session
import TestSupport
import Testing

/// Libraries that nobody here wrote, as Debian ships them: packed as rocks, installed by LuaRocks, used as libraries.
struct ThirdPartyTests {
    /// Modules by library; a name that ends in a slash is a folder.
    private static let libraries: [(name: String, modules: [String], needs: [String])] = [
        ("penlight", ["pl/"], ["luafilesystem"]), ("inspect", ["inspect.lua"], []), ("say", ["say/"], []),
        ("luassert", ["luassert/"], ["say"]), ("argparse", ["argparse.lua"], []),
    ]

    /// Debian has some modules for one version of Lua and not for another, though they are the same.
    private static func folder(of module: String) throws -> String {
        let folders = ["5.4", "5.3", "5.2", "5.1"].map { "/usr/share/lua/\($0)" }
        return try #require(folders.first { Files.real("\($0)/\(module)") != nil }, "\(module): run scripts/setup test")
    }

    private static func files(_ modules: [String]) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for module in modules {
            let folder = try folder(of: module)
            for name in module.hasSuffix("/") ? all(folder, module) : [module] {
                files["lua/\(name)"] = try Files.read("\(folder)/\(name)")
            }
        }
        return files
    }

    private static func all(_ folder: String, _ prefix: String) -> [String] {
        Files.list("\(folder)/\(prefix)").flatMap { name in
            name.hasSuffix("/") ? all(folder, prefix + name) : [prefix + name]
        }.filter { $0.hasSuffix(".lua") }
    }

    @Test func `are installed without running anything, and work as libraries`() throws {
        let server = try RocksServer()
        for library in Self.libraries {
            try server.add(library.name, "1.0-1", Self.files(library.modules), needs: library.needs)
        }
        let project = try LibraryProject(
            servers: [server.folder.path], needs: ["penlight", "inspect", "luassert", "argparse"])
        try project.install()
        #expect(
            try project.locked().map { $0.prefix { $0 != " " } } == [
                "argparse", "inspect", "luassert", "penlight", "say",
            ])
        for script in ["penlight", "inspect", "luassert", "argparse"] { try run(script, in: project) }
    }

    private func run(_ name: String, in project: LibraryProject) throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let path = "Tests/LibrariesTests/lua/\(name).lua"
        try project.folder.write("scripts/\(name).lua", "")
        let settings = ModuleSettings(script: "\(project.folder.path)/scripts/\(name).lua")
        let session = try Session(cloud, version: "test", script: path, arguments: [], modules: settings)
        let script = try Script(name: path, bytes: Vectors.file(path))
        do throws(LuaError) {
            _ = try session.run(script)
        } catch {
            Issue.record("\(session.report(error))")
        }
    }
}
