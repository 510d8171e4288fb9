import Glibc

/// A folder of a test's own, gone when the test is over.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/cph-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Command.Failed(what: "mkdtemp", code: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { _ = try? RunningCommand("/bin/rm", ["-rf", path]).wait() }

    /// Writes a file, making the folders on the way.
    func write(_ name: String, _ text: String) throws {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/" + part
            mkdir(folder, 0o700)
        }
        guard let file = fopen("\(path)/\(name)", "w") else { throw Command.Failed(what: name, code: errno) }
        defer { fclose(file) }
        fputs(text, file)
    }

    func text(of path: String) throws -> String {
        guard let file = fopen(path, "r") else { throw Command.Failed(what: path, code: errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The permissions of a file.
    func mode(of path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
