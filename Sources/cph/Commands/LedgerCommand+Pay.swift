import ArgumentParser
import CPHModel
import Files
import Ledger
import Purchasing

extension LedgerCommand {
    struct Pay: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pays orders that wait for payment, then takes the ids of their servers.",
            discussion: """
                Every order is looked up before it is paid and after: one that was paid meanwhile is not paid again, and one \
                that was cancelled or has expired frees its name. Asks on the terminal, once for all orders, or needs \
                --allow-pay.
                """)
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions
        @Option(help: ArgumentHelp("Orders to pay without asking. (CPH_ALLOW_PAY)", valueName: "n"))
        var allowPay: Int?
        @Flag(help: "Only show what would be paid. (CPH_DRY_RUN=1)") var dryRun = false
        @Flag(help: "Pay everything that waits for payment.") var all = false
        @Argument(help: "The purchase's server_name, or its order's id.", completion: .shellCommand(ledgerNames))
        var name: String?

        func validate() throws {
            if (name == nil) != all { throw ValidationError("name one purchase or order, or give --all") }
            if let allowPay, allowPay < 0 {
                throw ValidationError("--allow-pay takes a number from 0 on, not \(allowPay)")
            }
            if let allowPay, allowPay > SpendOptions.most {
                throw ValidationError("--allow-pay takes a number up to \(SpendOptions.most)")
            }
        }

        func run() throws {
            let client = connection.client()
            do { try reporting { try pay(client) } } catch {
                // Nobody agreed, unless there was nobody to call in the first place.
                throw error as? ExitStatus == .usage && !client.lacksSetup ? ExitStatus.refused : error
            }
        }
    }
}

extension LedgerCommand.Pay {
    private func pay(_ client: LazyClient) throws {
        let (name, mode, limits) = (name, mode, limits)
        let location = try place.fileLocation()
        let count = try Blocking.run {
            var settings = Purchasing.Settings(ledger: location, limits: limits) { .thisProcess(nil) }
            (settings.approver, settings.mode, settings.emergency) = (TerminalApprover(), mode, .ofUser)
            settings.useMachine(place)
            settings.announce = { Output.error("cph ledger: \($0)") }
            let opened = try Purchasing.open(client, scope: try await client.scope(), settings)
            let (ledger, gate) = (opened.ledger, opened.gate)
            let billing = BillingService(client)
            let records = try await Self.records(name, ledger)
            var isInDoubt = false
            if try await gate.approvePayment(of: records, on: billing) {
                for record in records { isInDoubt = try await Self.pay(record, ledger, billing) || isInDoubt }
            }
            _ = try await ledger.end(exit: Int(isInDoubt ? ExitStatus.inDoubt.rawValue : 0))
            if isInDoubt { throw ExitStatus.inDoubt }
            return records.count
        }
        if count == 0 { Output.error("cph ledger: no order waits for payment") }
        if isDryRun { Output.error("dry run: nothing was paid") }
    }

    private var isDryRun: Bool { dryRun || CPHVariable.dryRun.isOn }

    private var mode: SpendGuard.Mode { isDryRun ? SpendOptions.dryRun : .buy }

    private var limits: SpendLimits {
        var limits = SpendLimits()
        limits.payments = allowPay ?? CPHVariable.allowPay.number
        return limits
    }

    /// The purchase of that name or order; for nil, all that wait for payment.
    private static func records(_ name: String?, _ ledger: Ledger) async throws(CPHError) -> [PurchaseRecord] {
        guard let name else { return try await ledger.payablePurchases() }
        let all = try await ledger.purchases()
        let found = all.filter { $0.key == name || $0.orderID == name }
        guard !found.isEmpty else { throw .unknownPurchase(name, among: all.map(\.key) + all.compactMap(\.orderID)) }
        return found
    }

    /// Pays one order and prints the purchase's state then; errors are printed too. Returns true when nobody can say
    /// whether the order is paid.
    private static func pay(
        _ record: PurchaseRecord, _ ledger: Ledger, _ billing: BillingService
    ) async throws(CPHError) -> Bool {
        do throws(CPHError) {
            Output.line(try await ledger.pay(record.key, by: RunInfo.thisProcess(nil).user, on: billing).line)
            return false
        } catch {
            guard error.kind == .inDoubt else { throw error }
            Output.error("cph ledger: \(error)")
            return true
        }
    }
}
