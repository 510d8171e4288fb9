import Glibc
import TestSupport

/// Certificates made on the spot by the `openssl` program, in a folder that goes with the object.
final class Certificates: Sendable {
    private let place: TemporaryFolder
    var folder: String { place.path }

    struct Failed: Error { let arguments: [String] }

    init() throws {
        place = try TemporaryFolder()
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=cph test authority", "-keyout", path("ca.key"), "-out", path("ca.pem"))
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// A certificate for `names` (`IP:127.0.0.1`, `DNS:localhost`) from this authority: `NAME.pem` and `NAME.key`.
    func issue(_ name: String, for names: String) throws {
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
            "-addext", "subjectAltName=\(names)", "-keyout", path("\(name).key"), "-out", path("\(name).csr"))
        try openssl(
            "x509", "-req", "-in", path("\(name).csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"),
            "-set_serial", "7", "-copy_extensions", "copy", "-days", "2", "-out", path("\(name).pem"))
    }

    private func openssl(_ arguments: String...) throws {
        let status = try spawn(["openssl"] + arguments, output: nil).wait()
        guard status == 0 else { throw Failed(arguments: arguments) }
    }
}

/// `openssl s_server`, which answers any GET over TLS with a page about the session.
final class TLSServer: Sendable {
    let port: Int
    private let process: Child
    private let output: Int32

    init(_ certificates: Certificates, _ name: String, options: [String] = []) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Certificates.Failed(arguments: ["pipe"]) }
        output = ends[0]
        process = try spawn(
            [
                "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificates.path("\(name).pem"),
                "-key",
                certificates.path("\(name).key"),
            ] + options, output: ends[1])
        close(ends[1])
        port = try Self.port(ends[0])
    }

    deinit {
        process.signal(SIGKILL)
        close(output)
    }

    /// From the line `ACCEPT 127.0.0.1:PORT`, which it prints once it listens.
    private static func port(_ output: Int32) throws -> Int {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 1024)
        while case let count = Glibc.read(output, &chunk, chunk.count), count > 0 {
            text += String(decoding: chunk.prefix(count), as: UTF8.self)
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            guard let line = lines.first(where: { $0.hasPrefix("ACCEPT") }) else { continue }
            if let port = Int(line.split(separator: ":").last ?? "") { return port }
        }
        throw Certificates.Failed(arguments: ["s_server", text])
    }
}

/// Starts a program found in PATH. Its output goes to the descriptor `output`, or nowhere.
private func spawn(_ arguments: [String], output: Int32?) throws -> Child {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    if let output {
        posix_spawn_file_actions_adddup2(&actions, output, 1)
    } else {
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    }
    inheritNothingElse(&actions)
    var pointers = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process = pid_t()
    guard posix_spawnp(&process, arguments[0], &actions, nil, &pointers, environ) == 0 else {
        throw Certificates.Failed(arguments: arguments)
    }
    return Child(process)
}
