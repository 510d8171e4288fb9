import Glibc
import Testing

/// A file that goes away with the test.
final class TemporaryFile {
    let path: String

    init() throws {
        var template = Array("/tmp/cph-emulator-XXXXXX".utf8CString)
        folder = String(cString: try #require(mkdtemp(&template)))
        path = "\(folder)/state.json"
    }

    deinit { removeFolder() }

    func removeFolder() {
        unlink(path)
        unlink("\(path).lock")
        rmdir(folder)
    }

    private let folder: String

    func write(_ text: String) {
        let file = fopen(path, "w")
        fputs(text, file)
        fclose(file)
    }

    func read() -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
