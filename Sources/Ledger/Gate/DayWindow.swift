/// The servers whose send began in the last 24 hours and that may have been bought: a sum that is kept up to date, because
/// counting reads every purchase of the day, and a fleet has thousands.
struct DayWindow {
    /// A purchase that may have bought something.
    struct Send: Hashable {
        let name: String
        /// When the send began, in milliseconds since 1970.
        let sentAt: Int
        let servers: Int
    }

    private struct Entry {
        let name: String
        let sentAt: Int
    }

    static let length = 24 * 3_600_000

    /// The entries in the order in which they were counted; those before `first` have left the window.
    private var entries: [Entry] = []
    private var first = 0
    /// How many servers each purchase counts for, and when it was sent, by its name.
    private var counted: [String: (sentAt: Int, servers: Int)] = [:]
    private var sum = 0

    /// - Parameter sends: Every purchase of the scope that may have bought something since the window begins.
    init(_ sends: [Send]) {
        for send in sends.sorted(by: { $0.sentAt < $1.sentAt }) { count(send) }
    }

    /// Takes a purchase as it stands now in the place of what it counted for before.
    mutating func count(_ record: PurchaseRecord) {
        forget(record.key)
        if let send = Send(record) { count(send) }
    }

    private mutating func count(_ send: Send) {
        entries.append(Entry(name: send.name, sentAt: send.sentAt))
        counted[send.name] = (send.sentAt, send.servers)
        sum += send.servers
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

extension DayWindow.Send {
    /// Nil for a purchase that was not sent, or is known to have bought nothing.
    init?(_ record: PurchaseRecord) {
        guard !record.state.maySend, let sentAt = record.sentAt else { return nil }
        self.init(name: record.key, sentAt: sentAt, servers: record.count)
    }
}
