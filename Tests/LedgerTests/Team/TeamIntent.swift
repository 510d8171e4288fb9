@testable import Ledger

/// What a run shows to prove that a name is still its own.
struct TeamToken {
    let wish: Int
    let run: Int
    let epoch: Int
    /// The timeline of the server on which it was claimed.
    let timeline: Int
    let mistake: TeamMistake?

    /// Whether the claim is still this run's.
    func holds(in database: TeamDatabase) -> Bool {
        let claim = database.claims[wish]
        switch mistake {
        case .noEpochCheck: return true
        case .epochReused: return claim.epoch == epoch
        case .releasedBeforeOutcome where claim.run == nil: return true
        default: return claim.run == run && claim.epoch == epoch
        }
    }
}

/// The intent's transaction: everything that decides about the send is read in it.
struct TeamIntent {
    let token: TeamToken
    /// The record as it will be.
    let row: SimulatedRecord
    let world: TeamWorld
    /// By the server's clock.
    let time: Int
    /// The clock by which the day is counted.
    let clock: Int
    /// What was counted before the transaction, and whether the claim was the run's then.
    let earlyCount: Int
    let wasMine: Bool

    func record(in next: inout TeamDatabase) -> TeamDatabase.Refusal? {
        guard isOnItsServer(next) else { return .quarantined }
        guard world.mistake == .claimCheckedEarly ? wasMine : token.holds(in: next) else { return .fenced }
        guard !world.hasSwap || next.rows[token.wish].revision == row.revision - 1 else { return .raced }
        guard isWithinLimit(next) else { return .limit }
        next.rows[token.wish] = row
        next.leases[token.run] = time + TeamWorld.lease
        return nil
    }

    /// Whether the name was claimed on this server: one that took over since may lack what others have recorded of the name.
    private func isOnItsServer(_ next: TeamDatabase) -> Bool {
        switch world.mistake {
        case .timelineAtClaimOnly, .timelineIgnored: true
        case .timelineNotedByOthers: next.timeline == next.notedTimeline
        default: !world.hasTimeline || next.timeline == token.timeline
        }
    }

    private func isWithinLimit(_ next: TeamDatabase) -> Bool {
        guard let limit = world.limit else { return true }
        let bought = world.mistake == .capOutsideTransaction ? earlyCount : Self.count(next, token.wish, clock, world)
        return bought + world.wishes[token.wish].count <= limit
    }

    /// Servers of other names that may have been bought in the 24 hours before `clock`.
    static func count(_ database: TeamDatabase, _ wish: Int, _ clock: Int, _ world: TeamWorld) -> Int {
        world.limit == nil ? 0 : database.servers(since: clock - DayWindow.length, besides: wish, world.wishes)
    }
}
