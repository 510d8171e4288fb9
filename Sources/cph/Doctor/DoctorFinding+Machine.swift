import CPHClient
import Crypto
import Files
import Glibc
import Ledger
import LuaKit
import Terminal

/// Checks this machine, without asking any service.
extension DoctorFinding {
    static var versions: [DoctorFinding] {
        let versions = right("versions", "cph \(Root.version), \(LuaState.luaVersion), SQLite \(sqliteVersion)")
        return [versions, transport, crypto]
    }

    private static var transport: DoctorFinding {
        do throws(SetupError) {
            let parts = try CloudPhoneClient.transportVersion().split(separator: " ").prefix(2)
            return right("libcurl", parts.joined(separator: " "))
        } catch { return wrong("libcurl", error.message, error.hint) }
    }

    private static var crypto: DoctorFinding {
        do throws(CryptoUnavailable) { return right("libcrypto", try Crypto.version()) } catch {
            return wrong("libcrypto", error.reason, nil)
        }
    }

    /// Checks the terminal: where people are asked, and how text reaches them.
    static var terminal: [DoctorFinding] {
        var findings: [DoctorFinding] = []
        if let terminal = TTY(controlling: "/dev/tty") {
            let size = terminal.size
            findings.append(right("terminal", "\(Environment["TERM"] ?? "dumb"), \(size.columns) x \(size.rows)"))
        } else {
            findings.append(
                look("terminal", "none: nobody can be asked", "give purchases --allow-spend N or --approve HASH"))
        }
        let locale = Environment["LC_ALL"] ?? Environment["LC_CTYPE"] ?? Environment["LANG"] ?? "none"
        let isUTF8 = ["utf-8", "utf8"].contains { locale.lowercased().contains($0) }
        findings.append(
            isUTF8
                ? right("locale", locale)
                : look("locale", "\(locale) is not UTF-8: Chinese names may look wrong", "export LC_ALL=C.UTF-8"))
        return findings
    }

    /// Mentions a proxy of the environment, which other programs use and cph does not.
    ///
    /// - Parameter used: The proxy that cph was given; nil for none.
    static func proxies(used: String?) -> [DoctorFinding] {
        guard used?.isEmpty != false else { return [] }
        let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].filter { Environment[$0] != nil }
        guard let name = names.first else { return [] }
        return [look("proxy", "\(name) is set, and cph does not use it", "give the proxy with --proxy or CPH_PROXY")]
    }
}
