import CFiles
import Files
import Glibc
import TestSupport

/// The programs of the newest PostgreSQL on this machine, and the user who may run them: a server refuses to be root's.
enum PostgresPrograms {
    /// What a program said before it failed.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// A user of the system, who owns what the programs write.
    struct Owner {
        let (user, group): (uid_t, gid_t)
    }

    /// For root the system's user `postgres`, or `nobody`; nil for everybody else, who runs the programs himself.
    static let owner: Owner? = {
        guard geteuid() == 0, let entry = getpwnam("postgres") ?? getpwnam("nobody") else { return nil }
        return Owner(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }()

    /// What makes `psql` print values alone, a row a line, and stop at the first error.
    static let psqlWords = [
        "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set", "ON_ERROR_STOP=1", "--file", "-",
    ]

    /// The path of `initdb`, `postgres`, `psql` … themselves: what Debian has in `/usr/bin` are slow wrappers.
    static func path(_ name: String) throws -> String {
        let bundled = (try? Files.names(in: "/usr/lib/postgresql"))?.compactMap { Int($0) }.max()
        let folders = bundled.map { "/usr/lib/postgresql/\($0)/bin:" } ?? ""
        guard let path = Subprocess.find(name, path: folders + "/usr/local/bin:/usr/bin:/bin:/usr/sbin") else {
            throw Failed(description: "there is no \(name) on this machine; scripts/setup test installs it")
        }
        return path
    }

    /// The words that run a program as its owner, in the same process.
    static func words(_ name: String, _ arguments: [String]) throws -> [String] {
        let own = [try path(name)] + arguments
        guard let owner else { return own }
        return [try path("setpriv"), "--reuid=\(owner.user)", "--regid=\(owner.group)", "--clear-groups", "--"] + own
    }

    /// Runs a program to its end.
    ///
    /// - Parameter asOwner: Whether it runs as `owner`, and not as the user of the tests.
    /// - Returns: What it printed, without the last line break.
    /// - Throws: `Failed` with what it said on its error stream.
    @discardableResult
    static func run(
        _ name: String, _ arguments: [String], input: String = "", folder: String = "/", asOwner: Bool = true
    ) throws -> String {
        let (reading, writing) = (try Scratch(input), try Scratch())
        let errors = try Scratch()
        let child = try start(
            asOwner ? words(name, arguments) : [path(name)] + arguments, folder: folder, input: reading.descriptor,
            output: writing.descriptor,
            errors: errors.descriptor)
        let status = child.wait()
        guard status == 0 else { throw Failed(description: "\(name) ended with \(status): \(errors.text)") }
        let text = writing.text
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// Starts a program in a session of its own, so that Ctrl-C does not reach it.
    @discardableResult
    static func start(
        _ words: [String], folder: String, input: Int32, output: Int32, errors: Int32
    ) throws -> Child {
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (target, descriptor) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(target))
        }
        cfiles_spawn_in(&actions, folder)
        inheritNothingElse(&actions)
        var (all, none) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which is not imported
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | newSession)
        let arguments = words.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        let settings = ["PATH=/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"]
        let variables = settings.map { strdup($0) as UnsafeMutablePointer<CChar>? } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var process = pid_t()
        let code = posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw FileError("run", words[0], code: code) }
        return Child(process)
    }
}

/// A file without a name. It is made where every user may make one, and nobody else ever sees it.
final class Scratch {
    let descriptor: Int32

    init(_ content: String = "") throws {
        var name = Array("/tmp/cph-test-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw FileError("make a file", "/tmp") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(name)
        let bytes = Array(content.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw FileError("write", "/tmp") }
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }

    /// Read without moving the place where the program writes, which both share.
    var text: String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = pread(descriptor, &buffer, buffer.count, bytes.count), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
