public import Schema

/// What tests may do to the cloud they run on; bindings know no such cloud.
public protocol TestBench: Sendable {
    /// Sets the faults of the cloud, as `--faults` does.
    ///
    /// - Throws: `CPHError` of kind `argument` with everything that is wrong with `spec`.
    func setFaults(_ spec: String) throws
    /// Starts with a new cloud and a new ledger; the account has what `catalogue` says, and everything for an empty
    /// one.
    ///
    /// - Throws: `CPHError` of kind `argument` with everything that is wrong with `catalogue`.
    func setCatalogue(_ catalogue: Value) throws
    /// Counts the requests that reached the cloud, by operation.
    func requestCounts() -> [String: Int]
    /// Lists what was sold as objects, the oldest order first.
    func orders() -> [Value]
    /// Starts with a new cloud and a new ledger, without faults and catalogue.
    func reset() throws
}
