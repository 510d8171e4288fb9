import CPHModel
import Ledger
import Purchasing
import Schema
import Text

/// Checks a shared ledger: its server, the way there, and what the role may do.
extension DoctorFinding {
    /// How far the server's clock may be from this machine's; leases and claims go by the server's alone.
    private static let clockTolerance = 300

    static func server(_ address: DatabaseAddress) -> [DoctorFinding] {
        let status: LedgerServerStatus
        do throws(CPHError) { status = try LedgerServerStatus(of: address) } catch {
            return [wrong("server", error.message, error.hint)]
        }
        let findings = [server(status), encryption(status), durability(status), serverClock(status.secondsAhead)]
        guard status.format == status.newestFormat else { return findings + [format(status, address)] }
        return findings + [rights(status, address), shared(address)]
    }

    private static func server(_ status: LedgerServerStatus) -> DoctorFinding {
        let text = "\(status.server), as \(status.role)"
        guard status.isStandby else { return right("server", text) }
        return wrong("server", "\(text): a standby, which can't be written", "name the primary, or all hosts")
    }

    private static func encryption(_ status: LedgerServerStatus) -> DoctorFinding {
        let mode = status.sslMode.map { ", sslmode \($0)" } ?? ""
        let text = (status.tlsVersion ?? "not encrypted") + mode
        if status.isOnThisMachine { return right("encryption", "\(text); the server is on this machine") }
        if status.sslMode == "verify-full" { return right("encryption", text) }
        return look(
            "encryption", "\(text): who can come between may read and change the record",
            "leave sslmode out of the address and of PGSSLMODE, and give the server's authority with sslrootcert")
    }

    private static func durability(_ status: LedgerServerStatus) -> DoctorFinding {
        let settings = status.settings
        let off = ["fsync", "full_page_writes"].filter { settings[$0] != "on" }
        guard off.isEmpty else {
            return wrong(
                "durability", "\(off.joined(separator: " and ")) off: the server may forget what it has confirmed",
                "set it on; nothing is bought until then")
        }
        let standbys = settings["synchronous_standby_names"].flatMap { $0.isEmpty ? nil : $0 }
        let copies = standbys.map { ", confirmed by a standby (\($0))" } ?? ""
        let commit = settings["synchronous_commit"] ?? "unknown"
        let text = "fsync and full_page_writes on\(copies)"
        // cph sets it itself, for each purchase.
        return commit == "on"
            ? right("durability", text)
            : right("durability", "\(text); synchronous_commit is \(commit), cph sets it on")
    }

    static func serverClock(_ seconds: Int) -> DoctorFinding {
        let size = abs(seconds)
        if size <= 1 { return right("server clock", "as this machine's") }
        let words = (size < 120 ? "\(size) s" : "\(size / 60) min") + (seconds > 0 ? " ahead of" : " behind")
        let text = "\(words) this machine's"
        if size <= clockTolerance { return right("server clock", text) }
        return look(
            "server clock", text,
            "set both right (NTP): leases go by the server's clock, days and dates by this machine's")
    }

    private static func format(_ status: LedgerServerStatus, _ address: DatabaseAddress) -> DoctorFinding {
        let setUp = "cph ledger setup \(shellWord(address.words))"
        guard let format = status.format else {
            return wrong("ledger", "there is none in this database", "make one, once for all: \(setUp)")
        }
        if format > status.newestFormat {
            return wrong("ledger", "format \(format); this cph knows \(status.newestFormat)", "use a newer cph")
        }
        if format > 0 {
            return wrong(
                "ledger", "format \(format); this cph writes \(status.newestFormat)", "bring it to that: \(setUp)")
        }
        if status.missingRights.contains("SELECT on meta") {
            return wrong(
                "rights", "\(status.role) may not read the ledger",
                "give the rights: \(setUp) --role \(shellWord(status.role))")
        }
        return wrong("ledger", "the schema cph is another program's", "use another database")
    }

    private static func rights(_ status: LedgerServerStatus, _ address: DatabaseAddress) -> DoctorFinding {
        let advice =
            "cph ledger setup \(shellWord(address.words)) --role NAME, and let those who buy connect as that role"
        let text = "\(status.role) may buy, and nothing else"
        if status.isSuperuser || status.ownsTables {
            let what = status.isSuperuser ? "is a superuser" : "owns the tables"
            let words = "\(status.role) \(what), and may change what is recorded"
            return status.isOnThisMachine ? right("rights", words) : look("rights", words, advice)
        }
        guard status.missingRights.isEmpty else {
            return wrong(
                "rights", "\(status.role) lacks \(some(status.missingRights))",
                "cph ledger setup \(shellWord(address.words)) --role \(shellWord(status.role))")
        }
        guard status.otherRights.isEmpty else {
            return look("rights", "\(status.role) may buy, and besides: \(some(status.otherRights))", advice)
        }
        return right("rights", text)
    }

    private static func some(_ rights: [String]) -> String {
        rights.prefix(3).joined(separator: ", ") + (rights.count > 3 ? " and \(rights.count - 3) more" : "")
    }

    /// The record on the server.
    private static func shared(_ address: DatabaseAddress) -> DoctorFinding {
        var options = Journal.Options()
        options.memory = LedgerPath.ofUser.memory
        return record(at: address.words) { () throws(CPHError) in
            try Journal.open(.server(address), .read, options: options).verify()
        }
    }
}
