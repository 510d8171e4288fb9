import CPHModel
import Schema
import Testing

@testable import Ledger

/// Renewals and other changes of servers: recorded, looked up when in doubt, and sent once, whatever keeps the record.
struct ChangeTests {
    @Test(arguments: StoreKind.allCases)
    func `the same renewal asked for five times by five runs is sent once`(kind: StoreKind) async throws {
        let bench = try kind.bench()
        let cloud = RenewingCloud(bench.clock)
        for run in 1...5 {
            let ledger = try bench.ledger(run: "r\(run)", in: cloud)
            let exchange = try await ledger.exchange(ResourceChange.renewal().call)
            #expect(exchange.origin == (run == 1 ? .now : .before))
            try await ledger.end(exit: 0)
        }
        #expect(cloud.state.withLock { $0.sent } == [Operations.renewResources.name])
        let record = try #require(try bench.journal(.read).purchases().first)
        #expect(record.state == .accepted && record.orderID == "CS1" && record.change?.kind == .renewal)
        #expect(record.count == 0 && record.serverMonths == 1 && record.serverIDs.isEmpty)
        #expect(record.change?.newExpireTime == RenewingCloud.end(after: 1))
        #expect(try bench.journal(.read).verify().purchases == 1)
    }

    @Test(arguments: StoreKind.allCases)
    func `a renewal whose answer was lost is looked up, and found by the server and its order`(kind: StoreKind)
        async throws
    {
        let bench = try kind.bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { $0.losses = 1 }
        for run in 1...5 {
            let ledger = try bench.ledger(run: "r\(run)", in: cloud)
            _ = try await ledger.exchange(ResourceChange.renewal().call)
            try await ledger.end(exit: 0)
        }
        let state = cloud.state.withLock { $0 }
        #expect(state.sent.count == 1 && state.months == 1)
        let record = try #require(try bench.journal(.read).purchases().first)
        #expect(record.state == .adopted && record.orderID == "CS1" && record.source == .list)
    }

    @Test func `while a list shows the old period, what was lost stays in doubt and is never sent again`() async throws
    {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { ($0.losses, $0.lags, $0.namesServers) = (1, true, false) }
        for run in 1...3 {
            let ledger = try bench.ledger(run: "r\(run)", in: cloud)
            let error = await #expect(throws: CPHError.self) {
                try await ledger.exchange(ResourceChange.renewal().call)
            }
            #expect(error?.kind == .inDoubt && error?.message.contains("may have been renewed") == true)
            try await ledger.end(exit: 20)
        }
        cloud.catchUp()
        _ = try await bench.ledger(run: "r4", in: cloud).exchange(ResourceChange.renewal().call)
        #expect(cloud.state.withLock { $0.sent.count } == 1)
    }

    @Test(arguments: CrashPoint.allCases)
    func `a run that ends at any point is followed by one that renews at most once`(point: CrashPoint) async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in if step == point { throw .crash } }
        do {
            let first = try bench.ledger(run: "r1", in: cloud, hook: hook)
            _ = try? await first.exchange(ResourceChange.renewal().call)
        }
        let second = try bench.ledger(run: "r2", settle: .zero, in: cloud)
        _ = try? await second.exchange(ResourceChange.renewal().call)
        try await second.end(exit: 0)
        let state = cloud.state.withLock { $0 }
        #expect(state.months <= 1 && state.sent.count <= 1)
        let record = try #require(try bench.journal(.read).purchases().first)
        #expect(state.months == 0 ? record.state.isInDoubt : [.accepted, .adopted].contains(record.state))
        #expect(try bench.journal(.read).verify().purchases == 1)
    }

    @Test func `other content under a period that was renewed is an error with the difference`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger(in: RenewingCloud(bench.clock))
        _ = try await ledger.exchange(ResourceChange.renewal().call)
        let error = await #expect(throws: CPHError.self) {
            try await ledger.exchange(ResourceChange.renewal(months: 2).call)
        }
        #expect(error?.code == "other_content" && error?.problems.map { "\($0.path)" } == ["period_num"])
    }

    @Test func `the next period is renewed when it runs, or by its name, and never by the way`() async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        let ledger = try bench.ledger(in: cloud)
        _ = try await ledger.exchange(ResourceChange.renewal().call)
        var next = ResourceChange.renewal(of: RenewingCloud.end(after: 1))
        for basis in [ResourceChange.Basis.once, .due] {
            next.basis = basis
            let error = await #expect(throws: CPHError.self) { try await ledger.exchange(next.call) }
            #expect(error?.code == "renewed_before")
        }
        next.basis = .exact
        _ = try await ledger.exchange(next.call)
        #expect(cloud.state.withLock { $0.months } == 2)
        // Both of these periods are over now, and the third runs.
        try await bench.clock.pause(for: .seconds(80 * 24 * 3600))
        _ = try await ledger.exchange(ResourceChange.renewal(of: RenewingCloud.end(after: 2)).call)
        #expect(cloud.state.withLock { $0.months } == 3)
    }

    @Test func `a period that somebody has changed meanwhile is not renewed`() async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { ($0.months, $0.shownMonths) = (1, 1) }
        let ledger = try bench.ledger(in: cloud)
        let error = await #expect(throws: CPHError.self) { try await ledger.exchange(ResourceChange.renewal().call) }
        #expect(error?.code == "period_moved" && cloud.state.withLock { $0.sent.isEmpty })
        var unknown = ResourceChange.renewal()
        unknown.resourceID = "nobody"
        let other = await #expect(throws: CPHError.self) { try await ledger.exchange(unknown.call) }
        #expect(other?.code == "no_resource")
    }

    @Test(arguments: [ChangeKind.unsubscription, .autoRenewal, .autoRenewalStop])
    func `other changes are sent once and found by what the server is like`(kind: ChangeKind) async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { ($0.losses, $0.renewsItself) = (1, kind == .autoRenewalStop) }
        for run in 1...3 {
            let ledger = try bench.ledger(run: "r\(run)", in: cloud)
            _ = try await ledger.exchange(ResourceChange.sample(kind).call)
            try await ledger.end(exit: 0)
        }
        #expect(cloud.state.withLock { $0.sent.count } == 1)
        let record = try #require(try bench.journal(.read).purchases().first)
        #expect(record.state == .adopted && record.key == "\(kind.rawValue):0a1b:\(RenewingCloud.end)")
    }

    @Test func `nothing else is done to a server while a change of that kind is in doubt`() async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { $0.cuts = 1 }
        let ledger = try bench.ledger(settle: .zero, in: cloud)
        _ = try? await ledger.exchange(ResourceChange.sample(.autoRenewal).call)
        let error = await #expect(throws: CPHError.self) {
            try await ledger.exchange(ResourceChange.sample(.autoRenewalStop).call)
        }
        #expect(error?.code == "earlier_in_doubt" && cloud.state.withLock { $0.sent.count } == 1)
        var direct = SetAutoRenewal()
        direct.resourceID = RenewingCloud.server
        let call = Operations.setAutoRenewal.call(direct)
        let repeated = await #expect(throws: CPHError.self) { try await ledger.change(call, Approval(.none)) }
        #expect(repeated?.code == "earlier_in_doubt" && cloud.state.withLock { $0.sent.count } == 1)
    }

    @Test func `a person decides what became of a renewal, held against what the account shows`() async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock { $0.cuts = 1 }
        let ledger = try bench.ledger(settle: .zero, in: cloud)
        let change = ResourceChange.renewal()
        _ = try? await ledger.exchange(change.call)
        let adopted = await #expect(throws: CPHError.self) {
            try await ledger.resolve(change.key, .adopt([RenewingCloud.server]), by: "ann")
        }
        #expect(adopted?.message.contains("is as it was before") == true)
        #expect(try await ledger.resolve(change.key, .look, by: "ann").state == .inDoubt)
        let lines = await ledger.evidence(
            of: RecordedChange(change), try #require(try await ledger.purchase(named: change.key)))
        #expect(lines.contains("  the server is paid for until \(RenewingCloud.end)"))
        let absent = try await ledger.resolve(change.key, .absent(evidence: "the console"), by: "ann")
        #expect(absent.state == .absent)
        _ = try await ledger.exchange(change.call)
        #expect(cloud.state.withLock { $0.months } == 1)
        let again = await #expect(throws: CPHError.self) {
            try await ledger.resolve(change.key, .absent(evidence: "no"), by: "ann")
        }
        #expect(again?.message.contains("nothing to resolve") == true)
    }

    @Test func `nobody can say that nothing was done while its order stands on any page of the list`() async throws {
        let bench = try Bench()
        let cloud = RenewingCloud(bench.clock)
        cloud.state.withLock {
            $0.orders = (1...120).map { "other\($0)" }
            ($0.losses, $0.lags) = (1, true)
        }
        let ledger = try bench.ledger(settle: .zero, in: cloud)
        let change = ResourceChange.renewal()
        _ = try? await ledger.exchange(change.call)
        let error = await #expect(throws: CPHError.self) {
            try await ledger.resolve(change.key, .absent(evidence: "the console"), by: "ann", on: BillingService(cloud))
        }
        #expect(error?.message.contains("order \"CS121\" of the time") == true, "\(error as Any)")
        #expect(cloud.state.withLock { $0.sent.count } == 1)
    }

    @Test func `what costs nothing counts for no day and no limit in money`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger(in: RenewingCloud(bench.clock))
        _ = try await ledger.exchange(ResourceChange.sample(.autoRenewalStop).call)
        let record = try #require(try await ledger.purchases().first)
        #expect(record.countedSend == nil && record.sentAt != nil)
    }
}
