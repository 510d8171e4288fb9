import LuaSyntax
import Schema

/// Collects what the checks of one script find.
struct ScriptFindings {
    let file: String
    let source: LuaSource
    private var list: [(finding: ScriptFinding, range: Range<Int>)] = []
    private var known: Set<ScriptFinding> = []

    init(_ file: String, _ source: LuaSource) { (self.file, self.source) = (file, source) }

    /// Adds a finding once: the same one at the same place, as of a table that two calls take, is not repeated.
    mutating func add(
        _ range: Range<Int>, _ severity: Problem.Severity, _ code: String, _ message: String, hint: String = ""
    ) {
        let finding = ScriptFinding(
            file: file, start: source.position(at: range.lowerBound), end: source.position(at: range.upperBound),
            severity: severity, code: code, message: message, hint: hint)
        if known.insert(finding).inserted { list.append((finding, range)) }
    }

    /// How many there are.
    var count: Int { list.count }

    /// Takes out what `isMeant` says of: the finding, where it is in bytes, and the text there.
    mutating func drop(where isMeant: (ScriptFinding, Range<Int>, String) -> Bool) {
        list.removeAll { isMeant($0.finding, $0.range, source.text($0.range)) }
    }

    /// The findings in the order of the text, without those of lines that end in `-- cph: ignore`.
    var sorted: [ScriptFinding] {
        list.map(\.finding).filter { !isIgnored($0.start.line) }.sorted {
            ($0.start, $0.message) < ($1.start, $1.message)
        }
    }
}
