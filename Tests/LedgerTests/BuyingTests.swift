import CPHModel
import Ledger
import Schema
import Testing

/// One run that buys: what reaches the service, what comes back, what is recorded.
struct BuyingTests {
    @Test func `sends a purchase once and answers with what the service said`() async throws {
        let bench = try Bench()
        let ids = try await bench.ledger().buy()
        #expect(ids == bench.cloud.serverIDs.reversed() && ids.count == 2)
        #expect(bench.cloud.creates == 1)
    }

    /// As a run is stopped while somebody is asked, or a price is looked up.
    @Test func `what was stopped before its send is not sent, and not recorded`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        let call = Operations.createServer.call(.sample())
        let stopped = Task {
            await #expect(throws: CPHError.self) {
                try await ledger.purchase(call) { (_: PurchaseSummary) async throws(CPHError) in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return Approval(.terminal)
                }
            }
        }
        let error = await stopped.value
        #expect(error?.kind == .cancelled && error?.message == "cancelled; nothing was sent")
        #expect(bench.cloud.creates == 0)
        #expect(try await ledger.buy().count == 2)
    }

    @Test func `answers a known purchase from the record, without a request`() async throws {
        let bench = try Bench()
        let first = try await bench.ledger().buy()
        let lists = bench.cloud.lists
        let again = try await bench.ledger(run: "r2").buy()
        #expect(again == first)
        #expect(bench.cloud.creates == 1 && bench.cloud.lists == lists)
    }

    @Test func `refuses other content under a known name, with every difference`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy()
        let error = await #expect(throws: CPHError.self) { try await ledger.buy(.sample(count: 3, months: 2)) }
        #expect(error?.kind == .argument && error?.code == "other_content")
        #expect(
            error?.problems.map(\.description) == [
                "count: is 3; recorded with 2", "order_param.period_num: is 2; recorded with 1",
            ])
        #expect(error?.message == "\"game-1\" is bought with other content; nothing was sent")
        #expect(bench.cloud.creates == 1)
    }

    @Test func `refuses a name that the account has and the ledger does not`() async throws {
        let bench = try Bench()
        _ = try await bench.cloud.buy()
        let error = await #expect(throws: CPHError.self) { try await bench.ledger().buy() }
        #expect(error?.kind == .denied && error?.code == "name_taken")
        #expect(error?.message.contains("already has servers named \"game-1\"") == true)
        #expect(bench.cloud.creates == 1)
    }

    @Test(arguments: [1, 49, 50, 99])
    func `refuses a name that stands on a later page, however short the pages are`(mostOnPage: Int) async throws {
        let bench = try Bench()
        _ = try await bench.cloud.buy()
        bench.cloud.change { state in
            let first = state.servers[0]
            for number in 0..<120 {
                var other = first
                (other.id, other.name, other.orderID) = ("x\(number)", "my-game-1-copy", "other")
                state.servers.insert(other, at: 0)
            }
            state.mostOnPage = mostOnPage
        }
        let error = await #expect(throws: CPHError.self) { try await bench.ledger().buy() }
        #expect(error?.kind == .denied && error?.code == "name_taken")
        #expect(bench.cloud.creates == 1)
    }

    @Test func `sends nothing when the account cannot be listed first`() async throws {
        let bench = try Bench()
        bench.cloud.change { $0.listFails = true }
        let error = await #expect(throws: CPHError.self) { try await bench.ledger().buy() }
        #expect(error?.kind == .api)
        #expect(bench.cloud.creates == 0)
    }

    @Test func `a name and the same name with a number behind it do not disturb each other`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        _ = try await ledger.buy(.sample("web-1", count: 1))
        _ = try await ledger.buy(.sample("web", count: 1))
        #expect(bench.cloud.creates == 2)
    }

    @Test func `two tasks that buy the same name get the same servers from one request`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        async let first = ledger.buy()
        async let second = ledger.buy()
        let (a, b) = try await (first, second)
        #expect(a == b && bench.cloud.creates == 1)
    }

    @Test(arguments: [FakeCloud.Fault.answerLost, .late, .soldBadGateway, .html, .cut, .orderOnly, .orderAndError])
    func `finds in the account what the answer did not say`(fault: FakeCloud.Fault) async throws {
        let bench = try Bench(faults: [fault], lag: 3)
        let ids = try await bench.ledger().buy()
        #expect(Set(ids) == Set(bench.cloud.serverIDs) && ids.count == 2)
        #expect(bench.cloud.creates == 1)
        #expect(try await bench.ledger(run: "r2").buy() == ids)
        #expect(bench.cloud.creates == 1)
    }

    @Test(arguments: [FakeCloud.Fault.requestLost, .internalError])
    func `throws in doubt when the account shows nothing, and never sends again`(fault: FakeCloud.Fault) async throws {
        let bench = try Bench(faults: [fault])
        for run in ["r1", "r2", "r3"] {
            let error = await #expect(throws: CPHError.self) { try await bench.ledger(run: run).buy() }
            #expect(error?.kind == .inDoubt && error?.maybeDone == true && error?.isRetryable == false)
            #expect(error?.hint == "it is not sent again; look at the account, then cph ledger resolve game-1")
        }
        #expect(bench.cloud.creates == 1)
    }

    @Test func `keeps the ids of a contradictory answer and alarms`() async throws {
        let bench = try Bench(faults: [.tooManyIDs])
        let error = await #expect(throws: CPHError.self) { try await bench.ledger().buy() }
        #expect(error?.kind == .inDoubt && error?.code == "duplicate")
        #expect(error?.result?.serverIDs?.count == 3)
    }

    @Test func `reports a part as a part, now and from the record`() async throws {
        let bench = try Bench(faults: [.partial])
        for run in ["r1", "r2"] {
            let error = await #expect(throws: CPHError.self) { try await bench.ledger(run: run).buy() }
            #expect(error?.kind == .partial && error?.result?.serverIDs == bench.cloud.serverIDs)
        }
        #expect(bench.cloud.creates == 1)
    }

    @Test(arguments: [FakeCloud.Fault.notSent, .throttled, .refused, .unauthorized, .throwing])
    func `lets a purchase that was not made be sent again`(fault: FakeCloud.Fault) async throws {
        let bench = try Bench(faults: [fault])
        let ledger = try bench.ledger()
        await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(try await ledger.buy().count == 2)
        #expect(bench.cloud.sold == 1)
    }

    @Test func `stops after four sends of a name that never get through`() async throws {
        let bench = try Bench(faults: Array(repeating: .notSent, count: 9))
        let ledger = try bench.ledger()
        var codes: [String?] = []
        for _ in 0..<6 {
            do { _ = try await ledger.buy() } catch { codes.append(error.code ?? error.kind.rawValue) }
        }
        #expect(codes == ["network", "network", "network", "network", "attempts", "attempts"])
    }

    @Test func `starts no new send after two in doubt in a row`() async throws {
        let bench = try Bench(faults: [.requestLost, .requestLost])
        let ledger = try bench.ledger(settle: .zero)
        for name in ["a", "b"] {
            let error = await #expect(throws: CPHError.self) { try await ledger.buy(.sample(name)) }
            #expect(error?.kind == .inDoubt)
        }
        let error = await #expect(throws: CPHError.self) { try await ledger.buy(.sample("c")) }
        #expect(error?.kind == .denied && error?.code == "stopped")
        #expect(bench.cloud.creates == 2)
    }

    @Test func `looks no longer than the run's time for it, over all purchases`() async throws {
        let bench = try Bench(faults: [.requestLost, .none, .requestLost])
        let start = bench.clock.milliseconds()
        let ledger = try bench.ledger(settle: .seconds(600))
        for name in ["a", "b", "c"] { _ = try? await ledger.buy(.sample(name)) }
        #expect(bench.clock.milliseconds() - start == 600_000)
    }

    @Test func `does not take older servers or another purchase's for its own`() async throws {
        let bench = try Bench(faults: [.none, .requestLost])
        let ledger = try bench.ledger(settle: .zero)
        _ = try await ledger.buy(.sample("web-1", count: 1))
        await #expect(throws: CPHError.self) { try await ledger.buy(.sample("web", count: 1)) }
        _ = try await bench.cloud.buy(.sample("web-1", count: 1))
        let error = await #expect(throws: CPHError.self) { try await ledger.buy(.sample("web", count: 1)) }
        #expect(error?.code == "in_doubt")
    }

    @Test func `reads pass through`() async throws {
        let bench = try Bench()
        _ = try await bench.cloud.buy()
        let list = try await bench.ledger().perform(Operations.listServers, ListServers())
        #expect(list.servers?.count == 2)
    }
}
