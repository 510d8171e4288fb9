import CPHModel
import Clock
import Ledger
import LuaKit
import Schema
import Synchronization
import Text

/// One run of the program in a rehearsal. It can die wherever a real one can: before and after every request, at every
/// step of the journal, and while it waits. Then Lua is stopped for good, and nothing that still runs reaches the cloud
/// or the ledger.
final class HostLife: Sendable {
    private struct State {
        var isDead = false
        var interrupter: LuaInterrupter?
    }

    let number: Int
    private let fate: Fate
    private let trace: RehearsalTrace
    private let state = Mutex(State())

    init(_ number: Int, _ fate: Fate, _ trace: RehearsalTrace) {
        (self.number, self.fate, self.trace) = (number, fate, trace)
    }

    var isDead: Bool { state.withLock { $0.isDead } }

    /// Names what interrupts the running script when this life ends before the script does.
    func watch(_ interrupter: LuaInterrupter) { state.withLock { $0.interrupter = interrupter } }

    /// Whether the run is alive after this point. The dead pass no points: what they still do leaves no trace.
    func survives(_ point: @autoclosure () -> String) -> Bool {
        if isDead { return false }
        guard fate.kills() else { return true }
        trace.note("run \(number) is killed: \(point())", .kill, run: number)
        let interrupter = state.withLock { state in
            state.isDead = true
            return state.interrupter
        }
        interrupter?.interrupt()
        return false
    }

    func note(_ line: @autoclosure () -> String, _ kind: StoryEvent.Kind? = nil) {
        if !isDead { trace.note("run \(number) \(line())", kind, run: number) }
    }

    var hook: CrashPointHook {
        { [self] (step: CrashPoint) throws(CrashPointFault) in
            guard survives("at \(step.rawValue)") else { throw .crash }
            note(step.rawValue)
        }
    }
}

/// The network as a mortal host has it.
struct MortalNetwork: APILayer {
    let life: HostLife
    let cloud: any CloudPhoneAPI

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        let subject = Self.subject(of: call)
        guard life.survives("before it sends \(call.operation)\(subject)") else { throw Self.dead }
        let exchange = try await cloud.exchange(call)
        guard life.survives("before it has the answer to \(call.operation)\(subject)") else { throw Self.dead }
        life.note("\(call.operation)\(subject): \(Self.outcome(exchange))", Self.kind(of: call, exchange))
        return exchange
    }

    private static func kind(of call: APICall, _ exchange: Exchange) -> StoryEvent.Kind {
        guard exchange.failure == nil, let status = exchange.answer?.status, status < 300 else { return .fault }
        return call.purchase == nil ? .request : .purchase
    }

    func next(for call: APICall) -> any CloudPhoneAPI { cloud }

    private static var dead: CPHError { CPHError(.cancelled, "the host was killed") }

    private static func subject(of call: APICall) -> String {
        (call.purchase?.serverName ?? call.query.first { $0.name == "server_name" }?.value).map { " \($0)" } ?? ""
    }

    private static func outcome(_ exchange: Exchange) -> String {
        let answer = exchange.answer.map { "status \($0.status), \(counted($0.body.count, "byte"))" }
        return exchange.failure.map { "\($0.kind.rawValue)" + (answer.map { " after \($0)" } ?? "") } ?? answer
            ?? "nothing"
    }
}

/// The host's time, in which it can die.
struct MortalClock: LuaClock, WallClock {
    let life: HostLife
    let clock: SimulatedClock

    var now: Duration { clock.now }

    func milliseconds() -> Int { clock.milliseconds() }

    func pause(for duration: Duration) async throws {
        guard life.survives("before it waits \(duration)") else { throw CancellationError() }
        try await clock.pause(for: duration)
        if life.isDead { throw CancellationError() }
    }

    func wait(until deadline: Duration?, isAwaitingHost: Bool, wakeup: Int32) {
        if deadline != nil, !life.survives("while the script sleeps") { return }
        clock.wait(until: deadline, isAwaitingHost: isAwaitingHost, wakeup: wakeup)
    }
}
