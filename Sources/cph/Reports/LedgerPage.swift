import Docs
import Ledger
import Text

/// The page of `cph ledger report --html`: what is in doubt, what was spent, when servers end and where they stand.
struct LedgerPage {
    private let entries: [PurchaseEntry]
    private let fleet: RecordedFleet
    private let time: String

    /// - Parameters:
    ///   - entries: The oldest first.
    ///   - now: In milliseconds since 1970.
    init(_ entries: [PurchaseEntry], now: Int) {
        (self.entries, fleet, time) = (entries, RecordedFleet(entries), shortTime(now))
    }

    var text: String {
        let servers = entries.reduce(0) { $0 + $1.bought }
        let sums = PurchaseReport(entries, by: .plan).totals.compactMap { $0.amount.map(Self.words) }
        let money = sums.isEmpty ? "" : ", \(sums.joined(separator: " and ")) in all"
        return ReportPage(
            "Cloud phone servers: what was bought",
            summary:
                "\(counted(servers, "server"))\(money), as the ledger has it on \(time) UTC. The amount is what was ordered, "
                + "after discounts.",
            [doubt, overTime] + PurchaseReport.Grouping.compared.map(comparison) + [calendar, map]
        ).text
    }

    // MARK: In doubt

    private var doubt: ReportPage.Section {
        let doubtful = entries.filter { $0.record.state.isInDoubt || $0.inDoubt > 0 }
        guard !doubtful.isEmpty else { return ReportPage.Section("In doubt", note: "Nothing is.") }
        let rows = doubtful.map { entry in
            let record = entry.record
            return [
                record.key, record.plan?.name ?? "-", "\(entry.inDoubt)", record.state.rawValue, entry.time,
                record.scope,
                record.reason ?? "",
            ]
        }
        return ReportPage.Section(
            "In doubt: \(counted(doubtful.count, "purchase"))",
            note:
                "These were sent, and nobody knows what became of them. They are not to be bought again unseen: cph ledger resolve "
                + "NAME looks at the account.",
            table: ReportPage.Table(
                ["name", "plan", "servers", "state", "sent", "project", "why"], rows, numbers: [2]),
            isAlarm: true)
    }

    // MARK: Money

    /// By days where all of it is of one month, otherwise by months.
    private var overTime: ReportPage.Section {
        let months = Set(entries.map { $0.time.prefix(7) })
        let report = PurchaseReport(entries, by: months.count > 1 ? .month : .day)
        return section("Spending over time", "By \(report.grouping.rawValue), in UTC.", report) {
            .columns($0, $1)
        }
    }

    private func comparison(_ grouping: PurchaseReport.Grouping) -> ReportPage.Section {
        section("By \(grouping.rawValue)", "", PurchaseReport(entries, by: grouping)) { .bars($0, $1) }
    }

    /// A picture for each currency: amounts of two are never compared.
    private func section(
        _ title: String, _ note: String, _ report: PurchaseReport, _ draw: (String, [PictureBar]) -> Picture
    ) -> ReportPage.Section {
        let currencies = Set(report.rows.compactMap(\.currency)).sorted()
        let pictures = currencies.map { currency in
            draw(
                "\(title), in \(currency)",
                report.rows.compactMap { row in
                    guard row.currency == currency, let amount = row.amount else { return nil }
                    return PictureBar(row.key ?? "-", Double(amount.text) ?? 0, Self.words(amount))
                })
        }
        let open = report.rows.reduce(0) { $0 + ($1.currency == nil ? $1.purchases : 0) }
        let unknown = open == 0 ? [] : ["Of \(counted(open, "purchase")) nobody knows yet what they come to."]
        let totals = report.totals.map { [$0.currency == nil ? "not known yet" : "total"] + $0.shown.dropFirst() }
        return ReportPage.Section(
            title, note: ([note] + unknown).filter { !$0.isEmpty }.joined(separator: " "), pictures: pictures,
            table: ReportPage.Table(
                report.titles.map { $0.replacing("_", with: " ") },
                (report.rows.map(\.shown) + totals).map { row in
                    row.enumerated().map { Self.amounts.contains($0) ? grouped($1) : $1 }
                }, numbers: Self.amounts.union([1, 2, 3, 8])))
    }

    /// The columns of a report that hold amounts of money.
    private static let amounts: Set<Int> = [4, 5, 6]

    private static func words(_ amount: Amount) -> String { "\(grouped(amount.text)) \(amount.currency)" }

    // MARK: Servers

    private var calendar: ReportPage.Section {
        let months = Dictionary(grouping: fleet.servers.values, by: \.month).sorted { $0.key < $1.key }.map {
            (text: $0.key, ends: $0.value.count { !$0.renewsItself }, renews: $0.value.count(where: \.renewsItself))
        }
        let picture = Picture.calendar(
            "Servers whose period ends, by month",
            months.compactMap { month in
                let parts = month.text.split(separator: "-").compactMap { Int($0) }
                guard parts.count == 2 else { return nil }
                return PictureMonth(year: parts[0], month: parts[1], count: month.ends, renewing: month.renews)
            })
        return ReportPage.Section(
            "When servers end",
            note:
                "By the record: from the purchase on for as long as was ordered, and longer where they were renewed with cph. "
                + "Servers that renew themselves stand where that is due first, in green; when the service has done it is not known here.",
            pictures: months.isEmpty ? [] : [picture],
            table: ReportPage.Table(
                ["month", "end", "renew themselves"], months.map { [$0.text, "\($0.ends)", "\($0.renews)"] },
                numbers: [1, 2]))
    }

    private var map: ReportPage.Section {
        let month = String(time.prefix(7))
        let standing = fleet.servers.values.filter { $0.month >= month || $0.renewsItself }
        let counts = Dictionary(grouping: standing) { [$0.zone, $0.subnet] }.mapValues(\.count)
        let places = Set(counts.keys).union(fleet.doubtful.keys).sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
        let zones = Dictionary(grouping: places) { $0[0] }.sorted { $0.key < $1.key }.map { zone, places in
            PictureZone(
                zone,
                places.map {
                    PictureZone.Subnet($0[1], servers: counts[$0] ?? 0, inDoubt: fleet.doubtful[$0] ?? 0)
                })
        }
        return ReportPage.Section(
            "The fleet by zone and subnet",
            note: "Servers that have not ended before this month, or renew themselves, by the record.",
            pictures: zones.isEmpty ? [] : [.fleet("Servers by zone and subnet", zones)],
            table: ReportPage.Table(
                ["zone", "subnet", "servers", "in doubt"],
                places.map { [$0[0], $0[1], "\(counts[$0] ?? 0)", "\(fleet.doubtful[$0] ?? 0)"] }, numbers: [2, 3]))
    }
}

extension PurchaseReport.Grouping {
    /// What a page compares, in its order.
    fileprivate static var compared: [PurchaseReport.Grouping] { [.plan, .zone, .model] }
}
