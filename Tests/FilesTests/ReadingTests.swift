import Files
import Glibc
import TestSupport
import Testing

struct ReadingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(["a.txt": "abc"]) }

    @Test func `a file is read to its end`() throws {
        let long = [UInt8](repeating: 7, count: 200_001)
        try folder.write("long", bytes: long)
        #expect(try Files.read("\(folder.path)/long") == long)
        #expect(Files.text("\(folder.path)/a.txt") == "abc")
    }

    @Test func `a file of the limit is read and one byte more is refused`() throws {
        let path = "\(folder.path)/a.txt"
        #expect(try Files.read(path, limit: 3) == Array("abc".utf8))
        let error = try #require(throws: FileError.self) { try Files.read(path, limit: 2) }
        #expect(error.description == "cannot read \(path): File too large")
    }

    @Test func `what is missing is told from what may not be read`() throws {
        let missing = try #require(throws: FileError.self) { try Files.read("\(folder.path)/none") }
        #expect(
            missing.isMissing && missing.description == "cannot read \(folder.path)/none: No such file or directory")
        let isFolder = try #require(throws: FileError.self) { try Files.read(folder.path) }
        #expect(!isFolder.isMissing && isFolder.reason == "Is a directory")
        #expect(Files.text("\(folder.path)/none") == nil)
    }

    @Test func `a link is followed unless it may not be`() throws {
        try folder.link("a.txt", from: folder, at: "link")
        #expect(try Files.read("\(folder.path)/link") == Array("abc".utf8))
        let error = try #require(throws: FileError.self) {
            try Files.read("\(folder.path)/link", followsLinks: false)
        }
        #expect(error.code == ELOOP)
    }

    @Test func `what is read says where it really is`() throws {
        try folder.link("a.txt", from: folder, at: "link")
        let found = try Files.readFollowing("\(folder.path)/link")
        #expect(found.bytes == Array("abc".utf8) && found.place == "\(folder.path)/a.txt")
        for (path, code) in [(folder.path, EISDIR), ("/dev/null", ENOTSUP)] {
            #expect(try #require(throws: FileError.self) { try Files.readFollowing(path) }.code == code)
        }
    }

    @Test func `a pipe without a writer does not hold the reader up`() throws {
        let pipe = "\(folder.path)/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(try #require(throws: FileError.self) { try Files.readFollowing(pipe) }.code == ENOTSUP)
    }

    @Test func `kinds are told apart, links followed or not`() throws {
        try folder.link("a.txt", from: folder, at: "link")
        try folder.link("none", from: folder, at: "broken")
        let path = folder.path
        #expect(
            ["a.txt", ".", "link", "broken", "none"].map { Files.kind("\(path)/\($0)") } == [
                .file, .folder, .other, .other, .other,
            ])
        #expect(["a.txt", "link", "broken", "."].map { Files.isFile("\(path)/\($0)") } == [true, true, false, false])
        #expect(["a.txt", "broken", "none"].map { Files.exists("\(path)/\($0)") } == [true, true, false])
        #expect(Files.isFolder(path) && !Files.isFolder("\(path)/a.txt"))
        #expect(try Files.status("\(path)/none") == nil)
        #expect(try Files.status("\(path)/a.txt")?.st_size == 3)
    }

    @Test(arguments: [("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b/c", "a/b")])
    func `the folder of a path is what stands before the last slash`(_ path: String, _ above: String) {
        #expect(Files.folder(of: path) == above)
    }
}
