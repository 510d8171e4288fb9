import LuaSyntax
import Schema

/// Reports statements that cannot be reached, and keys that a table has twice.
func checkBlocks(_ tree: LuaTree, _ findings: inout ScriptFindings) {
    tree.block.walkBlocks { block in
        for (statement, next) in zip(block.statements, block.statements.dropFirst()) {
            guard statement.leaves, !next.isReachable else { continue }
            findings.add(next.range, .warning, "unreachable", "this is never reached")
        }
    }
    tree.walk { node in
        guard case .expression(let expression) = node, case .table(let items) = expression.kind else { return }
        var names: Set<String> = []
        for case .name(let name, let range) in items.map(\.key) where !names.insert(name).inserted {
            findings.add(
                range, .warning, "duplicate", "the table has \(name) already", hint: "the later value counts")
        }
    }
}

extension LuaStatement {
    /// Whether the statement leaves the block, so that what follows is never run.
    fileprivate var leaves: Bool {
        switch kind {
        case .break, .goto: true
        default: false
        }
    }

    fileprivate var isReachable: Bool {
        switch kind {
        case .label, .empty: true
        default: false
        }
    }
}
