import CPHModel
import Clock
import PostgresSupport
import TestSupport
import Testing

@testable import Ledger

/// A machine whose clock is an hour off: who has a name and how much a day has seen is not its clock's to say.
@Suite(.ownThreads)
struct OffClockTests {
    /// An hour before or behind all others.
    private struct OffClock: WallClock {
        let clock: FakeClock
        let offset: Int

        func milliseconds() -> Int { clock.milliseconds() + offset }
        func pause(for duration: Duration) async throws { try await clock.pause(for: duration) }
    }

    /// Dates its answers, as the service does.
    private struct DatedCloud: CloudPhoneAPI {
        let cloud: FakeCloud

        func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
            let exchange = try await cloud.exchange(call)
            guard let answer = exchange.answer else { return exchange }
            let date = HTTPDate.text(unixSeconds: cloud.clock.milliseconds() / 1000)
            let headers = answer.headers + [Answer.Header("Date", date)]
            return Exchange(
                bytesSent: exchange.bytesSent,
                answer: Answer(status: answer.status, headers: headers, body: answer.body))
        }
    }

    private static let hour = 3_600_000

    private func ledger(_ bench: Bench, run: String, offset: Int) throws -> Ledger {
        var options = Ledger.Options(scope: bench.scope)
        options.clock = OffClock(clock: bench.clock, offset: offset)
        let said = bench.said
        options.announce = { said.add($0) }
        return Ledger(try bench.journal(.write, run: run), in: DatedCloud(cloud: bench.cloud), options: options)
    }

    @Test(arguments: [-hour, hour])
    func `a clock that is an hour off takes no name from a run that lives`(offset: Int) async throws {
        let bench = try StoreKind.server.bench()
        // Nothing renews it here: long enough for any machine that runs the tests, shorter than the clocks are off.
        bench.lease = .seconds(1800)
        let holder = try bench.journal(.write, run: "holder")
        #expect(try holder.store.owners?.take("game-1", scope: "project") == nil)
        let ledger = try ledger(bench, run: "off", offset: offset)
        let other = Task { try await ledger.buy() }
        await bench.said.wait(for: "waiting", from: other)
        #expect(bench.cloud.creates == 0)
        holder.store.owners?.release("game-1", scope: "project")
        #expect(try await other.value.count == 2 && bench.cloud.creates == 1)
    }

    @Test(arguments: [-hour, 0, hour])
    func `what others bought in the last 24 hours counts, whatever a machine's clock says`(offset: Int) async throws {
        let bench = try StoreKind.server.bench()
        let first = try ledger(bench, run: "first", offset: 0)
        let approve: Approve = { (_: PurchaseSummary) throws(CPHError) in Approval(.none, serversPerDay: 3) }
        _ = try await first.purchase(Operations.createServer.call(.sample("a")), approve: approve)
        try await bench.clock.pause(for: .seconds(23 * 3600 + 1800))
        let second = try ledger(bench, run: "second", offset: offset)
        let error = await #expect(throws: CPHError.self) {
            try await second.purchase(Operations.createServer.call(.sample("b")), approve: approve)
        }
        #expect(error?.code == "day_limit" && bench.cloud.creates == 1, "\(String(describing: error))")
        // A day later than the first purchase there is room again.
        try await bench.clock.pause(for: .seconds(3600))
        _ = try await second.purchase(Operations.createServer.call(.sample("c")), approve: approve)
        #expect(bench.cloud.creates == 2)
    }
}
