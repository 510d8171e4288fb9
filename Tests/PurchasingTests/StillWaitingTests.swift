import CPHModel
import Clock
import Ledger
import Synchronization
import Testing

@testable import Purchasing

/// A service that answers a purchase only when told to.
private final class SlowService: CloudPhoneAPI {
    private let (answers, mayAnswer) = AsyncStream<Void>.makeStream()

    func answer() { mayAnswer.finish() }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        guard call.effect == .purchase else { return Self.exchange(#"{"count":0,"servers":[]}"#) }
        for await _ in answers {}
        return Self.exchange(#"{"order_id":"CS1","server_ids":["a"]}"#)
    }

    private static func exchange(_ body: String) -> Exchange {
        Exchange(bytesSent: 100, answer: Answer(status: 200, body: Array(body.utf8)))
    }
}

/// Whoever waits hears of it, on a clock that passes as fast as anybody waits.
struct StillWaitingTests {
    private static func tally(of service: SlowService) throws -> PurchaseTally {
        var settings = Purchasing.Settings(ledger: .memory, limits: .everything) { RunInfo(id: "test") }
        settings.clock = ManualClock()
        let account = AccountScope.embedded(projectID: "project")
        let opened = try Purchasing.open(service, scope: account, settings)
        return PurchaseTally(
            Purchasing(service, scope: { () throws(CPHError) in account }, settings, ready: opened))
    }

    private static var purchase: APICall {
        var request = CreateServer()
        (request.serverName, request.count) = ("game-b01", 1)
        (request.serverModelName, request.keypairName) = ("physical.rx2.32xlarge.4", "k")
        (request.orderParam.periodType, request.orderParam.periodNum) = (.month, 1)
        request.orderParam.isAutoPay = .yes
        request.publicIP.bandWidth.size = 5
        var nic = NicForSingleServer()
        nic.subnetID = "3c5e2638-b71f-4499-8d1e-355e89f21ae0"
        request.nics = [nic]
        return Operations.createServer.call(request)
    }

    @Test func `what is under way is told after ten seconds, then each second, until the answer is there`() async throws
    {
        let service = SlowService()
        let tally = try Self.tally(of: service)
        let told = Mutex<[String?]>([])
        tally.stillWaiting.listen { text in
            told.withLock { $0.append(text) }
            if text?.contains(", 40 s:") == true { service.answer() }
        }
        _ = try await tally.exchange(Self.purchase)
        let texts = told.withLock { $0 }
        #expect(texts.first == "still waiting, 10 s: 1 purchase under way (game-b01)")
        #expect(texts.contains("still waiting, 11 s: 1 purchase under way (game-b01)"))
        #expect(texts.contains("still waiting, 40 s: 1 purchase under way (game-b01)"))
        #expect(texts.last == .some(nil), "the line is taken away")
        #expect(tally.totals.sum(isDryRun: false) == "1 bought, 0 were bought before")
    }

    @Test func `nobody who does not listen costs time`() async throws {
        let service = SlowService()
        service.answer()
        let tally = try Self.tally(of: service)
        let start = tally.account.settings.clock.milliseconds()
        _ = try await tally.exchange(Self.purchase)
        #expect(tally.account.settings.clock.milliseconds() == start)
    }
}
