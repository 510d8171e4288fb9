import LuaKit
import LuaSyntax
import Schema
import Text

/// Reports globals that nobody declares, where they are read, or set in a function.
///
/// - Parameters:
///   - known: Those that are there without being declared.
///   - role: In a test file, whose names end with the block that sets them, functions may set them too.
func checkGlobals(
    _ reading: ScriptReading, known: Set<String>, in role: ScriptRole, _ findings: inout ScriptFindings
) {
    let tree = reading.tree
    // Which globals `_G[name] = value` sets, only running the script tells.
    guard let set = tree.globalsSetAsFields else { return }
    let own = role == .test ? Set(tree.globals.filter(\.isSet).map(\.name)) : Set(tree.globalsOfTopLevel)
    let declared = known.union(own).union(set)
    lazy var names = (declared.union(tree.variables.map(\.name))).sorted()
    for use in tree.globals where !declared.contains(use.name) && use.name != "_ENV" {
        if use.isSet {
            findings.add(
                use.range, .error, "undeclared_global", "undeclared global '\(use.name)' is set in a function",
                hint: "missing 'local'?")
        } else if !reading.isAskedFor([use.name]) {
            let hint =
                luaReplacementHint(for: [use.name])
                ?? suggestion(for: use.name, among: names).map { "did you mean '\($0)'?" } ?? ""
            findings.add(use.range, .error, "undeclared_global", "undeclared global '\(use.name)'", hint: hint)
        }
    }
}

extension LuaTree {
    /// The globals that are set as `_G.name = …`, `_ENV.name = …` or `rawset(_G, "name", …)`; nil where names are
    /// computed.
    fileprivate var globalsSetAsFields: Set<String>? {
        var names: Set<String?> = []
        walk { node in
            switch node {
            case .statement(let statement):
                guard case .assignment(let targets, _) = statement.kind else { return }
                for case .chain(let first, let suffixes) in targets.map(\.kind) where first.isGlobalTable {
                    if suffixes.count == 1 { names.insert(suffixes[0].fieldName) }
                }
            case .expression(let expression):
                guard case .chain(let first, let suffixes) = expression.kind, case .global("rawset") = first.kind,
                    let arguments = suffixes.first?.arguments?.values, arguments.count == 3,
                    arguments[0].isGlobalTable
                else { return }
                names.insert(arguments[1].text)
            }
        }
        return names.contains(nil) ? nil : Set(names.compactMap(\.self))
    }
}

extension LuaExpression {
    fileprivate var isGlobalTable: Bool {
        if case .global(let name) = kind { name == "_G" || name == "_ENV" } else { false }
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
        guard variable.reads.isEmpty, !variable.name.hasPrefix("_"),
            variable.name != "self", variable.attribute != .close
        else { continue }
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
