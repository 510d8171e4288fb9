import ArgumentParser
import CPHModel
import Clock
import Files
import Glibc
import Ledger
import Purchasing
import Terminal
import Text

// Approvals by a second person: what waits, yes, and no.
extension LedgerCommand {
    struct Waiting: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists the plans that wait for somebody's approval, a line for each.",
            discussion: """
                A run that nobody can be asked about leaves its plan in the ledger and ends with 3. Somebody else looks at it \
                with cph ledger approve; the next run of the job then buys exactly that plan, once.
                """)
        @OptionGroup var place: LedgerOptions
        @Flag(help: "Show what is approved and may still be bought, too.") var approved = false
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                let now = SystemClock().milliseconds()
                let journal = try openLedger()
                let plans = try journal.plans(at: now)
                let agreed = approved ? plans.compactMap { $0.agreement(at: now) } : []
                let waiting = try plans.filter { try !journal.isBought($0) }.compactMap { $0.question(at: now) }
                let rows = waiting.map { row($0, "waiting") } + agreed.map(row)
                show(rows)
                if rows.isEmpty { Output.note("cph ledger: no plan waits for approval") }
            }
        }

        private func row(_ agreement: Agreement) -> [String] {
            row(agreement.question, "approved by \(agreement.user.words) until \(agreement.end)")
        }

        /// Hash, name, servers, server-months, who, since when, and what is the matter.
        private func row(_ question: PlanQuestion, _ state: String) -> [String] {
            let what = question.question
            let first = question.askings.first
            return [
                question.plan.hash, question.plan.name, "\(what.servers)", "\(what.serverMonths)",
                first?.user.words ?? "", first?.time ?? "", state,
            ]
        }

        /// In columns cut to the screen for people, with hashes that are long enough; separated by tabs for programs.
        private func show(_ rows: [[String]]) {
            guard isatty(1) == 1, !rows.isEmpty else {
                for row in rows { Output.line(row.map { cleaned($0) }.joined(separator: "\t")) }
                return
            }
            let table = Table(
                headers: ["hash", "plan", "servers", "months", "who", "since", "state"],
                rows: rows.map { row in ([String(row[0].prefix(16))] + row.dropFirst()).map { .text($0) } })
            let palette = Palette(.auto, isTerminal: true) { Environment[$0] }
            Pager { Environment[$0] }.show(table.rendered(columns: terminalSize(of: 1)?.columns, palette: palette))
        }
    }

    struct Approve: ConnectedCommand, LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a plan that waits, and lets its job buy it where you agree on the terminal.",
            discussion: """
                The next run of the job buys exactly what was shown, each purchase once; the approval ends after 7 days. Whoever \
                asked may not approve, as far as the ledger can tell: on a server, where each person has a role of their own. \
                There is no way around the question: without a terminal nothing is approved.
                """)
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions
        @Option(
            name: .customLong("for"),
            help: ArgumentHelp("How long the approval holds, up to 7 days.", valueName: "duration"), transform: duration
        )
        var time = Duration.milliseconds(Agreement.longest)
        @Argument(help: "The plan's hash, or its first 8 digits or more.", completion: .shellCommand(waitingHashes))
        var hash: String

        func validate() throws {
            guard time > .zero, time <= .milliseconds(Agreement.longest) else {
                throw ValidationError("--for takes a time up to 7 days, such as 2h")
            }
        }

        func run() throws { try reportingDecision(approve) }

        private func approve() throws {
            let journal = try openLedger()
            let now = SystemClock().milliseconds()
            let plan = try journal.plans(at: now).plan(hash)
            guard let shown = plan.question(at: now) else {
                if let agreement = plan.agreement(at: now) { tell(agreement, isNew: false) }
                return
            }
            if let refusal = journal.refusesApproval(of: shown) { throw refusal }
            let price = try price(of: shown)
            try ask(shown, price)
            let writer = try openForDecision()
            let at = SystemClock().milliseconds()
            let (agreement, isNew) = try writer.agree(
                to: shown, prices: price.prices, until: at + Int(time / .milliseconds(1)), at: at)
            try writer.close(exit: 0, at: at)
            tell(agreement, isNew: isNew)
        }

        /// What it costs today, where this user has an account that may ask: the one that would pay, and no other.
        private func price(of shown: PlanQuestion) throws -> PriceQuote {
            guard !connection.usesEmulator || connection.stateFile != nil else {
                return .unknown("the embedded cloud is another account")
            }
            let region = connection.region ?? CPHVariable.region.text ?? shown.account.region
            let client = connection.with(region: region, projectID: shown.scope).client()
            return try Blocking.run {
                await PriceQuote.ask(for: shown.plan.purchases, on: client, patience: PriceQuote.patience) {
                    () async throws(CPHError) in
                    let account = try await client.scope()
                    guard account.projectID == shown.scope, account.region == shown.account.region else {
                        throw CPHError(.argument, "the account here is \(account.lines[0])")
                    }
                    return account
                }
            }
        }

        private func ask(_ shown: PlanQuestion, _ price: PriceQuote) throws {
            let question = shown.question.priced(price)
            switch try Blocking.run({ await TerminalApprover().decide(question) }) {
            case .approved: break
            case .refused:
                throw CPHError(
                    .denied, code: "refused", "\(quoted(question.name)) was not approved; nothing was recorded",
                    hint: "to say no for good: cph ledger decline HASH --reason TEXT")
            case .unavailable:
                throw CPHError(
                    .denied, code: "no_terminal",
                    "nobody can be asked about \(quoted(question.name)): there is no terminal; nothing was recorded",
                    hint: "run it on a terminal, where it is shown; no option goes around that")
            }
        }

        private func tell(_ agreement: Agreement, isNew: Bool) {
            let by = isNew ? "approved" : "was approved by \(agreement.user.words) already"
            let plan = cleaned(agreement.question.plan.name)
            Output.line("\(plan) \(by), until \(agreement.end): the next run of its job buys it")
            if isNew, !agreement.isChecked {
                Output.note(
                    "cph ledger: recorded as not checked: this ledger can't tell whoever asked from whoever approves")
            }
        }
    }

    struct Decline: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declines a plan that waits, or takes an approval back; what was bought stays bought.")
        @OptionGroup var place: LedgerOptions
        @Option(help: "Why; whoever reads the record sees it.") var reason: String
        @Argument(help: "The plan's hash, or its first 8 digits or more.", completion: .shellCommand(waitingHashes))
        var hash: String
        @OptionGroup var messages: MessageOptions

        func validate() throws {
            guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason needs a text") }
        }

        func run() throws { try reportingDecision(decline) }

        private func decline() throws {
            let journal = try openLedger()
            let now = SystemClock().milliseconds()
            let plan = try journal.plans(at: now).plan(hash)
            let writer = try openForDecision()
            let at = SystemClock().milliseconds()
            try writer.decline(plan, reason: reason, at: at)
            let bought = try writer.purchases(of: plan)
            try writer.close(exit: 0, at: at)
            Output.line("\(cleaned(plan.name)) \(plan.agreement(at: now) == nil ? "declined" : "no longer approved")")
            if !bought.isEmpty {
                Output.note(
                    "cph ledger: \(counted(bought.count, "purchase")) of it, made before, stand as cph ledger list has them"
                )
            }
        }
    }
}

/// Lists the hashes of the plans that wait in the user's own ledger, for a shell's Tab.
private let waitingHashes = "cph ledger waiting --approved --for-tab 2>/dev/null | cut -f 1"

/// Runs `body`, and prints the error that it throws; what somebody may not decide ends with 3.
private func reportingDecision(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as CPHError {
        Output.failure("cph ledger: \(error)", .failure(error))
        throw error.kind == .argument || error.code == CPHError.nothingKept ? ExitStatus.usage : ExitStatus(error)
    }
}

extension LedgerUsingCommand {
    /// Opens the ledger for recording what somebody decides.
    fileprivate func openForDecision() throws -> Journal {
        var options = place.opening
        options.announce = { Output.asked("cph ledger: \($0)") }
        return try Journal.open(ledgerLocation(), .write, run: .thisProcess(nil), options: options)
    }
}
