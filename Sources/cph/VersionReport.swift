import CBuild
import CPHClient
import Crypto
import Ledger
import LuaKit
import Text

/// What this program was built from, and which libraries it finds on this machine: `cph --version --verbose`.
///
/// Libraries that are loaded on first use are loaded for it.
struct VersionReport {
    /// Names and versions.
    let rows: [(name: String, version: String)]

    init() {
        rows = [
            ("cph", Root.version),
            ("commit", Self.fact(cbuild_commit())),
            ("Swift", Self.fact(cbuild_swift())),
            ("Lua", Self.number(LuaState.luaVersion)),
            ("SQLite", sqliteVersion),
            ("libcurl", Self.libcurl),
            ("OpenSSL", Self.openSSL),
            ("libpq", Self.libpq),
        ]
    }

    var text: String { rows.map { "\(padded($0.name, to: 9))\($0.version)" }.joined(separator: "\n") }

    private static func fact(_ words: UnsafePointer<CChar>?) -> String {
        words.map { String(cString: $0) } ?? "not recorded: not built by scripts/build-release"
    }

    /// The number in a library's name for itself: `Lua 5.4.4`, `libcurl/7.88.1 OpenSSL/3.0.17`, `OpenSSL 3.0.17 1 Jul 2025`.
    private static func number(_ words: String) -> String {
        let parts = words.split { $0 == " " || $0 == "/" }
        return parts.count > 1 ? String(parts[1]) : words
    }

    private static var libcurl: String {
        do throws(SetupError) { return number(try CloudPhoneClient.transportVersion()) } catch {
            return "not found: \(error.message)"
        }
    }

    private static var openSSL: String {
        do throws(CryptoUnavailable) { return number(try Crypto.version()) } catch {
            return "not found: \(error.reason)"
        }
    }

    private static var libpq: String {
        do throws(LibpqUnavailable) { return try libpqVersion() } catch { return "not found: \(error.reason)" }
    }
}
