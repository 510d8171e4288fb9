/// A page with pictures and a table beside each: one file, without scripts, that needs nothing from anywhere else.
package struct ReportPage: Sendable {
    /// A part of the page.
    package struct Section: Sendable {
        let title: String
        let note: String
        let pictures: [Picture]
        let table: Table?
        let isAlarm: Bool

        /// - Parameter isAlarm: Whether it is what has to be looked at.
        package init(
            _ title: String, note: String = "", pictures: [Picture] = [], table: Table? = nil, isAlarm: Bool = false
        ) {
            (self.title, self.note, self.pictures, self.table) = (title, note, pictures, table)
            self.isAlarm = isAlarm
        }
    }

    /// What a picture shows, in words and numbers.
    package struct Table: Hashable, Sendable {
        let titles: [String]
        let rows: [[String]]
        /// The columns that hold numbers, which stand to the right.
        let numbers: Set<Int>
        /// Whether it is seen only by who opens it.
        let isFolded: Bool

        /// - Parameter numbers: Columns with numbers, from 0.
        package init(_ titles: [String], _ rows: [[String]], numbers: Set<Int> = [], isFolded: Bool = false) {
            (self.titles, self.rows, self.numbers, self.isFolded) = (titles, rows, numbers, isFolded)
        }
    }

    private let title: String
    private let summary: String
    private let sections: [Section]

    /// - Parameter summary: What one has to know first, in a sentence.
    package init(_ title: String, summary: String, _ sections: [Section]) {
        (self.title, self.summary, self.sections) = (title, summary, sections)
    }

    /// The file's text.
    package var text: String {
        let head = Markup(
            "head",
            [:],
            [
                Markup("meta", ["charset": "utf-8"]),
                Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                Markup("meta", ["name": "color-scheme", "content": "light dark"]),
                Markup(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'",
                    ]),
                Markup("title", words: title),
            ])
        let main = Markup(
            "main", [:],
            [Markup("h1", words: title), Markup("p", words: summary)] + sections.map(\.markup))
        return "<!doctype html>\n<html lang=\"en\">\n\(head.text)\n<style>\n\(reportStyle)\n</style>\n"
            + Markup("body", [:], [main]).text + "\n</html>\n"
    }
}

extension ReportPage.Section {
    fileprivate var markup: Markup {
        var parts = [Markup("h2", words: title)]
        if !note.isEmpty { parts.append(Markup("p", words: note)) }
        parts += pictures.map { Markup("div", ["class": "picture", "tabindex": "0"], [$0.markup]) }
        if let table { parts.append(table.markup) }
        return Markup("section", ["class": isAlarm ? "alarm" : "part"], parts)
    }
}

extension ReportPage.Table {
    /// Longer cells may be broken.
    private static let mostInLine = 40

    fileprivate var markup: Markup {
        func cells(_ name: String, _ row: [String]) -> Markup {
            Markup(
                "tr", [:],
                row.enumerated().map { index, text in
                    let style = numbers.contains(index) ? "right" : text.count <= Self.mostInLine ? "short" : "long"
                    return Markup(name, ["class": style], words: text)
                })
        }
        let table = Markup(
            "table", [:],
            [Markup("thead", [:], [cells("th", titles)]), Markup("tbody", [:], rows.map { cells("td", $0) })])
        let wide = Markup("div", ["class": "wide", "tabindex": "0"], [table])
        return isFolded ? Markup("details", [:], [Markup("summary", words: "As a table"), wide]) : wide
    }
}
