import CPHModel
import Clock
import Emulator
import Schema
import Synchronization
import Testing

extension Verdict {
    /// The case alone.
    fileprivate var word: String {
        switch self {
        case .accepted: "accepted"
        case .unpaid: "unpaid"
        case .partial: "partial"
        case .orderOnly: "order only"
        case .refused: "refused"
        case .throttled: "throttled"
        case .unauthorized: "unauthorized"
        case .notSent: "not sent"
        case .inDoubt: "in doubt"
        }
    }
}

struct FaultTests {
    /// What the client has to make of each fault, and what was really bought.
    @Test(arguments: [
        ("reset-before", "in doubt", 0), ("reset-after", "in doubt", 3),
        ("silent-before", "in doubt", 0), ("silent-after", "in doubt", 3), ("truncate-after", "in doubt", 3),
        ("html", "in doubt", 0), ("html-after", "in doubt", 3), ("redirect", "in doubt", 0),
        ("redirect=307:always", "in doubt", 0),
        ("500-before", "in doubt", 0), ("502-after", "in doubt", 3), ("503-after", "in doubt", 3),
        ("504-before", "in doubt", 0),
        ("429", "throttled", 0), ("401", "unauthorized", 0),
        ("error-400=CPS.0006", "refused", 0), ("error-400=CPS.0003", "in doubt", 0),
        ("error-400-after=CPS.0003", "in doubt", 3),
        ("error-200=CPS.0006", "refused", 0), ("error-200=CPS.0003", "in doubt", 0),
        ("error-200-after=CPS.0003", "order only", 3),
        ("fewer-ids", "partial", 3), ("no-ids", "order only", 3), ("more-ids", "in doubt", 3),
        ("duplicate-ids", "in doubt", 3), ("bad-ids", "in doubt", 3), ("fewer-servers", "partial", 2),
        ("build-fails", "accepted", 3), ("huge-after", "in doubt", 3), ("deep-after", "in doubt", 3),
        ("late=1m", "in doubt", 3), ("latency=1s", "accepted", 3), ("list-lag=1m", "accepted", 3),
        ("unpaid=no-ids", "accepted", 3), ("429@list", "accepted", 3),
    ])
    func `judged by its answer alone, a purchase struck by`(spec: String, verdict: String, bought: Int) async throws {
        let cloud = try makeCloud(faults: spec)
        let exchange = try await cloud.create(purchase("game", count: 3))
        #expect(exchange.bytesSent > 0)
        #expect(Verdict(exchange, count: 3, paysAtOnce: true).word == verdict)
        #expect(cloud.orders.flatMap(\.servers).count == bought)
    }

    @Test func `a broken connection is a failure without an answer`() async throws {
        let exchange = try await makeCloud(faults: "reset-after").create(purchase())
        #expect(exchange.failure == TransportFailure(.broken, "connection reset by peer") && exchange.answer == nil)
    }

    @Test func `half an answer comes with what arrived of it`() async throws {
        let whole = try #require(try await makeCloud().create(purchase()).answer)
        let exchange = try await makeCloud(faults: "truncate-after").create(purchase())
        #expect(exchange.failure?.kind == .broken)
        #expect(exchange.answer?.body == Array(whole.body.prefix(whole.body.count / 2)))
    }

    @Test func `silence ends when the caller's patience does`() async throws {
        let clock = ManualClock(milliseconds: start)
        let exchange = try await makeCloud(faults: "silent-after", clock: clock).create(purchase())
        #expect(exchange.failure == TransportFailure(.timeout, "no answer within 60.0 seconds"))
        #expect(clock.milliseconds() == start + 60_000)
    }

    @Test func `latency passes on the clock that was handed in`() async throws {
        let clock = ManualClock(milliseconds: start)
        _ = try await makeCloud(faults: "latency=200ms,latency=50ms", clock: clock).create(purchase())
        #expect(clock.milliseconds() == start + 250)
    }

    @Test func `a range of latency gives different delays within it`() async throws {
        let clock = ManualClock(milliseconds: start)
        let cloud = try makeCloud(faults: "latency=100ms-200ms", clock: clock)
        var delays: Set<Int> = []
        for _ in 0..<50 {
            let before = clock.milliseconds()
            _ = try await cloud.list()
            delays.insert(clock.milliseconds() - before)
        }
        #expect(delays.count > 10 && delays.allSatisfy { (100...200).contains($0) })
    }

    @Test func `a throttled answer says how long to wait when told to`() async throws {
        let plain = try await makeCloud(faults: "429").create(purchase())
        let timed = try await makeCloud(faults: "429=7s:always").create(purchase())
        #expect(plain.answer?.header("Retry-After") == nil && timed.answer?.header("Retry-After") == "7")
        #expect(try plain.refusal() == "429 APIGW.0308")
    }

    @Test func `a redirect names another host`() async throws {
        let answer = try await makeCloud(faults: "redirect=308:once").create(purchase()).answer
        #expect(answer?.status == 308 && answer?.header("Location") == "http://elsewhere.invalid/moved")
    }

    @Test func `an error beside an order keeps the order`() async throws {
        let cloud = try makeCloud(faults: "error-200-after=CPS.0003")
        let body = try await cloud.create(purchase()).json().members
        #expect(body?["order_id"]?.text == cloud.orders[0].orderID)
        #expect(body?["error_code"] == "CPS.0003" && body?["server_ids"] == nil)
    }

    @Test func `a late purchase shows once it has arrived`() async throws {
        let clock = ManualClock(milliseconds: start)
        let cloud = try makeCloud(faults: "late=60s:once", clock: clock)
        _ = try await cloud.create(purchase("late"))
        _ = try await cloud.buy("soon")
        #expect(try await cloud.list().servers?.map(\.serverName) == ["soon"])
        clock.advance(by: .seconds(60))
        #expect(try await cloud.list().servers?.map(\.serverName) == ["late", "soon"])
        #expect(cloud.orders.map(\.request.serverName) == ["soon", "late"])
    }

    @Test func `a failed build ends as abnormal beside servers that run`() async throws {
        let clock = ManualClock(milliseconds: start)
        let cloud = try makeCloud(faults: "build-fails", clock: clock)
        _ = try await cloud.buy("game", count: 2)
        #expect(try await cloud.list().servers?.map(\.status) == [0, 0])
        clock.advance(by: .seconds(20))
        #expect(try await cloud.list().servers?.map(\.status) == [2, 5])
        #expect(try await cloud.list(["status": 2]).servers?.map(\.serverName) == ["game-0002"])
    }

    @Test func `a lagging list leaves out what a look by id shows`() async throws {
        let clock = ManualClock(milliseconds: start)
        let cloud = try makeCloud(faults: "list-lag=30s", clock: clock)
        let id = try #require(try await cloud.buy("game").serverIDs?.first)
        #expect(try await cloud.show(id).serverName == "game")
        clock.advance(by: .milliseconds(29_999))
        #expect(try await cloud.list().count == 0)
        clock.advance(by: .milliseconds(1))
        #expect(try await cloud.list().count == 1)
    }
}

struct FaultChanceTests {
    /// `x` for every purchase that failed, `.` for every one that did not.
    private func pattern(_ spec: String, seed: UInt64 = 7, count: Int = 40) async throws -> String {
        let cloud = try makeCloud(faults: spec, seed: seed)
        var pattern = ""
        for _ in 0..<count { pattern += try await cloud.create(purchase()).answer?.status == 200 ? "." : "x" }
        return pattern
    }

    @Test(arguments: [
        ("429=once", "x....."), ("429=first=3", "xxx..."), ("429=always", "xxxxxx"), ("429", "xxxxxx"),
        ("429=0", "......"), ("429=1", "xxxxxx"), ("429=once,503-before=first=2", "xxx..."),
    ])
    func `strikes as often as told`(spec: String, expected: String) async throws {
        #expect(try await pattern(spec, count: 6) == expected)
    }

    @Test func `strikes the same requests for the same seed`() async throws {
        let first = try await pattern("429=0.5")
        #expect(first.contains("x") && first.contains("."))
        #expect(try await pattern("429=0.5") == first)
        #expect(try await pattern("429=0.5", seed: 8) != first)
    }

    @Test func `strikes the same requests when another fault is added`() async throws {
        #expect(try await pattern("429=0.5,latency=1s:0.5,list-lag=1s") == (try await pattern("429=0.5")))
    }

    @Test func `strikes about as often as the probability says`() async throws {
        let strikes = try await pattern("429=0.1", count: 2000).count { $0 == "x" }
        #expect((150...250).contains(strikes))
    }

    @Test func `strikes only the operations of its scope`() async throws {
        let cloud = try makeCloud(faults: "503-before@list+show=always")
        let id = try #require(try await cloud.buy("game").serverIDs?.first)
        await #expect(throws: CPHError.self) { _ = try await cloud.list() }
        await #expect(throws: CPHError.self) { _ = try await cloud.show(id) }
        #expect(cloud.requestCounts["create_cloud_phone_single_server"] == 1)
        #expect(cloud.requestCounts["list_cloud_phone_servers"] == 1)
        #expect(cloud.requestCounts.total == 3)
    }

    @Test func `does not send for a task that was cancelled before`() async throws {
        let cloud = try makeCloud()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await cloud.create(purchase())
        }
        let exchange = try await task.value
        #expect(exchange.bytesSent == 0 && exchange.failure?.kind == .cancelled)
        #expect(cloud.requestCounts.total == 0)
    }

    @Test(arguments: [
        (delay: "9s", isAnswered: true), (delay: "11s", isAnswered: false), (delay: "3600s", isAnswered: false),
    ])
    func `a purchase is answered after its caller was cancelled, if it takes no longer than is waited then`(
        delay: String, isAnswered: Bool
    ) async throws {
        let clock = CancellingClock()
        var settings = try configuration(faults: "latency=\(delay)")
        (settings.clock, settings.patienceAfterCancelling) = (clock, .seconds(8))
        let cloud = try EmulatedCloud(settings)
        let bought = try await Task { try await cloud.create(purchase()) }.value
        #expect(bought.bytesSent > 0 && (bought.answer?.status == 200) == isAnswered)
        #expect(bought.failure?.kind == (isAnswered ? nil : .cancelled))
        #expect(clock.passed.withLock { $0 } == (isAnswered ? [.seconds(7)] : [.seconds(8)]))
        let list = await Task { try await cloud.list() }.result
        #expect(throws: CPHError.self) { try list.get() }
        #expect(clock.passed.withLock { $0 }.count == 1)
    }

    @Test func `what is waited for an answer that never comes is what the delay before it has left`() async throws {
        let clock = CancellingClock()
        var settings = try configuration(faults: "latency=5s,silent-after")
        (settings.clock, settings.patienceAfterCancelling) = (clock, .seconds(8))
        let cloud = try EmulatedCloud(settings)
        let exchange = try await Task { try await cloud.create(purchase()) }.value
        #expect(exchange.failure?.kind == .cancelled && exchange.bytesSent > 0)
        #expect(clock.passed.withLock { $0 } == [.seconds(3), .seconds(5)])
    }
}

/// Cancels who waits after two seconds; what then waits without being cancelled is noted and passes at once.
private final class CancellingClock: WallClock {
    let passed = Mutex<[Duration]>([])
    private let now = Mutex(start)
    private let waits = Mutex(0)

    func milliseconds() -> Int { now.withLock { $0 } }

    func pause(for duration: Duration) async throws {
        let cancels = waits.withLock { waits in
            defer { waits += 1 }
            return waits % 2 == 0
        }
        guard cancels else { return passed.withLock { $0.append(duration) } }
        now.withLock { $0 += 2000 }
        withUnsafeCurrentTask { $0?.cancel() }
        throw CancellationError()
    }
}
