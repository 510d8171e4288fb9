import Crypto
import Files
import Glibc
import Ledger
import Projects
import Text

extension RunInfo {
    /// Describes this process for the ledger.
    static func thisProcess(_ script: Script?) -> RunInfo {
        var generator = SystemRandomNumberGenerator()
        return RunInfo(
            id: String(generator.next() as UInt64, radix: 16), host: hostName, pid: Int(getpid()),
            user: userName, script: script?.name,
            scriptHash: script.flatMap { hash($0.source) }, version: Root.version)
    }

    /// The name that the system has for the user that this process acts as; `$USER` says what anybody wants.
    static var userName: String {
        guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "uid \(geteuid())" }
        return String(cString: name)
    }

    private static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func hash(_ bytes: [UInt8]) -> String? {
        try? Crypto.sha256Hex(bytes)
    }
}
