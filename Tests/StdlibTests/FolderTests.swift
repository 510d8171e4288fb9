import Emulator
import Files
import Glibc
import LuaKit
import Projects
import Session
import Stdlib
import TestSupport
import Testing

/// What the binary holds, what the folder holds, and who reaches what of it.
struct FolderTests {
    /// The text of `Sources/CStdlib/files.h` for the files that there are.
    private static func list(of stdlib: Stdlib) -> String {
        let head = "// Made from the folder stdlib/cph: UPDATE_GENERATED=1 swift test --filter FolderTests\n"
        return head
            + stdlib.paths.map {
                "{\"\($0)\", (const char[]){\n#embed \"../../stdlib/cph/\($0).lua\" suffix(, 0)\n}},\n"
            }
            .joined()
    }

    @Test func `every file of the folder is in the list of what is embedded`() throws {
        let path = "\(Vectors.root)/Sources/CStdlib/files.h"
        let list = Self.list(of: try #require(Stdlib(folder: "\(Vectors.root)/stdlib")))
        if Environment["UPDATE_GENERATED"] != nil { try Files.write(path, Array(list.utf8)) }
        #expect(
            try Files.read(path) == Array(list.utf8),
            "run UPDATE_GENERATED=1 swift test --filter FolderTests, which writes Sources/CStdlib/files.h")
    }

    /// The text of `Sources/CStdlib/texts.h` for the guides, examples and starts that there are.
    private static var listOfTexts: String {
        let folders = ["stdlib/guides/*.md", "stdlib/site/*", "stdlib/starts/*.lua", "scripts/*.lua"]
        let manuals = ["CREDENTIALS", "LIBRARIES", "OPERATIONS", "POLICIES"].map { "stdlib/\($0).md" }
        let paths = manuals + folders.flatMap { Repository.paths(matching: $0).sorted() }
        return paths.reduce("// Made from what stands in it: UPDATE_GENERATED=1 swift test --filter FolderTests\n") {
            list, path in
            list + "{\"\(path)\", (const char[]){\n#embed \"../../\(path)\" suffix(, 0)\n}},\n"
        }
    }

    @Test func `every guide, example and start is embedded, as it is in the repository`() throws {
        let path = "\(Vectors.root)/Sources/CStdlib/texts.h"
        if Environment["UPDATE_GENERATED"] != nil { try Files.write(path, Array(Self.listOfTexts.utf8)) }
        #expect(
            try Files.read(path) == Array(Self.listOfTexts.utf8),
            "run UPDATE_GENERATED=1 swift test --filter FolderTests, which writes Sources/CStdlib/texts.h")
        let texts = EmbeddedTexts.all
        for path in texts.paths { #expect(try texts[path] == Repository.text(path), "\(path)") }
        let guides = Repository.paths(matching: "stdlib/guides/*.md").count
        #expect(
            guides > 8 && texts.guides.count == guides + 3,
            "stdlib/EmbeddedTexts.swift says in which order guides are read")
        #expect(texts.examples.count > 8 && texts.starts.count == 4)
    }

    @Test func `every file is embedded byte for byte`() throws {
        let folder = try #require(Stdlib(folder: "\(Vectors.root)/stdlib"))
        #expect(folder.paths == Stdlib.embedded.paths)
        for path in folder.paths {
            let isSame = folder.source(path: path) == Stdlib.embedded.source(path: path)
            #expect(isSame, "\(path).lua in the binary is another than in the folder")
        }
    }

    @Test func `a folder without modules is none, and nothing outside of it is read`() {
        #expect(Stdlib(folder: "\(Vectors.root)/Sources") == nil)
        let stdlib = Stdlib(folder: "\(Vectors.root)/stdlib")
        #expect(stdlib?.source("../Stdlib") == nil && stdlib?.source(path: "../Stdlib") == nil)
    }

    @Test(arguments: [LuaMode.standard, .sandbox, .trusted])
    func `no script reaches a part, by any of its names`(mode: LuaMode) throws {
        var options = LuaState.Options()
        options.mode = mode
        let session = try Session(
            EmulatedCloud(EmulatedCloud.Configuration(seed: 1)), version: "test", script: "main.lua", arguments: [],
            options: options)
        let script = """
            local _ = cph.plan("x"):validate(), cph.testing, cph.servers, cph.args, cph.inventory -- loads parts
            for path in ("\(Stdlib.embedded.parts.joined(separator: " "))"):gmatch "%S+" do
              local room, part = path:match "(.+)/(.+)"
              for _, name in ipairs { path, room .. "." .. part, part } do
                assert(not pcall(function() return assert(cph[name]) end), name)
                assert(not pcall(require, "cph." .. name), name)
              end
              assert(not pcall(function() return assert(cph[room][part]) end), path)
            end
            """
        #expect(throws: Never.self) {
            _ = try session.run(Script(name: "main.lua", bytes: Array(script.utf8)))
        }
    }
}
