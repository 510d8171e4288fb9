/// Which tables a ledger has, whatever keeps them.
enum LedgerFormat {
    /// The newest version.
    static let version = 3
    /// The versions that are read as they are; the first purchase brings a file to the newest, a person's command a server.
    static let readable = 1...version

    /// The steps between states that a version knows, as `from>to`.
    static func steps(in version: Int) -> [String] {
        let all = PurchaseState.allCases.flatMap { from in from.next.map { "\(from.rawValue)>\($0.rawValue)" } }
        return all.filter { version >= 2 || !newSteps.contains($0) }.sorted()
    }

    /// Steps between states that came with version 2.
    private static let newSteps: Set<String> = ["order_only>unpaid"]
}
