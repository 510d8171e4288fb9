import ArgumentParser
import CPHModel
import Files
import Ledger
import Purchasing
import Text

extension LedgerCommand {
    struct Pay: ConnectedCommand, LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Pays orders that wait for payment, then takes the ids of their servers.",
            discussion: """
                Every order is looked up before it is paid and after: one that was paid meanwhile is not paid again, and one \
                that was cancelled or has expired frees its name. What is paid or bought already is no error: nothing is left \
                to pay, and the exit code is 0. Asks on the terminal, once for all orders, or needs \
                --allow-pay.

                Policies that say where and when may be bought hold for payments, too.

                --all pays whatever the account shows to be unpaid and the ledger knows, however it learnt of it; purchases in \
                doubt are looked for first. Coupons and discounts that could be used are shown, and used only where they are \
                named: coupons one after the other as far as they reach, one discount for every order.
                """)
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions
        @Option(help: ArgumentHelp("Orders to pay without asking. (CPH_ALLOW_PAY)", valueName: "n"))
        var allowPay: Int?
        @Flag(help: "Only show what would be paid. (CPH_DRY_RUN=1)") var dryRun = false
        @Flag(help: "Pay everything that waits for payment.") var all = false
        @Option(help: ArgumentHelp("Pay with this coupon as far as it reaches; repeatable.", valueName: "id"))
        var coupon: [String] = []
        @Option(help: ArgumentHelp("Pay with this discount, which each of the orders must take.", valueName: "id"))
        var discount: String?
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
            if coupon.count > PaymentWish.mostCoupons {
                throw ValidationError("a payment takes up to \(counted(PaymentWish.mostCoupons, "coupon"))")
            }
            if (coupon + [discount].compactMap(\.self)).contains("") {
                throw ValidationError("a coupon or discount has an id")
            }
        }

        func run() throws {
            let client = connection.client()
            var isSlip = false
            do {
                try reporting {
                    do { try calling(client, for: name) { try pay(client) } } catch {
                        isSlip = (error as? CPHError)?.code == CPHError.unknownPurchase
                        throw error
                    }
                }
            } catch {
                // Nobody agreed, unless there was nobody to call in the first place, or the name is a slip.
                throw error as? ExitStatus == .usage && !client.lacksSetup && !isSlip ? ExitStatus.refused : error
            }
        }
    }
}

extension LedgerCommand.Pay {
    private func pay(_ client: LazyClient) throws {
        let (name, mode, limits, wish, isAll, connection) = (name, mode, limits, wish, all, connection)
        if connection.usesEmulator, let problem = client.problem { throw problem }
        let waiting = WaitingClient(client)
        let location = try ledgerLocation()
        let count = try Blocking.run {
            var settings = Purchasing.Settings(ledger: location, limits: limits) { .thisProcess(nil) }
            (settings.approver, settings.mode, settings.emergency) = (TerminalApprover(), mode, .ofUser)
            settings.useMachine(place)
            settings.policies = { () throws(CPHError) in try .ofFiles(projectOf: Files.real(".") ?? ".") }
            settings.announce = { Output.asked("cph ledger: \($0)") }
            let opened = try Purchasing.open(waiting, scope: try await client.scope(), settings)
            let (ledger, gate) = (opened.ledger, opened.gate)
            let billing = BillingService(waiting)
            if let name { try await ledger.checkProject(of: name, connection) }
            let records = try await Self.records(name, ledger, billing)
            var sums = Sums()
            if let choices = try await gate.approvePayment(of: records, with: wish, on: billing) {
                for record in records {
                    let choice = choices[record.key] ?? PaymentChoice()
                    do throws(CPHError) { try await Self.pay(record, with: choice, &sums, ledger, billing) } catch {
                        if error.code == CPHError.nothingToPay {
                            Output.note("cph ledger: \(error.message)")
                            continue
                        }
                        // One order that can't be paid any more must not keep the others from it.
                        guard isAll, error.kind == .api else { throw error }
                        Output.failure("cph ledger: \(error)", .failure(error))
                        sums.failed += 1
                    }
                }
            }
            _ = try await ledger.end(exit: Int(sums.status?.rawValue ?? 0))
            if let status = sums.status { throw status }
            return records.count
        }
        if count == 0 { Output.note("cph ledger: no order waits for payment") }
        if isDryRun { Output.note("dry run: nothing was paid") }
    }

    private var wish: PaymentWish {
        var wish = PaymentWish()
        (wish.coupons, wish.discount) = (coupon, discount)
        return wish
    }

    private var isDryRun: Bool { dryRun || CPHVariable.dryRun.isOn }

    private var mode: SpendGuard.Mode { isDryRun ? SpendOptions.dryRun : .buy }

    private var limits: SpendLimits {
        var limits = SpendLimits()
        // As for a run: what costs nothing is not asked about.
        let free = connection.usesEmulator ? SpendLimits.everything.payments : nil
        limits.payments = allowPay ?? CPHVariable.allowPay.number ?? free
        return limits
    }

    /// The purchase of that name or order; for nil, all that wait for payment.
    private static func records(
        _ name: String?, _ ledger: Ledger, _ billing: BillingService
    ) async throws(CPHError) -> [PurchaseRecord] {
        guard let name else { return try await waiting(ledger, billing) }
        let all = try await ledger.purchases()
        let found = all.filter { $0.key == name || $0.orderID == name }
        guard !found.isEmpty else { throw .unknownPurchase(name, among: all.map(\.key) + all.compactMap(\.orderID)) }
        return found
    }

    /// Whatever waits for payment; where the account's orders can't be listed, what the ledger knows of by itself.
    private static func waiting(_ ledger: Ledger, _ billing: BillingService) async throws(CPHError) -> [PurchaseRecord]
    {
        do throws(CPHError) {
            let (payable, inDoubt) = try await ledger.payablePurchases(by: RunInfo.thisProcess(nil).user, on: billing)
            for name in inDoubt {
                Output.error(
                    "cph ledger: the order of \(cleaned(name)) is not paid: decide with cph ledger resolve first")
            }
            return payable
        } catch {
            guard error.kind != .ledger else { throw error }
            Output.error(
                "cph ledger: the account's orders can't be listed, so that some may be missing: \(error.message)")
            return try await ledger.payablePurchases()
        }
    }

    /// What became of the payments.
    private struct Sums {
        var paid = 0
        var failed = 0
        var inDoubt = 0

        /// How the command ends; nil where all went well.
        var status: ExitStatus? {
            inDoubt > 0 ? .inDoubt : failed == 0 ? nil : paid > 0 ? .partlyDone : .service
        }
    }

    /// Pays one order and prints the purchase's state then, or that nobody can say whether the order is paid.
    private static func pay(
        _ record: PurchaseRecord, with choice: PaymentChoice, _ sums: inout Sums, _ ledger: Ledger,
        _ billing: BillingService
    ) async throws(CPHError) {
        do throws(CPHError) {
            let by = RunInfo.thisProcess(nil).user
            Output.line(try await ledger.pay(record.key, by: by, with: choice, on: billing).line)
            sums.paid += 1
        } catch {
            guard error.kind == .inDoubt else { throw error }
            Output.failure("cph ledger: \(error)", .failure(error))
            sums.inDoubt += 1
        }
    }
}
