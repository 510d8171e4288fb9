public import CPHModel

extension Ledger {
    /// Every purchase of this scope, in the order of their names.
    public func purchases() throws(CPHError) -> [PurchaseRecord] { try journal.purchases(scope: options.scope) }

    /// The purchases of this scope in one of `states`, in the order of their names.
    public func purchases(in states: Set<PurchaseState>) throws(CPHError) -> [PurchaseRecord] {
        try journal.reading { () throws(JournalError) in try journal.records(scope: options.scope, in: states) }
    }

    /// The names of all purchases of this scope.
    public func purchaseNames() throws(CPHError) -> [String] {
        try journal.reading { () throws(JournalError) in try journal.names(scope: options.scope) }
    }

    /// Every purchase of this scope whose name begins with `prefix`, in the order of their names.
    public func purchases(named prefix: String) throws(CPHError) -> [PurchaseRecord] {
        try journalled { () throws(JournalError) in
            var records: [PurchaseRecord] = []
            for key in try journal.keys(scope: options.scope, prefix: prefix).sorted() {
                if let record = try journal.record(scope: options.scope, key: key) { records.append(record) }
            }
            return records
        }
    }

    /// Whether an order is one of a recorded purchase, in whatever project.
    func knowsOrder(_ id: String) throws(CPHError) -> Bool {
        try journalled { () throws(JournalError) in try journal.owner(ofOrder: id) != nil }
    }

    /// Finds the purchase of exactly this name in this scope; nil when the ledger knows none.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the file cannot be read.
    public func purchase(named name: String) throws(CPHError) -> PurchaseRecord? { try record(name) }

    /// Whether a purchase under this name could still be sent: nothing was bought under it as far as is known.
    public func mayStillSend(_ name: String) -> Bool {
        // A ledger that can't be read sends nothing either, and says so when it is asked to.
        guard let record = try? record(name) else { return true }
        return record.state.maySend
    }

    /// Answers as `mayStillSend`, from memory for a purchase that this run has just made; the file is read for others.
    func mayStillSendAfterwards(_ name: String) -> Bool { outcomes[name]?.maySend ?? mayStillSend(name) }

    /// The recorded answer to `call`, or nil when it would be sent. Writes, sends and locks nothing.
    ///
    /// - Throws: `CPHError` for other content under that name, and `in_doubt` for what nobody knows.
    public func recorded(_ call: APICall) throws(CPHError) -> Exchange? {
        let content = try PurchaseContent(call)
        guard let record = try record(content.request.serverName), !record.state.maySend else { return nil }
        if record.contentHash != content.sha256 { throw otherContent(record, content) }
        if record.state.isInDoubt { throw inDoubt(record, content.operation) }
        return try answer(of: record)
    }

    /// Everything committed so far, as `Journal.Location.image` takes it.
    public func image() throws(CPHError) -> [UInt8] {
        try journalled { () throws(JournalError) in
            do throws(StoreError) { return try journal.store.image() } catch { throw JournalError(error) }
        }
    }

    /// The project whose purchases it makes.
    public var project: String { options.scope }

    /// The other projects of the ledger that have a purchase of this name.
    public func otherProjects(with name: String) throws(CPHError) -> [String] {
        try journal.purchases(named: name).map(\.scope).filter { $0 != options.scope }
    }

    /// Writes the run's last line, when it wrote any, and gives the lock back.
    ///
    /// - Parameter exit: The program's exit code.
    /// - Returns: The hash at the end of the chain, which a person can keep to notice a ledger that was replaced.
    @discardableResult
    public func end(exit: Int) throws(CPHError) -> String {
        defer { (lock, day, hasDelivered) = (nil, nil, false) }
        if poison != nil { return journal.headHash() }
        let now = options.clock.milliseconds()
        do { try journal.end(exit: exit, at: now) } catch {
            throw fail(error, "that this run has ended is not recorded; what it bought is")
        }
        return journal.headHash()
    }
}
