import Files
import Glibc
import TestSupport

/// A folder for programs that outlive whoever started them. When the last reference goes, or this process ends in whatever
/// way, a shell that waits for it ends every program that works in the folder, and removes it.
final class GuardedFolder: Sendable {
    /// Absolute, without symbolic links; owned by the user who runs PostgreSQL.
    let path: String
    /// The shell reads from its other end, and sees its end.
    private let lifeline: Int32

    /// `find` needs no help to look into `/proc`; a program that has ended works nowhere, reaped or not.
    private static let script = """
        read -r _
        ours() { find /proc -maxdepth 2 -name cwd -lname "$0*" 2>/dev/null | cut -d / -f 3; }
        all() { for process in $(ours); do kill "-$1" "$process" 2>/dev/null; done; }
        all CONT
        all QUIT
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
            if [ -z "$(ours)" ]; then break; fi
            sleep 0.1
        done
        all KILL
        rm -rf "$0"
        """

    /// Makes the folder in memory where there is room: what is tested is the server's work on files, not the disk's.
    init() throws {
        var room = statvfs()
        let hasRoom = statvfs("/dev/shm", &room) == 0 && room.f_bavail * room.f_frsize > 1 << 30
        path = try Files.makeTemporaryFolder(hasRoom ? "/dev/shm/cph-postgres-" : "/tmp/cph-postgres-")
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw FileError("make a socket for", path)
        }
        lifeline = ends[0]
        defer { close(ends[1]) }
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nowhere) }
        _ = try PostgresPrograms.start(
            ["/bin/sh", "-c", Self.script, path], folder: "/", input: ends[1], output: nowhere, errors: nowhere)
        try handOver("")
    }

    deinit { close(lifeline) }

    /// Makes a folder in it.
    func makeFolder(_ name: String) throws -> String {
        try Files.makeFolder("\(path)/\(name)", mode: 0o700)
        try handOver(name)
        return "\(path)/\(name)"
    }

    /// Writes a file that only PostgreSQL's user can read, in the place of what it held.
    func write(_ file: String, _ text: String) throws {
        try Files.write("\(path)/\(file)", Array(text.utf8))
        guard chmod("\(path)/\(file)", 0o600) == 0 else { throw FileError("change", file) }
        try handOver(file)
    }

    /// Makes PostgreSQL's user the owner.
    private func handOver(_ name: String) throws {
        guard let owner = PostgresPrograms.owner else { return }
        guard chown("\(path)/\(name)", owner.user, owner.group) == 0 else { throw FileError("give away", name) }
    }
}
