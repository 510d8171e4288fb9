/// The servers whose send began in the last 24 hours and that may have been bought: a sum that is kept up to date, because a
/// fleet has thousands. What time takes out of the window is asked of the record, which has an index for it.
struct DayWindow {
    static let length = 24 * 3_600_000

    /// Where the window begins, in milliseconds since 1970.
    private var start: Int
    private var sum: Int

    /// - Parameter recorded: Counts the servers of the record that were sent for in a range of times.
    init<Failure: Error>(now: Int, _ recorded: (Range<Int>) throws(Failure) -> Int) throws(Failure) {
        start = now - Self.length
        sum = try recorded(start..<Int.max)
    }

    /// How many servers there are in the 24 hours before `now`, which may be earlier than it was: clocks are set.
    mutating func servers<Failure: Error>(
        now: Int, _ recorded: (Range<Int>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        let next = now - Self.length
        if next > start { sum -= try recorded(start..<next) }
        if next < start { sum += try recorded(next..<start) }
        start = next
        return sum
    }

    /// Takes a purchase as it stands now in the place of what it was.
    mutating func note(_ before: PurchaseRecord, _ after: PurchaseRecord) {
        sum += share(of: after) - share(of: before)
    }

    private func share(of record: PurchaseRecord) -> Int {
        guard let sentAt = record.countedSend, sentAt >= start else { return 0 }
        return record.count
    }
}

extension PurchaseRecord {
    /// When it was sent, by which its servers and its price count for a day; nil where it was not sent, is known to have bought
    /// nothing, or costs nothing.
    var countedSend: Int? { state.maySend || change?.kind.hasPrice == false ? nil : sentAt }
}
