import CPHModel
import Emulator
import Ledger
import Purchasing

/// Plays the person who is called when purchases stay in doubt: waits a day, looks once more, and decides by what the
/// console shows, which in a rehearsal is the truth.
struct RehearsalOperator {
    let cloud: EmulatedCloud
    let clock: SimulatedClock
    let trace: RehearsalTrace

    /// Decides about every purchase in doubt.
    ///
    /// - Parameter ledger: A ledger that no run is using.
    /// - Returns: How many purchases were decided.
    func decide(_ ledger: Ledger) throws -> Int {
        clock.advance(by: .seconds(24 * 3600))
        let (cloud, trace) = (cloud, trace)
        return try clock.alone {
            try Blocking.run {
                var decided = 0
                for record in try await ledger.purchases() where record.state.isInDoubt {
                    let after = await Self.decide(record, ledger, cloud)
                    trace.note("the operator decides about \(record.key): \(after)", .decision)
                    decided += 1
                }
                return decided
            }
        }
    }

    /// Decides about one purchase, and says what the record says then, or why it is unchanged.
    private static func decide(_ record: PurchaseRecord, _ ledger: Ledger, _ cloud: EmulatedCloud) async -> String {
        let orders = cloud.orders.filter { $0.request.serverName == record.key && $0.isPurchase }
        do throws(CPHError) {
            let seen = try await ledger.resolve(record.key, .look, by: "operator")
            guard seen.state.isInDoubt else { return seen.state.rawValue }
            let made = record.change.flatMap { change in cloud.orders.last { $0.isOrder(of: change, in: record) } }
            let resolution: Resolution =
                made.map { .order($0.orderID) } ?? orders.first.map { .adopt($0.serverIDs) }
                ?? .absent(evidence: "the console shows no order")
            return try await ledger.resolve(record.key, resolution, by: "operator").state.rawValue
        } catch { return error.message }
    }
}
