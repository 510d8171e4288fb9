import CPHModel
import Logging
import Synchronization
import Testing

@testable import CPHClient

/// Keys that a service gives for a while are fetched before they end, and never in the middle of a purchase.
struct RenewedProofTests {
    /// Gives keys that are numbered, and live for as long as it is told.
    private final class Giver: Sendable {
        private let state = Mutex((count: 0, life: 3600, fails: false))
        let machine = TestMachine()
        let notes = LogNotes()

        var count: Int { state.withLock { $0.count } }
        func set(life: Int = 3600, fails: Bool = false) { state.withLock { ($0.life, $0.fails) = (life, fails) } }

        func issued() -> RenewedProof<TemporaryKeys> {
            let surroundings = machine.surroundings()
            return RenewedProof("the giver", surroundings, notes.logger) { [self] () throws(CPHError) in
                let (count, life, fails) = state.withLock { state in
                    state.count += 1
                    return (state.count, state.life, state.fails)
                }
                if fails { throw CPHError(.network, "nobody answers", operation: "giving") }
                return TemporaryKeys.sample(count, from: surroundings.now(), life: life)
            }
        }

        /// Waits until the background has fetched the keys of that number.
        func wait(for number: Int, _ keys: RenewedProof<TemporaryKeys>) async throws {
            while try await keys.proof(buys: true).accessKey != "AK\(number)" { await Task.yield() }
        }
    }

    @Test(arguments: [(86_400, 84_000), (7_201, 4_801), (7_200, 4_800), (3_600, 2_400), (900, 600)])
    func `they are fetched anew 40 minutes before their end, or after two thirds of a shorter life`(life: Int, at: Int)
        async throws
    {
        let giver = Giver()
        giver.set(life: life)
        let keys = giver.issued()
        #expect(try await keys.proof(buys: false).accessKey == "AK1")
        giver.machine.advance(seconds: at - 1)
        #expect(try await keys.proof(buys: false).accessKey == "AK1" && giver.count == 1)
        giver.machine.advance(seconds: 1)
        // Whoever asks gets those that there are, and does not wait.
        #expect(try await keys.proof(buys: false).accessKey == "AK1")
        try await giver.wait(for: 2, keys)
        #expect(giver.count == 2)
    }

    @Test func `what buys takes the keys that there are, as long as they last on the way`() async throws {
        let giver = Giver()
        let keys = giver.issued()
        _ = try await keys.proof(buys: false)
        giver.machine.advance(seconds: 3600 - 60)
        #expect(try await keys.proof(buys: true).accessKey == "AK1" && giver.count == 1)
        giver.machine.advance(seconds: 1)
        #expect(try await keys.proof(buys: true).accessKey == "AK2" && giver.count == 2)
    }

    @Test func `a look before a purchase leaves keys that last for it`() async throws {
        let giver = Giver()
        let keys = giver.issued()
        _ = try await keys.proof(buys: false)
        giver.machine.advance(seconds: 3600 - 3600 / 6 + 1)
        #expect(try await keys.proof(buys: false).accessKey == "AK2")
    }

    @Test func `many who ask at once get the keys of one fetch`() async throws {
        let giver = Giver()
        let keys = giver.issued()
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 { group.addTask { try await keys.proof(buys: number % 2 == 0).accessKey } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(names == ["AK1"] && giver.count == 1)
    }

    @Test func `a fetch that fails leaves the old keys in use until they end, and is tried again a minute later`()
        async throws
    {
        let giver = Giver()
        let keys = giver.issued()
        _ = try await keys.proof(buys: false)
        giver.set(fails: true)
        giver.machine.advance(seconds: 2400)
        #expect(try await keys.proof(buys: false).accessKey == "AK1")
        while !giver.notes.text.contains("and still serves") { await Task.yield() }
        for _ in 0..<5 { #expect(try await keys.proof(buys: false).accessKey == "AK1") }
        #expect(giver.count == 2)
        giver.machine.advance(seconds: 60)
        _ = try await keys.proof(buys: false)
        while giver.notes.text.split(separator: "and still serves").count < 3 { await Task.yield() }
        // Near the end whoever looks waits for new ones, and once that fails nobody does for a minute.
        giver.machine.advance(seconds: 3600 - 2460 - 180)
        for _ in 0..<5 { #expect(try await keys.proof(buys: false).accessKey == "AK1") }
        #expect(giver.count == 4)
        giver.machine.advance(seconds: 120)
        #expect(try await keys.proof(buys: true).accessKey == "AK1")
        giver.machine.advance(seconds: 1)
        let error = await #expect(throws: CPHError.self) { try await keys.proof(buys: false) }
        #expect(
            error?.message == "no credentials from the giver: nobody answers (giving); nothing was sent with them")
        #expect(error?.isOfCredentials == true && error?.kind == .denied)
        giver.set()
        #expect(try await keys.proof(buys: true).accessKey.hasPrefix("AK"))
    }

    @Test(arguments: [(59, "ends in 59 s"), (0, "ends in 0 s"), (-3600, "ended 60 min ago")])
    func `keys that end before they can be used are an error that speaks of the clock`(life: Int, words: String)
        async throws
    {
        let giver = Giver()
        giver.set(life: life)
        let keys = giver.issued()
        let error = await #expect(throws: CPHError.self) { try await keys.proof(buys: false) }
        #expect(error?.message.contains("what came \(words)") == true, "\(error as Any)")
        #expect(error?.hint == "compare this machine's clock (cph doctor)")
    }

    @Test func `whoever is cancelled waits no longer, and the others get what comes`() async throws {
        let machine = TestMachine()
        let gate = Gate()
        let keys = RenewedProof("the giver", machine.surroundings(), LogNotes().logger) { () throws(CPHError) in
            await gate.wait()
            return TemporaryKeys.sample(1, from: TestMachine.start, life: 3600)
        }
        let impatient = Task { try await keys.proof(buys: false) }
        let patient = Task { try await keys.proof(buys: true).accessKey }
        while gate.waiters == 0 { await Task.yield() }
        impatient.cancel()
        let error = await #expect(throws: CPHError.self) { try await impatient.value }
        #expect(error?.kind == .cancelled)
        gate.open()
        #expect(try await patient.value == "AK1")
    }

    @Test func `what came when nobody waited any more is not taken for new later`() async throws {
        let machine = TestMachine()
        let gate = Gate()
        let count = Mutex(0)
        let keys = RenewedProof("the giver", machine.surroundings(), LogNotes().logger) { () throws(CPHError) in
            let number = count.withLock { count in
                count += 1
                return count
            }
            let begun = machine.surroundings().now()
            await gate.wait()
            return TemporaryKeys.sample(number, from: begun, life: 3600)
        }
        let only = Task { try await keys.proof(buys: false) }
        while gate.waiters == 0 { await Task.yield() }
        only.cancel()
        await #expect(throws: CPHError.self) { try await only.value }
        gate.open()
        while await keys.end == nil { await Task.yield() }
        machine.advance(seconds: 3600)
        #expect(try await keys.proof(buys: true).accessKey == "AK2")
    }

    /// Lets those through who wait once it is open.
    private final class Gate: Sendable {
        private let state = Mutex<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

        var waiters: Int { state.withLock { $0.waiting.count } }

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiting.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                return state.waiting
            }
            for one in waiting { one.resume() }
        }
    }

    @Test func `keys that were refused are forgotten, and newer ones are not`() async throws {
        let giver = Giver()
        let keys = giver.issued()
        _ = try await keys.proof(buys: false)
        await keys.discard("T0")
        #expect(try await keys.proof(buys: true).accessKey == "AK1")
        await keys.discard("T1")
        #expect(try await keys.proof(buys: true).accessKey == "AK2")
    }
}

extension TemporaryKeys {
    /// Keys of a number, which end after `life` seconds.
    static func sample(_ number: Int, from now: Int, life: Int) -> TemporaryKeys {
        let end = now + life
        let body =
            #"{"credential":{"access":"AK\#(number)","secret":"S\#(number)","securitytoken":"T\#(number)","expires_at":\#(end)}}"#
        guard let keys = TemporaryKeys(Answer(status: 201, body: Array(body.utf8)), now: now) else {
            preconditionFailure("the sample has all parts")
        }
        return keys
    }
}

/// All services' answers are read by one reader.
struct TemporaryKeysTests {
    private static let now = TestMachine.start

    @Test(arguments: [
        #"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-02T04:04:05.123456Z"}}"#,
        #"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-02T04:04:05Z"}}"#,
        #"{"credentials":{"access_key_id":"A","secret_access_key":"S","security_token":"T","expiration":"2026-01-02T04:04:05.000Z"}}"#,
        #"{"credentials":{"accessKeyId":"A","secretAccessKey":"S","securityToken":"T","expiration":"2026-01-02T04:04:05Z"}}"#,
        #"{"agency_credentials":{"access_key_id":"A","secret_access_key":"S","session_token":"T","expiration":1767326645}}"#,
        #"{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-02T04:04:05Z"}"#,
    ])
    func `whatever they call the parts`(body: String) throws {
        let keys = try #require(TemporaryKeys(Answer(status: 200, body: Array(body.utf8)), now: Self.now))
        #expect(keys.accessKey == "A" && keys.secretKey.exposed == "S" && keys.securityToken.exposed == "T")
        #expect(keys.expires == Self.now + 3600)
    }

    @Test(arguments: [
        "", "[]", "<html>", "{}", #"{"credential":{}}"#, #"{"credential":{"access":"A","secret":"S"}}"#,
        #"{"credential":{"access":"A","secret":"","securitytoken":"T"}}"#,
        #"{"credential":{"access":"A\r\nX: y","secret":"S","securitytoken":"T"}}"#,
        #"{"credential":{"access":1,"secret":"S","securitytoken":"T"}}"#,
    ])
    func `an answer without all parts gives none`(body: String) {
        #expect(TemporaryKeys(Answer(status: 200, body: Array(body.utf8)), now: Self.now) == nil)
    }

    @Test func `their end is told by the service's clock, not by this machine's`() throws {
        let body =
            #"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":"2026-01-02T05:04:05Z"}}"#
        let date = Answer.Header("Date", "Fri, 02 Jan 2026 04:04:05 GMT")
        let answer = Answer(status: 200, headers: [date], body: Array(body.utf8))
        #expect(TemporaryKeys(answer, now: Self.now)?.expires == Self.now + 3600)
    }

    @Test(arguments: [
        "null", "9223372036854775807", "-9223372036854775808", "-1", "253402300800", "1e300", #""soon""#,
        #""2026-02-31T00:00:00Z""#,
    ])
    func `without an end that can be meant they count as those of the shortest life`(end: String) {
        let body = #"{"credential":{"access":"A","secret":"S","securitytoken":"T","expires_at":\#(end)}}"#
        for date in [[], [Answer.Header("Date", "Fri, 31 Dec 9999 23:59:59 GMT")]] {
            let answer = Answer(status: 200, headers: date, body: Array(body.utf8))
            #expect(TemporaryKeys(answer, now: 7)?.expires == 7 + 900)
        }
    }
}
