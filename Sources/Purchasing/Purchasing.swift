package import CPHModel
package import Clock
package import Ledger
package import Policies
import Synchronization

/// The way of every call: reads go straight to the service, everything else through the money gate and the ledger.
///
/// Both are opened at the first such call, so that a script which only reads needs neither a ledger nor a project id.
///
/// What this actor holds is old after an `await`: only the opening that a task waited for is forgotten when it failed, and the
/// gate gets the mode that holds then, not the one that held before the wait.
package actor Purchasing: APILayer {
    /// Holds what a run says about its purchases, before anything is opened.
    package struct Settings: Sendable {
        /// Says where the ledger is kept, when it is first needed.
        package var ledger: LedgerPlace
        /// Reads the policies that files of this machine state, when they are first needed: the machine's and the project's.
        package var policies: @Sendable () throws(CPHError) -> PolicySet = { () throws(CPHError) in PolicySet() }
        /// Tells what the same run has bought before, in other accounts.
        package var earlier: @Sendable () async -> RunSpending = { RunSpending() }
        /// Limits what is bought, changed and paid without asking.
        package var limits: SpendLimits
        /// Asks a person for what the limits do not cover; nil where nobody can be asked, and it is refused.
        package var approver: (any Approver)?
        /// Says whether purchases are sent or only shown.
        package var mode = SpendGuard.Mode.buy
        /// How long to look for what is in doubt, in all.
        package var settle = SettleBudget.usual
        /// How long the ledger is this run's alone; a prompt stays open for hours and must not lock others out.
        package var lockScope = Ledger.LockScope.run
        /// For how long after its send a purchase may not be declared absent.
        package var lag = Duration.seconds(60)
        /// Where ids go that the ledger could not take.
        package var emergency = EmergencyNotes(folder: nil) { _ in }
        /// How long this run counts as living after its last sign, for other machines that share the ledger.
        package var lease = Duration.seconds(15)
        /// Where this machine remembers how far shared ledgers had come; nil for nowhere.
        package var memory: String?
        /// A file that remembers how far the ledger had come, for machines that remember nothing; nil for none.
        package var witness: String?
        /// What the project says of prices, looked up when it is first needed; nil where it says nothing.
        package var projectPrices: @Sendable () throws(CPHError) -> ServerPrices? = { () throws(CPHError) in nil }
        /// How long a price is waited for before it counts as not to be had; nil for as long as it takes.
        package var pricePatience: Duration?
        /// Tells a person what the ledger has to say, such as that an answer was delivered that had waited.
        package var announce: @Sendable (String) -> Void = { _ in }
        /// Tells what one can do without, such as that the ledger is new; nil for `announce`.
        package var note: (@Sendable (String) -> Void)?
        /// Time, as tests and rehearsals let it pass.
        package var clock: any WallClock = SteadyClock()
        /// What a rehearsal does at the crash points of a purchase.
        package var hook: CrashPointHook = { (_: CrashPoint) throws(CrashPointFault) in }
        /// Made at the first purchase: it costs a hash.
        package var run: @Sendable () -> RunInfo

        /// Takes what has no default; `run` is called at the first purchase.
        package init(ledger: Journal.Location, limits: SpendLimits, run: @escaping @Sendable () -> RunInfo) {
            self.init(ledger: LedgerPlace(ledger), limits: limits, run: run)
        }

        /// Takes what has no default, with a ledger that is looked for at the first purchase.
        package init(ledger: LedgerPlace, limits: SpendLimits, run: @escaping @Sendable () -> RunInfo) {
            (self.ledger, self.limits, self.run) = (ledger, limits, run)
        }
    }

    nonisolated let service: any CloudPhoneAPI
    private let findScope: @Sendable () async throws(CPHError) -> AccountScope
    /// The region and project that calls go to, as far as it is said without asking anybody.
    nonisolated let givenAccount: @Sendable () -> (region: String?, project: String?)
    /// Keeps what it was made with; `:profile` opens another account with the same.
    package nonisolated let settings: Settings
    private let ready: Opened?
    /// Whether gate and ledger were open from the start, as in a rehearsal, where nothing may leave its thread.
    nonisolated var isReady: Bool { ready != nil }
    private nonisolated let asked = Atomic(false)
    private(set) var opening: Task<Result<Opened, CPHError>, Never>?
    /// What came of it; nil while it goes on, and where it failed.
    private var openedBefore: Opened?
    /// Whether purchases are sent or only shown; a prompt's `:dry` changes it.
    private var mode: SpendGuard.Mode

    /// Holds gate and ledger once they are open, each in front of the next.
    package struct Opened: Sendable {
        /// Records every purchase; what pays or decides about a recorded one calls it directly.
        package let ledger: Ledger
        /// Stands in front of `ledger`.
        package let gate: SpendGuard

        /// Takes a gate that stands in front of that ledger.
        package init(ledger: Ledger, gate: SpendGuard) { (self.ledger, self.gate) = (ledger, gate) }
    }

    /// - Parameters:
    ///   - scope: The account that calls go to; purchases are recorded under its project. Asked for at the first purchase.
    ///   - given: The region and project that calls go to, as far as it is said without asking anybody.
    ///   - ready: Gate and ledger where they are open already, so that nothing here leaves the thread it is called on.
    package init(
        _ service: any CloudPhoneAPI, scope: @escaping @Sendable () async throws(CPHError) -> AccountScope,
        given: @escaping @Sendable () -> (region: String?, project: String?) = { (nil, nil) }, _ settings: Settings,
        ready: Opened? = nil
    ) {
        (self.service, findScope, self.settings, mode) = (service, scope, settings, settings.mode)
        (givenAccount, self.ready) = (given, ready)
    }

    /// Buys for the account of a client, which is made at the first call.
    package init(_ client: LazyClient, _ settings: Settings) {
        self.init(
            client, scope: { () throws(CPHError) in try await client.scope() }, given: { client.givenAccount }, settings
        )
    }

    /// Sends a read to the service, everything else to the gate.
    ///
    /// - Throws: `CPHError` of kind `ledger` when the ledger can't be opened, of kind `argument` for an id that a dry run
    ///   made up, and as the gate does; nothing was sent then.
    package nonisolated func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        guard call.effect != .read else {
            try call.refusePretendedIDs()
            return try await service.exchange(call)
        }
        return try await opened().gate.exchange(call)
    }

    /// Answers with the service for a read, with the gate, opened now if need be, for everything else.
    package nonisolated func next(for call: APICall) async throws(CPHError) -> any CloudPhoneAPI {
        call.effect == .read ? service : try await opened().gate
    }

    /// Sets the mode of the gate; purchases under way keep theirs.
    package func setMode(_ mode: SpendGuard.Mode) async {
        self.mode = mode
        guard let gate = await known?.gate else { return }
        await gate.setMode(self.mode)
    }

    /// The gate and the ledger if they are open; nil when nothing was opened, or opening failed.
    private var known: Opened? {
        get async {
            if let ready { return ready }
            guard case .success(let opened)? = await opening?.value else { return nil }
            return opened
        }
    }

    /// True from the first call on that may change something; before, there is nothing to end.
    package nonisolated var wasAsked: Bool { ready != nil || asked.load(ordering: .acquiring) }

    /// Whether gate and ledger are in use.
    var isOpen: Bool { ready != nil || opening != nil }

    /// Looks at what the run's orders came to, then writes its last line; does nothing when nothing was opened.
    ///
    /// - Parameter isStopped: Whether the run was stopped, also where `status` says that something is in doubt.
    /// - Returns: The orders, and the plans that wait. A run that was stopped has no time to look: it tells what the record has.
    @discardableResult
    package func end(_ status: ExitStatus, isStopped: Bool = false) async -> RunEnd {
        // A run that was stopped while its ledger was opened, or its account looked up, has sent nothing.
        guard let opened = isStopped ? ready ?? openedBefore : await known else { return RunEnd() }
        let orders = await opened.ledger.learnRunOrders(within: isStopped ? nil : Self.timeForOrders)
        let end = RunEnd(orders: orders, waiting: await opened.gate.waitingPlans, account: try? await scope())
        do throws(CPHError) {
            _ = try await opened.ledger.end(exit: Int(status.rawValue))
        } catch {
            // A run that ended because of its ledger has said so.
            if status != .ledger { settings.announce("\(error)") }
        }
        return end
    }

    /// How long a run looks at its orders after its work, at most.
    private static let timeForOrders = Duration.seconds(5)

    /// Opens gate and ledger, once for all tasks that buy at the same time.
    func opened() async throws(CPHError) -> Opened {
        asked.store(true, ordering: .releasing)
        if let ready { return ready }
        guard let result = await (opening ?? beginOpening()).valueUnlessCancelled() else {
            throw CPHError(.cancelled, "cancelled; nothing was sent")
        }
        return try result.get()
    }

    private func beginOpening() -> Task<Result<Opened, CPHError>, Never> {
        let task = Task { () -> Result<Opened, CPHError> in
            do throws(CPHError) {
                let opened = try await open()
                openedBefore = opened
                return .success(opened)
            } catch {
                // At the prompt the next try may find the ledger free, or the credentials set right.
                opening = nil
                return .failure(error)
            }
        }
        opening = task
        return task
    }

    /// The account that calls go to.
    package nonisolated func scope() async throws(CPHError) -> AccountScope { try await findScope() }

    private func open() async throws(CPHError) -> Opened {
        let scope = try await scope()
        var now = settings
        now.mode = mode
        now.ledger = LedgerPlace(try await settings.ledger.agreed())
        return try Self.open(service, scope: scope, now, earlier: await settings.earlier())
    }

    /// What this run has bought, here and in other accounts before.
    package var spending: RunSpending {
        get async {
            guard let gate = await known?.gate else { return await settings.earlier() }
            return await gate.runSpending
        }
    }
}

extension Purchasing {
    /// Puts the ledger in front of a service and the money gate in front of the ledger: whatever buys, pays or decides does it
    /// through a chain that is built here.
    ///
    /// - Parameter scope: The account; purchases are recorded under its project.
    /// - Throws: `CPHError` of kind `ledger` when the ledger can't be opened; nothing was sent.
    package static func open(
        _ service: any CloudPhoneAPI, scope: AccountScope, _ settings: Settings, earlier: RunSpending = RunSpending()
    ) throws(CPHError) -> Opened {
        let policies = try settings.policies()
        try checkLedger(try settings.ledger.look(), policies, isReal: scope.isReal)
        var journal = Journal.Options()
        (journal.announce, journal.hook) = (settings.note ?? settings.announce, settings.hook)
        journal.lag = Int(settings.lag / .milliseconds(1))
        (journal.lease, journal.memory) = (Int(settings.lease / .milliseconds(1)), settings.memory)
        journal.witness = settings.witness
        var options = Ledger.Options(scope: scope.projectID)
        (options.settle, options.lockScope, options.lag) = (settings.settle, settings.lockScope, settings.lag)
        (options.clock, options.emergency) = (settings.clock, settings.emergency)
        options.announce = settings.announce
        var run = settings.run()
        run.signer = scope.signer
        let ledger = Ledger(
            try Journal.open(settings.ledger.look(), .write, run: run, options: journal), in: service, options: options)
        let gate = SpendGuard(
            ledger, account: scope, limits: settings.limits, policies: policies, approver: settings.approver,
            mode: settings.mode, projectPrices: try settings.projectPrices(), patience: settings.pricePatience,
            earlier: earlier)
        return Opened(ledger: ledger, gate: gate)
    }
}
