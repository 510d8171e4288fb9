import CPHModel
import Schema
import Testing

@testable import Ledger

/// What the tests of approvals have in common: a fleet, those who ask and those who answer.
extension Bench {
    static let hash = String(repeating: "1a2b3c4d", count: 8)

    /// A gate of a run of its own, as the ledger's server would know its user.
    func gate(
        _ run: String = "job", as user: String? = nil, isShared: Bool = false, _ limits: SpendLimits = SpendLimits(),
        scope: String = "project", approver: (any Approver)? = nil, mode: SpendGuard.Mode = .buy,
        hook: CrashPointHook? = nil
    ) throws -> SpendGuard {
        var options = Ledger.Options(scope: scope)
        (options.clock, options.lag, options.settle) = (clock, .zero, .seconds(900))
        let journal = try journal(.write, run: run, hook: hook)
        if let user { journal.assumedSession = (user, isShared) }
        let ledger = Ledger(journal, in: cloud, options: options)
        return SpendGuard(ledger, limits: limits, approver: approver, mode: mode)
    }

    /// What a person's command writes with.
    func desk(_ run: String = "desk", as user: String? = nil, isShared: Bool = false) throws -> Journal {
        let journal = try journal(.write, run: run)
        if let user { journal.assumedSession = (user, isShared) }
        return journal
    }

    /// What is thrown where there is nothing to answer; histories that happen to answer nothing go on.
    struct NothingWaits: Error {}

    var now: Int { clock.milliseconds() }

    func plans() throws -> [PlanStanding] { try journal(.read).plans(at: now) }

    func waiting() throws -> [PlanQuestion] { try plans().compactMap { $0.question(at: now) } }

    /// Says yes to the only plan that waits.
    @discardableResult
    func agree(
        as user: String? = nil, isShared: Bool = false, for time: Int = Agreement.longest
    ) throws -> Agreement {
        let desk = try desk(as: user, isShared: isShared)
        guard let question = try desk.plans(at: now).compactMap({ $0.question(at: now) }).first else {
            throw NothingWaits()
        }
        let agreement = try desk.agree(to: question, until: now + time, at: now).agreement
        try desk.close(exit: 0, at: now)
        return agreement
    }

    func decline(as user: String? = nil) throws {
        guard let plan = try plans().first else { throw NothingWaits() }
        try desk("no", as: user).decline(plan, reason: "too dear", at: now)
    }

    /// The history as its kinds, without the lines that tell of programs.
    func kinds() throws -> [Event.Kind] { try events().map(\.kind).filter { ![.run, .ended].contains($0) } }

    func events() throws -> [Event] {
        let journal = try journal(.read)
        return try journal.events(where: "e.seq > $1", [.int(0)])
    }
}

extension SpendGuard {
    /// Has a plan approved, and buys it.
    func apply(
        _ requests: [CreateServer] = CreateServer.fleet, name: String = "fleet", hash: String = Bench.hash
    ) async throws {
        try await approve(
            PlanSummary(name: name, hash: hash, purchases: try requests.map { try PurchaseSummary($0) }))
        for request in requests { _ = try await buy(request) }
    }

    /// The code of the error with which a plan is not bought; nil where it is.
    func refusal(
        _ requests: [CreateServer] = CreateServer.fleet, name: String = "fleet", hash: String = Bench.hash
    ) async -> String? {
        do {
            try await apply(requests, name: name, hash: hash)
            return nil
        } catch { return (error as? CPHError)?.code ?? "\(error)" }
    }
}

extension CreateServer {
    /// Three purchases of two servers.
    static var fleet: [CreateServer] { ["a", "b", "c"].map { sample($0) } }
}
