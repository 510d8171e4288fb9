import Testing

@testable import Ledger

/// The servers of the last 24 hours, kept as a sum.
struct DayWindowTests {
    private func record(
        _ name: String, _ servers: Int, at sentAt: Int, _ state: PurchaseState = .accepted
    ) -> PurchaseRecord {
        var record = PurchaseRecord(scope: "p", key: name)
        (record.count, record.sentAt, record.state) = (servers, sentAt, state)
        return record
    }

    private func window(_ records: [PurchaseRecord]) -> DayWindow { DayWindow(records.compactMap { .init($0) }) }

    @Test func `counts what was sent for within 24 hours, the first moment included`() {
        var window = window([record("b", 2, at: 1000), record("a", 3, at: 0)])
        #expect(window.servers(now: DayWindow.length) == 5)
        #expect(window.servers(now: DayWindow.length + 1) == 2)
        #expect(window.servers(now: DayWindow.length + 1001) == 0)
    }

    @Test(arguments: PurchaseState.allCases)
    func `counts what may have been bought`(state: PurchaseState) {
        var window = window([record("a", 3, at: 0, state)])
        #expect(window.servers(now: 0) == (state.maySend ? 0 : 3))
    }

    @Test func `a purchase counts once, as it stands now`() {
        var window = window([record("a", 3, at: 0, .sending)])
        window.count(record("a", 3, at: 0, .accepted))
        #expect(window.servers(now: 0) == 3)
        window.count(record("a", 3, at: 0, .refused))
        #expect(window.servers(now: 0) == 0)
        window.count(record("a", 4, at: 10, .sending))
        #expect(window.servers(now: DayWindow.length + 5) == 4, "only the first send has left the window")
    }

    @Test func `what was never sent does not count`() {
        var planned = PurchaseRecord(scope: "p", key: "a")
        planned.count = 3
        var window = window([planned])
        #expect(window.servers(now: 0) == 0)
    }
}
