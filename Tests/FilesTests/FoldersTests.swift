import Files
import Glibc
import TestSupport
import Testing

struct FoldersTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(["b.lua": "", "c/d/e": "", ".hidden": ""]) }

    @Test func `a folder is listed in order, folders with a slash`() throws {
        #expect(try Files.names(in: folder.path) == [".hidden", "b.lua", "c"])
        #expect(Files.list(folder.path) == [".hidden", "b.lua", "c/"])
        #expect(Files.list("\(folder.path)/none").isEmpty)
        let error = try #require(throws: FileError.self) { try Files.names(in: "\(folder.path)/none") }
        #expect(error.description == "cannot read the folder \(folder.path)/none: No such file or directory")
    }

    @Test func `everything below a folder is found and links are not followed`() throws {
        #expect(symlink(folder.path, "\(folder.path)/c/round") == 0)
        let found = try Files.entries(below: folder.path)
        #expect(found.map(\.path) == [".hidden", "b.lua", "c", "c/d", "c/d/e", "c/round"])
        #expect(found.map(\.kind) == [.file, .file, .folder, .folder, .file, .other])
    }

    @Test func `folders are made with those above, and again without complaint`() throws {
        let path = "\(folder.path)/x/y/z"
        try Files.makeFolder(path, mode: 0o700, isDurable: true)
        try Files.makeFolder(path)
        for name in ["x", "x/y", "x/y/z"] {
            #expect(try Files.status("\(folder.path)/\(name)").map { $0.st_mode & 0o777 } == 0o700)
        }
        let error = try #require(throws: FileError.self) { try Files.makeFolder("\(folder.path)/b.lua/x") }
        #expect(error.description == "cannot make the folder \(folder.path)/b.lua/x: Not a directory")
    }

    @Test func `temporary names are new and this user's alone`() throws {
        let paths = try [1, 2].map { _ in try Files.makeTemporaryFolder("\(folder.path)/t-") }
        #expect(Set(paths).count == 2)
        #expect(try paths.allSatisfy { try Files.status($0).map { $0.st_mode & 0o777 } == 0o700 })
        let file = try Files.makeTemporaryFile("\(folder.path)/t-", suffix: ".lua", Array("x".utf8))
        #expect(file.hasSuffix(".lua") && Files.text(file) == "x")
        #expect(try Files.status(file).map { $0.st_mode & 0o777 } == 0o600)
    }

    @Test func `removing takes what is below and not what links lead to`() throws {
        let other = try TemporaryFolder(["kept": ""])
        #expect(symlink(other.path, "\(folder.path)/c/link") == 0)
        Files.remove("\(folder.path)/c")
        #expect(folder.files() == [".hidden", "b.lua"] && other.files() == ["kept"])
    }

    @Test func `two folders are swapped in one step`() throws {
        try folder.write("x/1", "")
        try Files.exchange("\(folder.path)/x", "\(folder.path)/c")
        #expect(folder.files() == [".hidden", "b.lua", "c/1", "x/d/e"])
        #expect(throws: FileError.self) { try Files.exchange("\(folder.path)/x", "\(folder.path)/none") }
    }

    @Test func `a second name is given only when it is free`() throws {
        try Files.link("\(folder.path)/b.lua", to: "\(folder.path)/n.lua")
        let error = try #require(throws: FileError.self) {
            try Files.link("\(folder.path)/b.lua", to: "\(folder.path)/n.lua")
        }
        #expect(error.code == EEXIST)
    }

    @Test func `a local disk is no network file system`() throws {
        #expect(try Files.networkFileSystem("/proc") == nil)
        #expect(throws: FileError.self) { try Files.networkFileSystem("\(folder.path)/none") }
    }
}
