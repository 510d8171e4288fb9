import CPHModel
import Schema
import Text

// How many servers may be sent for in a day, whoever agrees.
extension Ledger {
    /// Checks whether `more` servers would exceed the limit of a day, before anybody is asked. What decides is the
    /// check in `recordIntent`.
    ///
    /// - Parameter clockOffset: How far the service's clock, by which sends are dated, is ahead of ours, in milliseconds.
    /// - Throws: `CPHError` of kind `denied` with the code `day_limit`.
    func checkDay(
        _ limit: Int?, beside rehearsed: Int = 0, adding more: Int, clockOffset: Int = 0, operation: String
    ) throws(CPHError) {
        guard let limit else { return }
        let bought = try serversInADay(now: options.clock.milliseconds() + clockOffset).plus(rehearsed)
        guard bought.plus(more) > limit else { return }
        throw CPHError(
            .denied, code: "day_limit",
            "\(counted(bought, "server")) were bought in the last 24 hours and \(more) more would pass the limit of "
                + "\(limit) a day; nothing was sent", operation: operation)
    }

    /// Servers that may have been bought in the 24 hours before `now`, in whichever project.
    private func serversInADay(now: Int) throws(CPHError) -> Int {
        try journalled { () throws(JournalError) in
            let recorded = { (times: Range<Int>) throws(JournalError) in
                try self.journal.servers(sentIn: times)
            }
            // Without the lock another run may write, so that nothing of an earlier look can be kept.
            var window: DayWindow
            if isAlone, let day { window = day } else { window = try DayWindow(now: now, recorded) }
            let servers = try window.servers(now: now, recorded)
            day = isAlone ? window : nil
            return servers
        }
    }
}
