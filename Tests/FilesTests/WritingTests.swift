import Files
import Glibc
import TestSupport
import Testing

struct WritingTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/a" }

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ name: String) throws -> UInt32? {
        try Files.status("\(folder.path)/\(name)").map { $0.st_mode & 0o777 }
    }

    @Test func `a file is made once`() throws {
        try Files.create(path, Array("one".utf8), mode: 0o600)
        let error = try #require(throws: FileError.self) { try Files.create(path, []) }
        #expect(error.description == "cannot create \(path): File exists")
        #expect(folder.text("a") == "one")
        #expect(try mode("a") == 0o600)
    }

    @Test func `a name that is a link is not written through`() throws {
        #expect(symlink("\(folder.path)/elsewhere", path) == 0)
        #expect(throws: FileError.self) { try Files.create(path, [1]) }
        #expect(folder.files() == ["a"])
    }

    @Test func `folders on the way are made when that is wanted`() throws {
        #expect(try #require(throws: FileError.self) { try Files.create("\(path)/b/c", []) }.isMissing)
        try Files.create("\(path)/b/c", [], makesFolders: true)
        #expect(folder.files() == ["a/b/c"])
    }

    @Test func `an empty file is made by the first who wants it`() throws {
        #expect(try Files.createIfAbsent(path, mode: 0o600))
        #expect(try !Files.createIfAbsent(path, mode: 0o600))
        #expect(throws: FileError.self) { try Files.createIfAbsent("\(path)/b", mode: 0o600) }
    }

    @Test func `what is replaced keeps its permissions and leaves no draft`() throws {
        try Files.replace(path, Array("one".utf8), mode: 0o640)
        #expect(try mode("a") == 0o640)
        chmod(path, 0o400)
        try Files.replace(path, Array("two".utf8))
        #expect(try mode("a") == 0o400)
        #expect(folder.text("a") == "two" && folder.files() == ["a"])
    }

    @Test func `who has the old file open goes on reading it`() throws {
        try Files.replace(path, Array("one".utf8))
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        try Files.replace(path, Array("two".utf8))
        var buffer = [UInt8](repeating: 0, count: 8)
        #expect(read(descriptor, &buffer, 8) == 3 && buffer.starts(with: Array("one".utf8)))
    }

    @Test func `a draft of a process that was killed is in nobody's way`() throws {
        try folder.write("a.new-\(getpid())", "torn")
        try Files.replace(path, Array("one".utf8))
        #expect(folder.text("a") == "one" && folder.files() == ["a"])
    }

    @Test func `a failed replacement leaves what was there`() throws {
        try folder.write("a/b", "old")
        let error = try #require(throws: FileError.self) { try Files.replace(path, [1]) }
        #expect(error.description == "cannot write \(path): Is a directory")
        #expect(folder.files() == ["a/b"])
    }

    @Test func `a full disk is an error and no short file`() {
        let error = #expect(throws: FileError.self) { try Files.write("/dev/full", [1]) }
        #expect(error?.description == "cannot write /dev/full: No space left on device")
    }

    @Test func `saving makes the folders and replaces the text`() throws {
        try Files.save("\(path)/b/c", "one")
        try Files.save("\(path)/b/c", "two")
        #expect(folder.text("a/b/c") == "two")
    }
}
