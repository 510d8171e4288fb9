@testable import Ledger

// A person who is called to a name in doubt.
extension TeamStory {
    /// From when on a person may say that nothing came of the last send; nil while it is not in doubt.
    func mayBeAbsent(_ wish: Int) -> Int? {
        let row = database.rows[wish]
        guard row.state == .sending || row.state == .inDoubt else { return nil }
        let isEarly = world.mistake == .absentBeforeSignatureEnds
        return row.sentAt + (isEarly ? world.shown + TeamWorld.lease : world.settled)
    }

    /// Looks at the account, and says "absent" where it shows nothing and nobody works on the name.
    mutating func decide(_ wish: Int) {
        guard let from = mayBeAbsent(wish), time >= from, !database.rows[wish].isProven else { return }
        let owner = database.claims[wish].run
        let isAlive = database.isAlive(owner, at: time)
        if isAlive, world.mistake != .absentWhileOwnerLives { return }
        guard finding(database.rows[wish], wish) == .nothing else { return }
        if isAlive { truth.robberies += 1 }
        var row = database.rows[wish]
        (row.state, row.claimed) = (.absent, [])
        row.revision += 1
        database.rows[wish] = row
        database.claims[wish] = TeamDatabase.Claim(run: nil, epoch: database.claims[wish].epoch + 1)
        addEvent()
    }
}

extension SimulatedRecord {
    /// Whether an answer named an order: what has one is not absent.
    fileprivate var isProven: Bool { orderID != nil }
}
