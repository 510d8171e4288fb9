import CPHModel
import Files
import Ledger
import Text

/// Checks the record of purchases: whether it can be written, and whether it is in order.
extension DoctorFinding {
    private static let topic = "ledger"
    /// The free space below which a disk is reported as nearly full, in bytes; a purchase takes a few kilobytes.
    private static let leastFree = 100 << 20

    /// Looks at the ledger that these options, and the project around the working directory, choose. Nobody is asked here.
    static func ledger(_ place: LedgerOptions, isEmulated: Bool) -> [DoctorFinding] {
        do throws(CPHError) {
            let choice = try place.choice(isEmulated: isEmulated, from: Files.real(".") ?? ".")
            if let error = choice.refusal { throw error }
            return ledger(choice.location)
        } catch { return [wrong(topic, error.message, error.hint)] }
    }

    private static func ledger(_ location: Journal.Location) -> [DoctorFinding] {
        switch location {
        case .memory, .image:
            [right(topic, "in memory: purchases on the embedded cloud end with it")]
        case .file(let path):
            [record(path, LedgerFileStatus(of: path))] + room(LedgerFileStatus(of: path))
        case .server(let address):
            server(address)
        }
    }

    private static func record(_ path: String, _ site: LedgerFileStatus) -> DoctorFinding {
        guard site.isWritable else {
            return wrong(topic, "\(path) may not be written", "make the file and its folder writable")
        }
        guard let mode = site.mode else { return right(topic, "\(path), made at the first purchase") }
        return self.record(at: "\(path), mode \(String(mode, radix: 8))") { () throws(CPHError) in
            try Journal.open(.file(path), .read).verify()
        }
    }

    /// What a look at the whole record has found.
    static func record(
        at place: String, _ verify: () throws(CPHError) -> Verification
    ) -> DoctorFinding {
        do throws(CPHError) {
            let found = try verify()
            let content =
                "\(counted(found.purchases, "purchase")) with \(counted(found.servers, "server")), chain in order"
            guard found.inDoubt.isEmpty else {
                let names = found.inDoubt.map(\.key).joined(separator: ", ")
                return look(topic, "\(place): \(content)\nin doubt: \(names)", "cph ledger resolve --all")
            }
            return right(topic, "\(place): \(content)")
        } catch {
            return wrong(topic, error.message, error.hint)
        }
    }

    private static func room(_ site: LedgerFileStatus) -> [DoctorFinding] {
        if let name = site.networkFileSystem {
            return [
                wrong(
                    "disk", "\(site.folder) lies on \(name), where locks and fsync can't be relied on",
                    "keep the ledger on a local disk")
            ]
        }
        guard let free = site.freeBytes else { return [look("disk", "free space in \(site.folder) is not known")] }
        let text = "\(free >> 20) MiB free in \(site.folder)"
        guard free < leastFree else { return [right("disk", text)] }
        return [wrong("disk", text, "make room: what cannot be recorded is not bought")]
    }
}
