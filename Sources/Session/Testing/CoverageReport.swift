import Glibc

/// Reports which lines tests have run: for people, and as a trace file of lcov.
package struct CoverageReport {
    /// The files of the report, in the order in which they are shown.
    package let files: [LuaCoverage.File]

    /// Makes a report about these files.
    package init(files: [LuaCoverage.File]) { self.files = files }

    /// Has a line for each file and, for several, one for all: the share that was run, and the lines that were not.
    package var text: String {
        let width = max(3, files.map(\.name.count).max() ?? 0)
        var rows = files.map { row($0.name, width, $0.share, $0.missed) }
        let lines = files.reduce(0) { $0 + $1.lines.count }
        let missed = files.reduce(0) { $0 + $1.missed.count }
        if files.count > 1 { rows.append(row("all", width, lines == 0 ? 1 : 1 - Double(missed) / Double(lines), [])) }
        return (["\ncoverage by line"] + rows).joined(separator: "\n")
    }

    private func row(_ name: String, _ width: Int, _ share: Double, _ missed: [Int]) -> String {
        let tenths = Int(share * 1000)
        let percent = "\(tenths / 10).\(tenths % 10) %"
        let padding = String(repeating: " ", count: width - name.count + 8 - percent.count)
        let rest = missed.isEmpty ? "" : "  not run: \(Self.ranges(missed))"
        return "  \(name) \(padding)\(percent)\(rest)"
    }

    /// Joins lines into ranges: `3, 7-9`.
    static func ranges(_ lines: [Int]) -> String {
        var ranges: [ClosedRange<Int>] = []
        for line in lines {
            if let last = ranges.last, last.upperBound + 1 == line {
                ranges[ranges.count - 1] = last.lowerBound...line
            } else {
                ranges.append(line...line)
            }
        }
        return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
            .joined(separator: ", ")
    }

    /// Writes a trace file for lcov's tools, such as `genhtml`; each line counts as run once or never.
    package var lcov: String {
        files.map { file in
            let lines = file.lines.map { "DA:\($0),\(file.runLines.contains($0) ? 1 : 0)\n" }.joined()
            return "TN:\nSF:\(file.name)\n\(lines)LF:\(file.lines.count)\nLH:\(file.runLines.count)\nend_of_record\n"
        }.joined()
    }
}
