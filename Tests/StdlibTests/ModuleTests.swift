import Emulator
import LuaKit
import Runtime
import Stdlib
import TestSupport
import Testing

/// Each module of the standard library has a test in Lua, and an example in its header that runs.
struct ModuleTests {
    @Test(arguments: Stdlib.embedded.names)
    func `keeps what its test asserts`(module: String) throws {
        try run(Vectors.file("Tests/StdlibTests/lua/\(module).lua"), name: "\(module).lua")
    }

    @Test(arguments: Stdlib.embedded.names)
    func `starts with an example that runs`(module: String) throws {
        let source = String(decoding: Stdlib.embedded.source(module) ?? [], as: UTF8.self)
        let example = source.split(separator: "\n").prefix { $0.hasPrefix("---") }.filter { $0.hasPrefix("---     ") }
        #expect(!example.isEmpty, "the header of \(module) shows no example")
        try run(Array(example.map { $0.dropFirst(8) }.joined(separator: "\n").utf8), name: "example of \(module)")
    }

    @Test func `every file of the folder is embedded, byte for byte, and named in its README`() throws {
        let folder = try #require(Stdlib(folder: "\(Vectors.root)/stdlib"))
        #expect(folder.names == Stdlib.embedded.names)
        let readme = String(decoding: try Vectors.file("stdlib/README.md"), as: UTF8.self)
        for name in folder.names {
            let isSame = folder.source(name) == Stdlib.embedded.source(name)
            #expect(isSame, "cph.\(name) in the binary is another than in the folder")
            #expect(readme.contains("`cph.\(name)`"), "stdlib/README.md does not name cph.\(name)")
        }
    }

    @Test func `a folder without modules is none`() {
        #expect(Stdlib(folder: "\(Vectors.root)/Sources") == nil)
        #expect(Stdlib(folder: "\(Vectors.root)/stdlib")?.source("../Stdlib") == nil)
    }

    private func run(_ source: [UInt8], name: String) throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: name, arguments: [])
        let script = try Script(name: name, bytes: source)
        do throws(LuaError) {
            _ = try session.run(script)
        } catch {
            Issue.record("\(session.report(error))")
        }
    }
}
