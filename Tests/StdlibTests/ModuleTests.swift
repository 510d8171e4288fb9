import Emulator
import LuaKit
import Projects
import Session
import Stdlib
import TestSupport
import Testing

/// Each file of the standard library has a test in Lua, and an example in its header that runs.
struct ModuleTests {
    @Test(arguments: Stdlib.embedded.paths)
    func `keeps what its test asserts`(path: String) throws {
        try run(Vectors.file("Tests/StdlibTests/lua/\(path).lua"), name: "\(path).lua", .standardLibrary)
    }

    @Test(arguments: Stdlib.embedded.names)
    func `starts with an example that runs`(module: String) throws {
        try run(example(module), name: "example of \(module)", .script)
    }

    @Test(arguments: Stdlib.embedded.parts)
    func `starts with an example that runs among its own`(part: String) throws {
        let source = Array("local require = ...\n".utf8) + (try example(part))
        try run(source, name: "example of \(part)", .standardLibrary)
    }

    @Test func `every module is named in the README`() throws {
        let readme = String(decoding: try Vectors.file("stdlib/README.md"), as: UTF8.self)
        for name in Stdlib.embedded.names {
            #expect(readme.contains("`cph.\(name)`"), "stdlib/README.md does not name cph.\(name)")
        }
        for folder in Set(Stdlib.embedded.parts.map { $0.split(separator: "/")[0] }) {
            #expect(readme.contains("`cph/\(folder)/`"), "stdlib/README.md does not name cph/\(folder)/")
        }
    }

    private func example(_ path: String) throws -> [UInt8] {
        let source = String(decoding: Stdlib.embedded.source(path: path) ?? [], as: UTF8.self)
        let example = source.split(separator: "\n").prefix { $0.hasPrefix("---") }.filter { $0.hasPrefix("---     ") }
        #expect(!example.isEmpty, "the header of \(path) shows no example")
        return Array(example.map { $0.dropFirst(8) }.joined(separator: "\n").utf8)
    }

    private enum Place { case script, standardLibrary }

    private func run(_ source: [UInt8], name: String, _ place: Place) throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: name, arguments: [])
        let script = try Script(name: name, bytes: source)
        do throws(LuaError) {
            switch place {
            case .script: _ = try session.run(script)
            case .standardLibrary: try session.run(asStandardLibrary: script)
            }
        } catch {
            Issue.record("\(session.report(error))")
        }
    }
}
