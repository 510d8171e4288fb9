import CPHClient
import Files
import Glibc
import Ledger
import Projects
import Prompt
import Purchasing
import Terminal
import Text

/// The prompt's surroundings in this process.
final class ProcessHost: PromptHost {
    private var profileSwitch: ProfileSwitch
    private let tally: PurchaseTally
    private let printer: PromptPrinter
    private var before = PurchaseTally.Totals()
    private lazy var lines = HistoryPlace.open()

    init(
        _ tally: PurchaseTally, printer: PromptPrinter, profiles: ProfileSwitch,
        isDryRun: Bool
    ) {
        (self.tally, self.printer) = (tally, printer)
        (profileSwitch, self.isDryRun) = (profiles, isDryRun)
    }

    // MARK: The account

    var surroundings: String { profileSwitch.words }

    /// What the prompt line calls the service.
    var place: String { profileSwitch.connection.place }

    var profiles: [String] { profileSwitch.names }

    func use(profile: String?, region: String?) -> String? {
        switch profileSwitch.change(profile: profile, region: region, from: tally.account) {
        case .failure(let problem): return problem.text
        case .success(let next):
            let mode = isDryRun ? SpendOptions.dryRun : .buy
            let old = tally.replaceAccount(by: next)
            try? Blocking.run {
                await next.setMode(mode)
                await old.end(.done)
            }
            return nil
        }
    }

    var isDryRun: Bool {
        didSet {
            let (purchasing, mode) = (tally.account, isDryRun ? SpendOptions.dryRun : .buy)
            try? Blocking.run { await purchasing.setMode(mode) }
        }
    }

    var regions: [String] { Regions.known }

    var history: [String] {
        lines.refresh()
        return lines.entries
    }

    var columns: Int? { isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil }

    func showTyping(_ isShown: Bool) { if isShown { HiddenTyping.pause() } else { HiddenTyping.resume() } }

    func output(_ text: String) { printer.print(cleaned(block: text)) }

    // MARK: Purchases

    func beginLine() { before = tally.totals }

    var pendingAnswers: (@Sendable () async -> Void)? {
        let (tally, printer, before) = (tally, printer, before)
        guard tally.totals.since(before).awaited != nil else { return nil }
        return {
            await tally.settle(since: before, within: .milliseconds(500))
            guard let awaited = tally.totals.since(before).awaited else { return }
            printer.print("\(awaited); Ctrl-C gives up waiting\n")
            await tally.settle(since: before)
        }
    }

    var purchases: PromptPurchases {
        let totals = tally.totals.since(before)
        var lines = [totals.orders.count > Self.listed ? count(totals) : totals.summary].compactMap(\.self)
        let sum = totals.sum(isDryRun: isDryRun)
        if let sum { lines.append(sum) }
        if let unfinished = totals.unfinished {
            lines.append(unfinished)
            lines.append(
                "To go on, run the line again (:resume): what was bought is answered from the ledger, what was under way is looked up "
                    + "before anything is sent. cph.ledger.list() shows it.")
        }
        let summary = lines.isEmpty ? nil : lines.joined(separator: "\n")
        return PromptPurchases(count: totals.begun, summary: summary, sum: sum)
    }

    /// Orders whose ids a reader takes in; the ledger has all of them.
    private static let listed = 2

    private func count(_ totals: PurchaseTally.Totals) -> String {
        let doubt =
            totals.inDoubt.isEmpty
            ? "" : "\nin doubt: \(totals.inDoubt.joined(separator: ", ")). Do not buy these again unseen"
        return
            "ordered: \(counted(totals.orders.count, "order")), \(counted(totals.serverIDs.count, "server")); cph.ledger.list() has their ids\(doubt)"
    }
}
