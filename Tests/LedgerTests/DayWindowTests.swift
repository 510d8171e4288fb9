import Testing

@testable import Ledger

/// The servers of the last 24 hours, kept as a sum.
struct DayWindowTests {
    /// A record of purchases, which answers for a range of times as the file does.
    private struct Record {
        var purchases: [PurchaseRecord] = []

        func servers(_ times: Range<Int>) -> Int {
            purchases.filter { $0.countedSend.map(times.contains) == true }.map(\.count).reduce(0, +)
        }

        /// Puts a purchase in the place of the one of its name, and tells the window.
        mutating func write(_ after: PurchaseRecord, _ window: inout DayWindow) {
            let before = purchases.first { $0.key == after.key } ?? PurchaseRecord(scope: "p", key: after.key)
            purchases = purchases.filter { $0.key != after.key } + [after]
            window.note(before, after)
        }
    }

    private func record(
        _ name: String, _ servers: Int, at sentAt: Int?, _ state: PurchaseState = .accepted
    ) -> PurchaseRecord {
        var record = PurchaseRecord(scope: "p", key: name)
        (record.count, record.sentAt, record.state) = (servers, sentAt, state)
        return record
    }

    @Test func `counts what was sent for within 24 hours, the first moment included`() {
        let record = Record(purchases: [record("b", 2, at: 1000), record("a", 3, at: 0)])
        var window = DayWindow(now: DayWindow.length, record.servers)
        #expect(window.servers(now: DayWindow.length, record.servers) == 5)
        #expect(window.servers(now: DayWindow.length + 1, record.servers) == 2)
        #expect(window.servers(now: DayWindow.length + 1001, record.servers) == 0)
        #expect(window.servers(now: DayWindow.length, record.servers) == 5, "a clock may be set back")
    }

    @Test(arguments: PurchaseState.allCases)
    func `counts what may have been bought`(state: PurchaseState) {
        let record = Record(purchases: [record("a", 3, at: 0, state)])
        #expect(DayWindow(now: 0, record.servers).servers(at: 0, record.servers) == (state.maySend ? 0 : 3))
    }

    @Test func `a purchase counts once, as it stands now`() {
        var book = Record()
        var window = DayWindow(now: 0, book.servers)
        book.write(record("a", 3, at: 0, .sending), &window)
        book.write(record("a", 3, at: 0, .accepted), &window)
        #expect(window.servers(now: 0, book.servers) == 3)
        book.write(record("a", 3, at: 0, .refused), &window)
        #expect(window.servers(now: 0, book.servers) == 0)
        book.write(record("a", 4, at: 10, .sending), &window)
        #expect(window.servers(now: DayWindow.length + 5, book.servers) == 4, "only the first send has left the window")
        #expect(window.servers(now: DayWindow.length + 11, book.servers) == 0)
    }

    @Test func `what was never sent does not count, nor what was sent before the window`() {
        var book = Record()
        var window = DayWindow(now: DayWindow.length + 10, book.servers)
        book.write(record("a", 3, at: nil, .planned), &window)
        book.write(record("b", 3, at: 9, .inDoubt), &window)
        #expect(window.servers(now: DayWindow.length + 10, book.servers) == 0)
        book.write(record("b", 3, at: 9, .absent), &window)
        #expect(window.servers(now: DayWindow.length + 10, book.servers) == 0)
    }
}

extension DayWindow {
    fileprivate func servers(at now: Int, _ recorded: (Range<Int>) -> Int) -> Int {
        var window = self
        return window.servers(now: now, recorded)
    }
}
