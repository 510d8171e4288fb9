import CPHModel
import Schema

/// The durable record of purchases: events in a hash chain, and tables that follow from them, in a file or on a server.
///
/// Not `Sendable`: a `Ledger` holds one for buying, the commands open one for reading.
public final class Journal {
    /// The file, `:memory:`, or the server's address without its password.
    public let file: String
    /// The ledger's id, drawn when the file was made; the hash chain begins with it.
    public internal(set) var ledgerID = ""
    /// The version of its tables.
    var version = LedgerFormat.version
    /// How far the history has been checked.
    var checked: CheckedPoint.Content?
    /// How far the point beside the file says so; 0 without one.
    var markedSeq = 0
    /// Whether the point may be moved: who only reads leaves everything as it is.
    var movesPoint = false
    let point: CheckedPoint?
    let store: any Store
    let mark: HighWaterMark?
    /// What the mark is in a file that travels; nil where none is named.
    var witness: HighWaterMark?
    /// Whether what is remembered is left alone: neither compared nor renewed.
    var skipsMarks = false
    let hook: CrashPointHook
    /// The run that writes; nil for readers. It is recorded with the first line written.
    var run: RunInfo?
    var isRunRecorded = false
    /// The policy as it was last read, and the number of its line.
    var knownPolicy: (seq: Int, policy: RecordedPolicy?)?
    /// Whom the ledger's server takes this run for, where a test says so.
    var assumedSession: (user: String?, isShared: Bool)?

    init(
        _ store: any Store, mark: HighWaterMark?, point: CheckedPoint?, run: RunInfo?, hook: @escaping CrashPointHook
    ) {
        (file, self.store, self.mark, self.point) = (store.place, store, mark, point)
        (self.run, self.hook) = (run, hook)
    }

    /// One line to be appended about a purchase.
    struct Draft {
        let kind: Event.Kind
        var to: PurchaseState?
        var detail: Object = [:]
    }

    /// A line about no purchase.
    typealias Line = (kind: Event.Kind, detail: Object)

    /// Where the chain ends.
    struct Head: Hashable {
        let seq: Int
        let hash: [UInt8]
    }
}

// MARK: - Writing

extension Journal {
    /// Calls the hook of `step`, and turns what it throws into what the disk would have said.
    func pass(_ step: CrashPoint) throws(JournalError) {
        do { try hook(step) } catch {
            switch error {
            case .crash: throw .crashed
            case .diskFull: throw .store(fault(13, "database or disk is full", step))
            case .ioError: throw .store(fault(10, "disk I/O error", step))
            }
        }
    }

    private func fault(_ code: Int32, _ message: String, _ step: CrashPoint) -> StoreError {
        StoreError(sqlite: code, message, "writing (\(step.rawValue))", file)
    }

    /// Appends `drafts` to a purchase in one durable transaction, and returns the record after them.
    ///
    /// - Parameters:
    ///   - record: As it was read; its revision is what the compare-and-swap compares.
    ///   - at: Milliseconds since 1970.
    ///   - isEvidence: Whether it is what a run has to say about a name that another run may have by now.
    ///   - isFollowed: Whether another durable transaction follows at once. Then this one survives the end of the process
    ///     by itself, and a power cut from the next one on: a disk's flush is most of what a purchase costs.
    ///   - check: Decides in the transaction, before anything is written: what it reads stays true until the commit, whatever
    ///     other runs and machines do.
    ///   - more: Written in the same transaction.
    func append(
        _ drafts: [Draft], to record: PurchaseRecord, at: Int, _ operation: String, open: CrashPoint,
        durable: CrashPoint, isFollowed: Bool = false, isEvidence: Bool = false,
        check: () throws(CPHError) -> Void = { () throws(CPHError) in },
        more: () throws(StoreError) -> Void = { () throws(StoreError) in }
    ) throws(JournalError) -> PurchaseRecord {
        let (end, written) = try transaction(operation, isDurable: !isFollowed) {
            () throws(JournalError) -> (Head, PurchaseRecord) in
            var record = record
            do throws(CPHError) { try check() } catch { throw .refused(error) }
            if !isEvidence { try requireOwner(of: record, operation) }
            var head = try recordRun(at)
            if record.id == 0 { record.id = try nextID() }
            for draft in drafts { head = try append(draft, to: &record, at: at, after: head, operation) }
            do throws(StoreError) { try more() } catch { throw JournalError(error) }
            try pass(open)
            return (head, record)
        }
        // Only now: what was rolled back has to be written again.
        isRunRecorded = run != nil
        // The mark may lag behind, but never lead: what a power cut can take is not marked.
        if !isFollowed { remember(end) }
        try pass(durable)
        return written
    }

    /// Makes the transaction fail where another run may have the name.
    private func requireOwner(of record: PurchaseRecord, _ operation: String) throws(JournalError) {
        guard let owners = store.owners else { return }
        do { try owners.require(record.key, scope: record.scope, operation) } catch { throw JournalError(error) }
    }

    /// Appends a line that is about no purchase in a durable transaction of its own, and returns its number.
    func note(
        _ kind: Event.Kind, _ detail: Object, at: Int, _ operation: String, open: CrashPoint, durable: CrashPoint
    ) throws(JournalError) -> Int {
        let end = try transaction(operation) { () throws(JournalError) -> Head in
            let head = try append(kind, detail, at: at, after: try recordRun(at))
            try pass(open)
            return head
        }
        isRunRecorded = run != nil
        remember(end)
        try pass(durable)
        return end.seq
    }

    /// Appends the line that `decide` gives, which looks at the record in the same transaction; nothing where it gives none.
    func note(
        at: Int, _ operation: String, decide: () throws(JournalError) -> Line?
    ) throws(JournalError) {
        let end = try transaction(operation) { () throws(JournalError) -> Head? in
            guard let line = try decide() else { return nil }
            let head = try append(line.kind, line.detail, at: at, after: try recordRun(at))
            try pass(.findingOpen)
            return head
        }
        guard let end else { return }
        isRunRecorded = run != nil
        remember(end)
        try pass(.findingDurable)
    }

    /// Writes a run's last line when it wrote a first one.
    func end(exit: Int, at: Int) throws(JournalError) {
        guard isRunRecorded else { return }
        let end = try transaction("ending the run") { () throws(JournalError) in
            try append(.ended, ["exit": .int(exit)], at: at, after: try head())
        }
        remember(end)
        checkWritten(upTo: end)
    }

    /// Carries `body` out in a transaction that writes; where the connection to a server is lost in it, once more on a new one.
    func transaction<T>(
        _ operation: String, isDurable: Bool = true, _ body: () throws(JournalError) -> T
    ) throws(JournalError) -> T {
        try onceMoreIfLost { () throws(JournalError) in
            do throws(StoreError) { try store.begin(operation, isDurable: isDurable) } catch {
                throw JournalError(error)
            }
            let value = try body()
            do throws(StoreError) { try store.commit(operation) } catch { throw JournalError(error) }
            return value
        }
    }

    /// Carries out a whole transaction, and gives it up where it fails. Where that is because the connection to a server was lost
    /// before anything could be kept, it is done once more on a new one, whatever its body made of the failure.
    func onceMoreIfLost<T>(_ transaction: () throws(JournalError) -> T) throws(JournalError) -> T {
        func once() throws(JournalError) -> T {
            do throws(JournalError) { return try transaction() } catch {
                let cause = store.loss.map { JournalError($0) } ?? error
                store.rollback()
                if cause.endsTrust { store.distrust() }
                throw cause
            }
        }
        do throws(JournalError) { return try once() } catch {
            guard error.isLost else { throw error }
            return try once()
        }
    }

    private func append(
        _ draft: Draft, to record: inout PurchaseRecord, at: Int, after head: Head, _ operation: String
    ) throws(JournalError) -> Head {
        let event = Event(
            seq: head.seq + 1, at: at, run: run?.id ?? "", purchase: record.id, kind: draft.kind,
            from: record.revision == 0 ? nil : record.state, to: draft.to, detail: draft.detail)
        let isNew = record.revision == 0
        let (before, amount) = (record.revision, record.amount)
        record.apply(event)
        let next = try insert(event, after: head, operation)
        if isNew { try insert(record, operation) } else { try update(record, from: before, operation) }
        let costsOther = amount != record.amount && !record.state.maySend
        if draft.kind == .sending || event.from?.maySend != record.state.maySend || costsOther {
            do { try noteSent(record, operation) } catch { throw JournalError(error) }
        }
        return next
    }

    /// Appends a line that is about no purchase.
    func append(_ kind: Event.Kind, _ detail: Object, at: Int, after head: Head) throws(JournalError) -> Head {
        let event = Event(
            seq: head.seq + 1, at: at, run: run?.id ?? "", purchase: nil, kind: kind, from: nil, to: nil,
            detail: detail)
        return try insert(event, after: head, "writing")
    }

    /// Writes the run's first line where it is missing, and returns the end of the chain then.
    func recordRun(_ at: Int) throws(JournalError) -> Head {
        let head = try head()
        guard !isRunRecorded, let run else { return head }
        return try append(.run, run.detail, at: at, after: head)
    }

    private func insert(_ event: Event, after head: Head, _ operation: String) throws(JournalError) -> Head {
        let hash: [UInt8]
        do { hash = try Digest.sha256(HashChain.bytes(after: head.hash, event.columns)) } catch { throw .crypto(error) }
        do { try store.append(event.columns + [.blob(hash)], operation) } catch { throw JournalError(error) }
        return Head(seq: event.seq, hash: hash)
    }

    private func insert(_ record: PurchaseRecord, _ operation: String) throws(JournalError) {
        try write(
            "INSERT INTO purchase VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING", record.columns,
            changes: 1, operation)
    }

    /// Keeps `sent` in step: the purchases that may have bought something, when, and what they come to.
    func noteSent(_ record: PurchaseRecord, _ operation: String) throws(StoreError) {
        // A run that writes has the newest tables.
        guard version >= 3 else { return }
        if let row = record.sentRow {
            try store.run(
                """
                INSERT INTO sent VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (purchase) DO UPDATE SET \
                scope = excluded.scope, at = excluded.at, servers = excluded.servers, currency = excluded.currency, \
                amount = excluded.amount, months = excluded.months
                """, [.int(record.id)] + row, operation)
        } else {
            try store.run("DELETE FROM sent WHERE purchase = $1", [.int(record.id)], operation)
        }
    }

    private func update(_ record: PurchaseRecord, from revision: Int, _ operation: String) throws(JournalError) {
        try write(
            """
            UPDATE purchase SET content_sha256 = $1, state = $2, revision = $3, order_id = $4, updated_at = $5 \
            WHERE id = $6 AND scope = $7 AND key = $8 AND revision = $9
            """,
            [
                .text(record.contentHash), .text(record.state.rawValue), .int(record.revision),
                SQLValue(record.orderID), .int(record.updatedAt), .int(record.id), .text(record.scope),
                .text(record.key), .int(revision),
            ], changes: 1, operation)
        for id in record.serverIDs {
            // A server that is this purchase's already changes nothing; another purchase's makes the whole step fail.
            try write(
                """
                INSERT INTO server VALUES ($1, $2, $3) \
                ON CONFLICT (scope, id) DO UPDATE SET purchase = excluded.purchase \
                WHERE server.purchase = excluded.purchase
                """, [.text(record.scope), .text(id), .int(record.id)], changes: 1, operation)
        }
    }

    /// Writes a row that must be written as it is: where the store changes none, another run was faster.
    private func write(
        _ sql: String, _ values: [SQLValue], changes: Int, _ operation: String
    ) throws(JournalError) {
        do { try store.run(sql, values, changes: changes, operation) } catch { throw JournalError(error) }
    }
}

extension PurchaseRecord {
    /// A row of table `sent` after the purchase's number; nil for what is known to have bought nothing. An amount that is too
    /// large for a column is one that nobody knows.
    var sentRow: [SQLValue]? {
        guard let sentAt = countedSend else { return nil }
        // What gives something back makes no room under a limit.
        let units = amount.map { max($0.number, .zero) }?.hundredMillionths
        let money: [SQLValue] = [SQLValue(units == nil ? nil : amount?.currency), units.map(SQLValue.int) ?? .null]
        return [.text(scope), .int(sentAt), .int(count)] + money + [.int(months)]
    }

    /// A row of table `purchase`.
    var columns: [SQLValue] {
        [
            .int(id), .text(scope), .text(key), .text(contentHash), .text(state.rawValue), .int(revision),
            SQLValue(orderID), .int(updatedAt),
        ]
    }
}
