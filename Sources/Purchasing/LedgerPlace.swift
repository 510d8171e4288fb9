package import CPHModel
package import Ledger

/// Says where a run's ledger is kept, when it is first needed: a script that only reads needs none.
package struct LedgerPlace: Sendable {
    private let find: @Sendable () throws(CPHError) -> Journal.Location
    private let agree: @Sendable () async throws(CPHError) -> Journal.Location

    /// Takes a place that is known, and that nobody has to agree to.
    package init(_ location: Journal.Location) {
        find = { () throws(CPHError) in location }
        agree = { () throws(CPHError) in location }
    }

    /// Takes what looks for the place, and what lets a person agree to it besides.
    package init(
        find: @escaping @Sendable () throws(CPHError) -> Journal.Location,
        agree: @escaping @Sendable () async throws(CPHError) -> Journal.Location
    ) {
        (self.find, self.agree) = (find, agree)
    }

    /// Looks where the ledger is; opens nothing and asks nobody.
    ///
    /// - Throws: `CPHError` of kind `ledger` when nobody can say.
    package func look() throws(CPHError) -> Journal.Location { try find() }

    /// Looks likewise, and lets a person agree where one has to.
    ///
    /// - Throws: `CPHError` of kind `ledger` when nobody agreed.
    package func agreed() async throws(CPHError) -> Journal.Location { try await agree() }
}
