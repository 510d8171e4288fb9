import ArgumentParser
import CPHModel
import Ledger
import Purchasing
import Text

extension LedgerCommand {
    struct Refresh: ConnectedCommand, LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Asks the billing service what became of every order, and records it.",
            discussion: """
                Of each order that the ledger has in this project: what it came to, whether it was paid, when and with which \
                coupons, whether it was cancelled or has expired, and what was given back. What is news becomes a line of the \
                purchase's history and is printed; cph ledger list, show and report tell it from then on. Buys and pays nothing.
                """)
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions

        func run() throws { try reporting { try refresh() } }
    }
}

extension LedgerCommand.Refresh {
    private func refresh() throws {
        let client = connection.client()
        let location = try ledgerLocation()
        let waiting = WaitingClient(client)
        let news = try Blocking.run {
            var settings = Purchasing.Settings(ledger: location, limits: SpendLimits()) { .thisProcess(nil) }
            settings.emergency = .ofUser
            settings.useMachine(place)
            settings.announce = { Output.asked("cph ledger: \($0)") }
            let ledger = try Purchasing.open(waiting, scope: try await client.scope(), settings).ledger
            let news = try await ledger.refreshOrders(on: BillingService(waiting))
            _ = try await ledger.end(exit: 0)
            return news
        }
        for record in news.changed { Output.line(record.orderLine) }
        for failure in news.failures { Output.error("cph ledger: \(cleaned(failure))") }
        Output.note("cph ledger: asked about \(counted(news.asked, "order")), \(news.changed.count) had news")
        if !news.failures.isEmpty { throw ExitStatus.service }
    }
}

extension PurchaseRecord {
    /// A line that says what has become of its order: state, name, order, the order's status, what it came to, what was paid and
    /// what was given back; separated by tabs.
    fileprivate var orderLine: String {
        [
            state.rawValue, key, orderID ?? "-", bill.status?.rawValue ?? "-", amount?.description ?? "-",
            bill.paid?.description ?? "-", bill.refunded?.description ?? "-",
        ].map { cleaned($0) }.joined(separator: "\t")
    }
}
