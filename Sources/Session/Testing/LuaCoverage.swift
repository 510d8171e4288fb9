import LuaKit
import LuaSyntax
public import Projects

/// Records which lines of Lua code were run. A statement that notes its line is put in front of each statement, on the
/// same line, so that the lines in messages stay true.
public final class LuaCoverage {
    /// What is known of one file.
    public struct File: Sendable {
        /// The file's name, as messages show it.
        public let name: String
        /// Lines on which a statement begins, sorted.
        public let lines: [Int]
        /// Those of `lines` that were run.
        public fileprivate(set) var runLines: Set<Int> = []

        /// Those of `lines` that were never run, sorted.
        public var missed: [Int] { lines.filter { !runLines.contains($0) } }
        /// The share of `lines` that was run, 0 to 1; 1 for a file without statements.
        public var share: Double { lines.isEmpty ? 1 : Double(lines.count - missed.count) / Double(lines.count) }
    }

    private var known: [String: File] = [:]
    /// The number that stands for line 0 of each file; the lines of all files are numbered in one row.
    private var bases: [String: Int] = [:]
    private var next = 0
    private var state: LuaState?
    private var hits: LuaTable?

    /// Starts without files and without runs.
    public init() {}

    /// What is known of each file, sorted by name.
    public var files: [File] { known.values.sorted { $0.name < $1.name } }

    /// Adds a file, so that it counts although no test has loaded it.
    public func add(_ script: Script) { _ = instrumented(script) }

    /// Returns the text of `script` with a note before each statement; a text that cannot be parsed stays as it is.
    func instrumented(_ script: Script) -> [UInt8] {
        let source = LuaSource(script.source)
        guard let tree = try? LuaTree(parsing: source) else { return script.source }
        let places = tree.coverable
        let base = bases[script.name] ?? next
        if bases[script.name] == nil {
            bases[script.name] = base
            next += source.lineCount + 1
            let lines = Set(places.map { source.line(at: $0) }).sorted()
            known[script.name] = File(name: script.name, lines: lines)
        }
        // Where the globals are something else, a local finds the table.
        var text: [UInt8] = script.mentions("_ENV") ? Array("local \(Self.table)=\(Self.table);".utf8) : []
        var start = 0
        for place in places {
            text += script.source[start..<place]
            text += "\(Self.table)[\(base + source.line(at: place))]=1;".utf8
            start = place
        }
        return text + script.source[start...]
    }

    private static let table = "__cph_run_lines"

    /// Makes the table that the statements write to.
    func install(in state: LuaState) {
        let lua = state.context
        lua.createTable()
        if case .table(let table) = lua.value(at: -1) { hits = table }
        lua.pop()
        self.state = state
        if let hits { state.setGlobal(Self.table, hits) }
    }

    /// Adds the lines that the installed Lua has noted, and lets go of that Lua.
    func collect() {
        guard let state, let hits else { return }
        var numbers: Set<Int> = []
        let lua = state.context
        hits.push(to: lua)
        lua.forEachPair(at: -1) { if let number = lua.integer(at: -2) { numbers.insert(number) } }
        lua.pop()
        for (name, base) in bases {
            let lines = known[name]?.lines.filter { numbers.contains(base + $0) } ?? []
            known[name]?.runLines.formUnion(lines)
        }
        (self.state, self.hits) = (nil, nil)
    }
}

extension Script {
    /// Whether the text has these bytes anywhere.
    fileprivate func mentions(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        return source.indices.contains { source[$0...].starts(with: bytes) }
    }
}

extension LuaTree {
    /// Where statements begin that do something, in order.
    fileprivate var coverable: [Int] {
        var places: [Int] = []
        block.walkBlocks { block in
            for statement in block.statements {
                switch statement.kind {
                case .empty, .label: break
                default: places.append(statement.range.lowerBound)
                }
            }
        }
        return places.sorted()
    }
}
