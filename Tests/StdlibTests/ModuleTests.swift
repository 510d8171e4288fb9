import Emulator
import LuaKit
import Runtime
import Stdlib
import TestSupport
import Testing

/// Each module of the standard library has a test in Lua, and an example in its header that runs.
struct ModuleTests {
    @Test(arguments: Stdlib.names)
    func `keeps what its test asserts`(module: String) throws {
        try run(Vectors.file("Tests/StdlibTests/lua/\(module).lua"), name: "\(module).lua")
    }

    @Test(arguments: Stdlib.names)
    func `starts with an example that runs`(module: String) throws {
        let source = String(decoding: Stdlib.source(module) ?? [], as: UTF8.self)
        let example = source.split(separator: "\n").prefix { $0.hasPrefix("---") }.filter { $0.hasPrefix("---     ") }
        #expect(!example.isEmpty, "the header of \(module) shows no example")
        try run(Array(example.map { $0.dropFirst(8) }.joined(separator: "\n").utf8), name: "example of \(module)")
    }

    @Test func `every file of the folder is embedded`() throws {
        for name in Stdlib.names {
            #expect(try Vectors.file("stdlib/cph/\(name).lua") == Stdlib.source(name))
            #expect(String(decoding: try Vectors.file("stdlib/README.md"), as: UTF8.self).contains("`cph.\(name)`"))
        }
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
