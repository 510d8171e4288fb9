import ArgumentParser
import Clock
import Glibc
import Ledger
import Purchasing
import Schema
import Terminal
import Text

extension LedgerCommand {
    struct Report: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sums servers, server-months and amounts by day, month, user, plan, zone or model.",
            discussion: """
                A row for each currency, and one for purchases of which nobody knows yet what they come to. The amount is what was \
                ordered, after discounts; paid is what of it was paid in money, refunded what came back, as far as the ledger \
                knows: cph ledger refresh asks the billing service. What was refused, cancelled, expired or never sent is left \
                out; servers in doubt are counted apart. Days and months are those of UTC. On a terminal months are server-months, and \
                columns of nothing are left out. In a \
                pipe the rows stand between tabs, without headings and sums, and - is what nobody knows. Asks no service.
                """)

        /// In which form the rows are written.
        enum Form: String, EnumerableFlag {
            case csv, json, markdown

            static func help(for value: Form) -> ArgumentHelp? {
                switch value {
                case .csv: "Write a table for spreadsheets, with headings."
                case .json: "Print a JSON list of rows, with amounts as text."
                case .markdown: "Write a table in Markdown."
                }
            }
        }

        @OptionGroup var place: LedgerOptions
        @OptionGroup var filter: LedgerFilterOptions
        @Option(
            help: ArgumentHelp("What to put together by: day, month, user, plan, zone or model.", valueName: "word"),
            completion: .list(PurchaseReport.Grouping.allCases.map(\.rawValue)), transform: grouping)
        var by: PurchaseReport.Grouping?
        @Flag(exclusivity: .exclusive) var form: Form?
        @Option(
            help: ArgumentHelp(
                """
                Write a page with pictures into this file, to open in a browser or to print: spending over time, by plan, zone \
                and model, when servers end, where they stand, and what is in doubt.
                """, valueName: "file"), completion: .file())
        var html: String?
        @OptionGroup var messages: MessageOptions

        func validate() throws {
            if html != nil, by != nil || form != nil {
                throw ValidationError("--html writes all of it; leave out --by and other forms")
            }
            if html == nil, by == nil {
                throw ValidationError("say what to put together by, with --by, or --html FILE")
            }
        }

        func run() throws {
            try reporting {
                let entries = try openLedger().entries(filter.filter)
                guard let by else {
                    return try Output.write(
                        LedgerPage(entries, now: SystemClock().milliseconds()).text, to: html ?? "", "cph ledger")
                }
                let report = PurchaseReport(entries, by: by)
                switch form {
                case .json: Output.line(report.value.prettyJSON())
                case .csv: Output.part(([report.titles] + report.rows.map(\.words)).map(csvLine).joined())
                case .markdown: Output.part(report.markdown)
                case nil: show(report)
                }
                if report.rows.isEmpty, form == nil { Output.note("cph ledger: no purchases") }
            }
        }

        private func show(_ report: PurchaseReport) {
            guard isatty(1) == 1 else {
                for row in report.rows {
                    Output.line(row.words.map { $0.isEmpty ? "-" : cleaned($0) }.joined(separator: "\t"))
                }
                return
            }
            guard !report.rows.isEmpty else { return }
            let totals = report.totals.map { ["total"] + $0.words.dropFirst() }
            let rows = (report.rows.map(\.shown) + totals).map { words in
                Array(words[0...3]) + [words[4].isEmpty ? "" : "\(words[4]) \(words[7])"] + words[5...6] + [words[8]]
            }
            let headers = [
                report.grouping.rawValue, "purchases", "servers", "months", "amount", "paid", "refunded", "in doubt",
            ]
            // What is nothing in every row leaves its place to the others.
            let places = headers.indices.filter { place in
                place < 6 || rows.contains { !["", "0", "0.00"].contains($0[place]) }
            }
            Output.show(
                Table(
                    headers: places.map { headers[$0] },
                    rows: rows.map { row in places.map { $0 == 0 ? .text(row[$0]) : .number(row[$0]) } }))
        }
    }
}

private func grouping(_ text: String) throws -> PurchaseReport.Grouping {
    guard let grouping = PurchaseReport.Grouping(rawValue: text) else {
        let words = PurchaseReport.Grouping.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(quoted(text)) is nothing to put together by; there are \(words)")
    }
    return grouping
}

extension PurchaseReport {
    /// The headings of the rows for programs.
    var titles: [String] {
        [
            grouping.rawValue, "purchases", "servers", "server_months", "amount", "paid", "refunded", "currency",
            "servers_in_doubt",
        ]
    }

    fileprivate var markdown: String {
        let titles = titles.map { $0.replacing("_", with: " ") }
        let totals = totals.map { ["total"] + $0.words.dropFirst() }
        let lines = [titles, ["---"] + titles.dropFirst().map { $0 == "currency" ? "---" : "---:" }]
        return (lines + rows.map { $0.shown.map(markdownCell) } + totals)
            .map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}

extension PurchaseReport.Row {
    /// The cells for programs: what nobody knows is empty.
    fileprivate var words: [String] {
        [
            key ?? "", "\(purchases)", "\(servers)", "\(serverMonths)", amount?.text ?? "", paid?.text ?? "",
            refunded?.text ?? "", currency ?? "", "\(inDoubt)",
        ]
    }

    /// The cells for people, who see that something is not known.
    var shown: [String] { [key ?? "-"] + words.dropFirst() }
}
