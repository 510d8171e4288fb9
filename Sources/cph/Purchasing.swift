import CPHModel
import Ledger

/// The way of every call: reads go straight to the service, purchases through the money gate and the ledger.
///
/// Both are opened at the first purchase, so that a script which only reads needs neither a ledger nor a project id.
actor Purchasing: CloudPhoneAPI {
    struct Settings: Sendable {
        var ledger: Journal.Location
        var limits: SpendLimits
        var approver: (any Approver)?
        var mode = SpendGuard.Mode.buy
        /// How long to look for what is in doubt, in all.
        var settle = Duration.seconds(15 * 60)
        /// Made at the first purchase: it costs a hash.
        var run: @Sendable () -> RunInfo
    }

    private let service: any CloudPhoneAPI
    private let scope: @Sendable () async throws(CPHError) -> String
    nonisolated let settings: Settings
    private(set) var opening: Task<Result<Opened, CPHError>, Never>?

    struct Opened: Sendable {
        let ledger: Ledger
        let gate: SpendGuard
    }

    /// - Parameter scope: Under what purchases are recorded: the project id. Asked for at the first purchase.
    init(
        _ service: any CloudPhoneAPI, scope: @escaping @Sendable () async throws(CPHError) -> String,
        _ settings: Settings
    ) {
        (self.service, self.scope, self.settings) = (service, scope, settings)
    }

    nonisolated func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        guard call.effect == .purchase else { return try await service.exchange(call) }
        return try await opened().gate.exchange(call)
    }

    /// Writes the run's last line; does nothing when nothing was opened.
    func end(_ status: ExitStatus) async {
        guard case .success(let opened)? = await opening?.value else { return }
        do throws(CPHError) {
            _ = try await opened.ledger.end(exit: Int(status.rawValue))
        } catch {
            Output.error("cph: \(error)")
        }
    }

    /// One opening serves all tasks that buy at once.
    func opened() async throws(CPHError) -> Opened {
        let task =
            opening
            ?? Task { [self] in
                do throws(CPHError) { return .success(try await open()) } catch { return .failure(error) }
            }
        opening = task
        return try await task.value.get()
    }

    private func open() async throws(CPHError) -> Opened {
        var options = Ledger.Options(scope: try await scope())
        options.settle = settings.settle
        options.emergency = EmergencyExit(folder: LedgerPlace.emergencyFolder) { Output.error($0) }
        let ledger = Ledger(try journal(), in: service, options: options)
        let gate = SpendGuard(ledger, limits: settings.limits, approver: settings.approver, mode: settings.mode)
        return Opened(ledger: ledger, gate: gate)
    }

    private func journal() throws(CPHError) -> sending Journal {
        var options = Journal.Options()
        options.announce = { Output.error("cph: \($0)") }
        return try Journal.open(settings.ledger, .write, run: settings.run(), options: options)
    }
}
