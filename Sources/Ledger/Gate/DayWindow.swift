/// The servers whose send began in the last 24 hours and that may have been bought: a sum that is kept up to date, because
/// counting reads every purchase of the day, and a fleet has thousands.
struct DayWindow {
    private struct Entry {
        let name: String
        /// When the send began, in milliseconds since 1970.
        let sentAt: Int
    }

    static let length = 24 * 3_600_000

    /// The entries in the order in which they were counted; those before `first` have left the window.
    private var entries: [Entry] = []
    private var first = 0
    /// How many servers each purchase counts for, and when it was sent, by its name.
    private var counted: [String: (sentAt: Int, servers: Int)] = [:]
    private var sum = 0

    /// - Parameter records: Every purchase of the scope.
    init(_ records: [PurchaseRecord]) {
        for record in records.sorted(by: { ($0.sentAt ?? 0) < ($1.sentAt ?? 0) }) { count(record) }
    }

    /// Takes a purchase as it stands now in the place of what it counted for before.
    mutating func count(_ record: PurchaseRecord) {
        forget(record.key)
        guard !record.state.maySend, let sentAt = record.sentAt else { return }
        entries.append(Entry(name: record.key, sentAt: sentAt))
        counted[record.key] = (sentAt, record.count)
        sum += record.count
    }

    /// How many servers there are in the 24 hours before `now`.
    mutating func servers(now: Int) -> Int {
        while first < entries.count, entries[first].sentAt < now - Self.length {
            let entry = entries[first]
            // Another send of that name may have taken its place.
            if counted[entry.name]?.sentAt == entry.sentAt { forget(entry.name) }
            first += 1
        }
        return sum
    }

    private mutating func forget(_ name: String) { sum -= counted.removeValue(forKey: name)?.servers ?? 0 }
}
