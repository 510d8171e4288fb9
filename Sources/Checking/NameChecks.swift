import LuaSyntax
import Schema
import Text

/// Reports globals that nobody declares, where they are read, or set in a function.
///
/// - Parameters:
///   - known: Those that are there without being declared.
///   - role: In a test file, whose names end with the block that sets them, functions may set them too.
func checkGlobals(_ tree: LuaTree, known: Set<String>, in role: ScriptRole, _ findings: inout ScriptFindings) {
    let set = tree.globals.filter { $0.isSet && (role == .test || !$0.isInFunction) }
    let declared = known.union(set.map(\.name))
    lazy var names = (declared.union(tree.variables.map(\.name))).sorted()
    for use in tree.globals where !declared.contains(use.name) && use.name != "_ENV" {
        if use.isSet {
            findings.add(
                use.range, .error, "undeclared_global", "undeclared global '\(use.name)' is set in a function",
                hint: "missing 'local'?")
        } else {
            let near = suggestion(for: use.name, among: names).map { "did you mean '\($0)'?" } ?? ""
            findings.add(use.range, .error, "undeclared_global", "undeclared global '\(use.name)'", hint: near)
        }
    }
}

/// Reports locals that nothing reads. A name that begins with `_` says that this is meant.
func checkVariables(_ tree: LuaTree, _ findings: inout ScriptFindings) {
    var later = false
    // From the end: a parameter or loop variable in front of one that is used has to be there.
    for (index, variable) in tree.variables.enumerated().reversed() {
        let isList = variable.kind == .parameter || variable.kind == .loop
        let next = tree.variables.dropFirst(index + 1).first
        if !isList || next?.kind != variable.kind || !tree.isSameList(variable, next) { later = false }
        defer { later = later || !variable.reads.isEmpty }
        guard variable.reads.isEmpty, !variable.name.hasPrefix("_"), variable.attribute != .close else { continue }
        let set = variable.writes.isEmpty ? "never used" : "set but never used"
        switch variable.kind {
        case .implicitSelf: break
        case .local: findings.add(variable.range, .warning, "unused", "local '\(variable.name)' is \(set)")
        case .function: findings.add(variable.range, .warning, "unused", "function '\(variable.name)' is \(set)")
        case .parameter where later, .loop where later: break
        case .parameter: findings.add(variable.range, .warning, "unused", "parameter '\(variable.name)' is \(set)")
        case .loop: findings.add(variable.range, .warning, "unused", "loop variable '\(variable.name)' is \(set)")
        }
    }
}

extension LuaTree {
    /// Whether two neighbours stand in one list: nothing but a comma and blanks between them.
    fileprivate func isSameList(_ first: LuaVariable, _ second: LuaVariable?) -> Bool {
        guard let second, first.range.upperBound <= second.range.lowerBound else { return false }
        let between = source.bytes[first.range.upperBound..<second.range.lowerBound]
        return between.allSatisfy { $0 == UInt8(ascii: ",") || $0 <= 32 }
    }
}
