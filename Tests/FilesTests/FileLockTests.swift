import Files
import Glibc
import Synchronization
import TestSupport
import Testing

struct FileLockTests {
    private let folder: TemporaryFolder
    private var path: String { "\(folder.path)/lock" }

    init() throws { folder = try TemporaryFolder() }

    private func lock(_ kind: FileLock.Kind, waits: Bool = false) throws(FileError) -> FileLock {
        try FileLock(path, kind, flags: O_RDWR | O_CREAT, waits: waits)
    }

    @Test func `an exclusive lock keeps all others out for as long as it lives`() throws {
        do {
            let held = try lock(.exclusive)
            for kind in [FileLock.Kind.exclusive, .shared] {
                #expect(try #require(throws: FileError.self) { try lock(kind) }.isHeldByAnother)
            }
            withExtendedLifetime(held) {}
        }
        _ = try lock(.exclusive)
    }

    @Test func `shared locks are held side by side and keep an exclusive one out`() throws {
        let held = try [lock(.shared), lock(.shared)]
        #expect(try #require(throws: FileError.self) { try lock(.exclusive) }.isHeldByAnother)
        withExtendedLifetime(held) {}
    }

    @Test func `a lock ends with its value, also while a program that is being started still has the file open`() throws
    {
        var held: FileLock? = try lock(.exclusive)
        let inherited = dup(try #require(held?.descriptor))
        defer { close(inherited) }
        held = nil
        _ = try lock(.exclusive)
    }

    @Test func `a missing file is made only when the flags say so`() throws {
        let error = try #require(throws: FileError.self) {
            try FileLock(path, .shared, flags: O_RDONLY, waits: false)
        }
        #expect(error.isMissing && !error.isHeldByAnother)
        #expect(folder.files().isEmpty)
        _ = try lock(.exclusive)
        #expect(try Files.status(path).map { $0.st_mode & 0o777 } == 0o600)
    }

    @Test func `who waited for a file that was replaced meanwhile holds the new one`() throws {
        let held = Mutex<FileLock?>(try lock(.exclusive))
        let old = try #require(try Files.status(path)).st_ino
        try Files.replace(path, Array("new".utf8))
        // The second comes while the first is still held, on the file that took the name.
        let second = try lock(.exclusive, waits: true)
        held.withLock { $0 = nil }
        var status = stat()
        #expect(fstat(second.descriptor, &status) == 0 && status.st_ino != old && status.st_size == 3)
    }
}
