import ArgumentParser
import CPHModel
import Clock
import Ledger
import Purchasing
import Schema
import Terminal
import Text

extension LedgerCommand {
    struct Show: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows everything that is recorded about a purchase, or what became of a plan.",
            discussion: """
                Of a purchase: when, whose run on which machine with which script and version, who agreed and how, what it \
                costs, and each send, answer and look. Of a plan: its purchases with their states and sums.
                """)
        @OptionGroup var place: LedgerOptions
        @Option(help: ArgumentHelp("Only of this project, by its id; all projects when absent.", valueName: "id"))
        var project: String?
        @Flag(help: "Print a JSON object.") var json = false
        @Flag(help: "Show the answers as they came, and the lines of the history with all that stands in them.")
        var raw = false
        @Argument(
            help: "The purchase's server_name; or a plan's name, or 8 digits of its hash or more.",
            completion: .shellCommand(ledgerNames))
        var name: String
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let journal = try openLedger()
                let stories = try journal.purchases(named: name).filter { project ?? $0.scope == $0.scope }
                    .map { try journal.story(of: $0) }
                if !stories.isEmpty { return try show(stories) }
                let now = SystemClock().milliseconds()
                guard let plan = try journal.plan(name, project: project, at: now) else {
                    throw CPHError.unknownPurchase(name, among: try journal.names())
                }
                json ? Output.line(plan.value.prettyJSON()) : show(plan)
            }
        }

        private func show(_ stories: [PurchaseStory]) throws {
            guard json else {
                let texts = stories.map { $0.lines(isRaw: raw).joined(separator: "\n") }
                return Output.line(texts.joined(separator: "\n\n"))
            }
            guard let story = stories.first, stories.count == 1 else {
                let projects = stories.map { cleaned($0.record.scope) }.joined(separator: ", ")
                throw CPHError(
                    .denied, code: "several_projects",
                    "\(quoted(name)) is a purchase of several projects: \(projects)", hint: "name one with --project")
            }
            Output.line(story.value(isRaw: raw).prettyJSON())
        }

        private func show(_ plan: PlanOverview) {
            Output.line("plan \(cleaned(plan.name))")
            for hash in plan.hashes { Output.line("  hash \(hash)") }
            for line in plan.standingLines { Output.line("  \(line)") }
            let states = plan.states.map { "\($0.count) \($0.state.rawValue)" }.joined(separator: ", ")
            let count = plan.entries.count
            Output.line("  \(count == 0 ? "no purchases yet" : "\(counted(count, "purchase")): \(states)")")
            for total in plan.totals { Output.line("  \(total.words)") }
            guard count > 0 else { return }
            Output.line("")
            Output.show(Table(plan.entries))
        }
    }
}

extension PurchaseReport.Row {
    /// What it comes to, in a line: `25 servers, 25 server-months: 40000.00 CNY`.
    fileprivate var words: String {
        let doubt = inDoubt > 0 ? ", \(counted(inDoubt, "server")) in doubt" : ""
        let sum = "\(counted(servers, "server")), \(counted(serverMonths, "server-month"))\(doubt)"
        let parts = [paid.map { "\($0.text) paid" }, refunded.flatMap { $0.number > 0 ? "\($0.text) refunded" : nil }]
        let rest = parts.compactMap(\.self).map { ", \($0)" }.joined()
        return "\(sum): \(amount?.description ?? "amount not known")\(rest)"
    }
}
