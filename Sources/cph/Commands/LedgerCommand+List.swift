import ArgumentParser
import Files
import Glibc
import Ledger
import Purchasing
import Schema
import Terminal
import Text

extension LedgerCommand {
    struct List: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists purchases, a line for each, the oldest first.",
            discussion: """
                Time in UTC, plan, name, servers that are known and asked for, state, amount, and whose run it was. In a pipe \
                these stand between tabs, without headings; the order and the ids of the servers follow, and - is what nobody \
                knows. Answers that a ledger could not take and that wait on this machine for the next run are listed on \
                standard error.
                """)
        @OptionGroup var place: LedgerOptions
        @OptionGroup var filter: LedgerFilterOptions
        @Flag(help: "Print a JSON list of purchases, with amounts as text.") var json = false
        @OptionGroup var messages: MessageOptions

        func run() throws {
            // Before the ledger is opened: it may be what is broken.
            for line in Spool.linesOfUser { Output.error("cph ledger: \(line)") }
            try reporting {
                let entries = try openLedger().entries(filter.filter)
                if json { return Output.line(Value.list(entries.map(\.value)).prettyJSON()) }
                show(entries)
                if entries.isEmpty {
                    Output.note("cph ledger: no purchases\(filter.filter == PurchaseFilter() ? "" : " of this kind")")
                }
            }
        }

        /// Prints purchases: in columns cut to the screen for people, separated by tabs for programs.
        private func show(_ entries: [PurchaseEntry]) {
            guard isatty(1) == 1 else {
                for entry in entries {
                    Output.line(entry.words.map { cleaned($0, limit: .max) }.joined(separator: "\t"))
                }
                return
            }
            if !entries.isEmpty { Output.show(Table(entries)) }
        }
    }
}

extension Table {
    /// Purchases in the columns of `cph ledger list`.
    init(_ entries: [PurchaseEntry]) {
        // As wide as a time, for the word to stand on its left; half a time would be another one.
        let time = padded("time", to: 16)
        self.init(
            headers: [time, "plan", "name", "servers", "state", "amount", "who"],
            rows: entries.map { entry in
                let words = entry.words
                return [
                    .number(String(shortTime(entry.record.time).prefix(16))), .text(words[1]), .text(words[2]),
                    .number(words[3]), .text(words[4]), .number(words[5]), .text(words[6]),
                ]
            })
    }
}

extension PurchaseEntry {
    /// Time, plan, name, servers, state, amount and who, as the list has them; then the order and the ids.
    fileprivate var words: [String] {
        [
            time, record.plan?.name ?? "-", record.key,
            record.change == nil ? "\(record.serverIDs.count)/\(record.count)" : "-",
            record.state.rawValue, record.amount?.description ?? "-", user ?? "-", record.orderID ?? "-",
            record.serverIDs.joined(separator: ","),
        ]
    }
}

extension Output {
    /// Shows a table: cut to the screen, page by page, on a terminal; as a whole in a pipe.
    static func show(_ table: Table) {
        guard isatty(1) == 1 else {
            return part(table.rendered(columns: nil, palette: Palette(.never, isTerminal: false) { _ in nil }))
        }
        let palette = Palette(.auto, isTerminal: true) { Environment[$0] }
        Pager { Environment[$0] }.show(table.rendered(columns: terminalSize(of: 1)?.columns, palette: palette))
    }
}
