import LuaSyntax
import Schema

/// On which line of a text that holds only data each value of the table that it returns stands.
struct LuaDataLines {
    /// The line of each value that the text spells out, by its path; from 1.
    private(set) var lines: [Path: Int] = [:]
    private let source: LuaSource
    /// The values of locals that are set where they are declared, and nowhere else.
    private var locals: [LuaVariable: LuaExpression] = [:]

    /// Reads text that Lua accepts; of other text nothing is known.
    init(_ bytes: [UInt8]) {
        source = LuaSource(bytes)
        guard let tree = try? LuaTree(parsing: source) else { return }
        for statement in tree.block.statements {
            switch statement.kind {
            case .local(let variables, let values):
                for (variable, value) in zip(variables, values) where variable.writes.isEmpty {
                    locals[variable] = value
                }
            case .return(let values): if let value = values.first { add(value, Path(), depth: 0) }
            default: break
            }
        }
    }

    private mutating func add(_ value: LuaExpression, _ path: Path, depth: Int) {
        guard depth < 32 else { return }
        if lines[path] == nil { lines[path] = source.line(at: value.range.lowerBound) }
        switch value.kind {
        case .parenthesized(let inner): add(inner, path, depth: depth + 1)
        case .local(let variable): if let value = locals[variable] { add(value, path, depth: depth + 1) }
        case .table(let items): add(items, path, depth: depth)
        default: break
        }
    }

    private mutating func add(_ items: [LuaTableItem], _ path: Path, depth: Int) {
        var position = 0
        for item in items {
            let step: Path.Step
            switch item.key {
            case .position:
                position += 1
                step = .index(position)
            case .name(let name, let range):
                step = .key(name)
                lines[Path(path.steps + [step])] = source.line(at: range.lowerBound)
            case .expression(let key):
                guard let name = key.text else { continue }
                step = .key(name)
                lines[Path(path.steps + [step])] = source.line(at: key.range.lowerBound)
            }
            add(item.value, Path(path.steps + [step]), depth: depth + 1)
        }
    }

    /// The lines of what stands below the member `key`, as seen from there.
    func below(_ key: String) -> [Path: Int] {
        var found: [Path: Int] = [:]
        for (path, line) in lines where path.steps.first == .key(key) {
            found[Path(Array(path.steps.dropFirst()))] = line
        }
        return found
    }
}
