public import CPHModel
public import Clock
import Schema
import Text

/// A `CloudPhoneAPI` in front of another that never buys twice: intent on disk before the send, the answer on disk
/// before anyone reads it, and what is in doubt looked up, never sent again.
///
/// The name of a purchase is its identity within a scope. Reads pass through.
///
/// What this actor holds is old after every `await`: other purchases have run meanwhile. So a name is worked on by one task
/// at a time (`names`), a record is written by compare-and-swap on its revision, and whatever else decides about a send
/// (`poison`, `doubtsInARow`, `day`) is read in the same stretch without `await` that records the intent.
public actor Ledger: APILayer {
    /// What a user or a test may choose about a ledger.
    public struct Options: Sendable {
        /// Project id, or the emulator's own id.
        public var scope: String
        /// How long this run may look for what is in doubt, over all purchases together.
        public var settle = SettleBudget.usual
        /// How often this run may send a purchase that did not leave the machine or was throttled.
        public var attempts = 4
        /// For how long the file is this run's alone.
        public var lockScope = LockScope.run
        /// How long a purchase waits for another run to end that has the ledger.
        public var lockWait: Duration = .zero
        /// For how long after its send a purchase may not be declared absent: lists show new servers late.
        public var lag = Duration.seconds(60)
        /// Dates lines and measures waiting; the machine's time unless set.
        public var clock: any WallClock = SteadyClock()
        /// Tells a person what is odd and keeps nobody from buying; nobody unless set.
        public var announce: @Sendable (String) -> Void = { _ in }
        /// Where ids go that the ledger could not record; nowhere unless set.
        public var emergency = EmergencyNotes(folder: nil) { _ in }

        /// Makes options for one scope: two scopes may use the same purchase name for different servers.
        public init(scope: String) { self.scope = scope }
    }

    /// How long the lock is held that keeps other runs from buying.
    public enum LockScope: Hashable, Sendable {
        /// From the first purchase to `end`: for scripts.
        case run
        /// While purchases are under way: for the prompt, which may stay open for days.
        case purchase
    }

    nonisolated let inner: any CloudPhoneAPI
    nonisolated let options: Options
    let journal: Journal
    /// The names of the purchases that tasks are working on.
    var names = TaskLock()
    var lock: RunLock?
    /// Whether what waited in the spool was delivered since this run has the lock.
    var hasDelivered = false
    /// Purchases and decisions under way.
    var active = 0
    var budget: SettleBudget
    /// The sends that did not happen although their intents may be recorded, by name.
    var unsent: [String: UnsentIntent] = [:]
    /// Gives signs of life while names are this run's; nil while none is.
    var heart: Task<Void, Never>?
    /// Why this process may not send any more; nil while it may.
    var poison: String?
    /// Sends that ended in doubt, without a clear outcome since.
    var doubtsInARow = 0
    /// Whether this run has said that rows of the list can't be read.
    var hasWarnedOfRows = false
    /// How many sends of each name in a row did not get through.
    var sends: [String: Int] = [:]
    /// The states in which this run's purchases ended, by name.
    var outcomes: [String: PurchaseState] = [:]
    /// The purchases of the last 24 hours, kept while this run has the lock and nobody else can add to them. Nil until
    /// a limit asks for it.
    var day: DayWindow?

    /// - Parameter journal: Opened for writing; this ledger is its only user from now on.
    public init(_ journal: sending Journal, in front: any CloudPhoneAPI, options: Options) {
        (self.journal, inner, self.options) = (journal, front, options)
        budget = SettleBudget(options.settle)
    }

    /// Buys under the rules of `purchase(_:approve:)` with nobody asked, and passes every other call through.
    public nonisolated func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        guard call.effect == .purchase else { return try await inner.exchange(call) }
        return try await purchase(call) { (_: PurchaseSummary) throws(CPHError) in Approval(.none) }
    }

    /// Returns the API behind the ledger, which answers every call that the ledger does not.
    public nonisolated func next(for call: APICall) -> any CloudPhoneAPI { inner }

    /// Buys what `call` asks for, unless the ledger knows it already.
    ///
    /// - Parameter approve: Asked when, and only when, a send is about to happen; before anything of it is recorded.
    /// - Returns: The answer, whatever it was: fresh, or as recorded by an earlier run.
    /// - Throws: `CPHError` of kind `argument` (other content under a known name), `denied`, `ledger`, or `in_doubt`.
    public func purchase(_ call: APICall, approve: @escaping Approve) async throws(CPHError) -> Exchange {
        let content = try PurchaseContent(call)
        try await enter(content.request.serverName)
        defer { leave(content.request.serverName) }
        var attempt = PurchaseAttempt(call: call, content: content, approve: approve)
        return try await carryOut(&attempt)
    }

    /// Waits until no other task works on `key`, then makes sure that this run may write.
    func enter(_ key: String) async throws(CPHError) {
        if !names.take(key) { await withCheckedContinuation { names.wait(key, $0) } }
        active += 1
        do throws(CPHError) {
            try await prepareToBuy()
            try await own(key)
        } catch {
            leave(key)
            throw error
        }
    }

    func leave(_ key: String) {
        journal.store.owners?.release(key, scope: options.scope)
        names.leave(key)
        active -= 1
        if options.lockScope == .purchase, active == 0 { (lock, day, hasDelivered) = (nil, nil, false) }
    }
}
