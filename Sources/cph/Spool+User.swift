import Clock
import Ledger
import Purchasing
import Text

extension Spool {
    /// Says in a line each what waits in the user's spool, for whatever ledger; none when nothing does.
    static var linesOfUser: [String] {
        guard let folder = LedgerPath.ofUser.spoolFolder else { return [] }
        return Spool(folder).waiting().map { file in
            guard let document = file.document else {
                return "waiting in \(file.path), and not to be delivered: \(file.damage ?? "")"
            }
            let time = ISOTime.text(unixSeconds: document.at / 1000)
            return "waiting in \(file.path) since \(time): \(document.words)"
        }
    }
}
