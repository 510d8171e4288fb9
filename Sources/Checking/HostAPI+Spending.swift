import CPHModel
import LuaSyntax

/// Which functions of the host order something that costs money: the operations that do, and whatever in the standard
/// library calls one of them.
extension HostAPI {
    func spends(_ path: String) -> Bool { spending.contains(path) }

    /// Finds the functions that spend by reading the standard library again and again until no further one is found.
    func findSpending() -> Set<String> {
        let operations = Operations.all.filter { $0.effect == .purchase || $0.effect == .payment }
        // A plan holds what it buys with as a value, which no reading of the text can follow.
        var found = Set(operations.map { "cph.api.\($0.name)" } + ["cph.plan:apply"])
        let uses = session.stdlib.paths.flatMap(moduleUses)
        var count = 0
        while count != found.count {
            count = found.count
            for (function, used) in uses where found.contains(used) { found.insert(function) }
        }
        return found
    }

    /// Which function of the file at `path` uses which one, of the host, of a part or of the file itself. What is used
    /// may be called.
    private func moduleUses(_ path: String) -> [(function: String, used: String)] {
        guard let source = session.stdlib.source(path: path), let tree = try? LuaTree(parsing: LuaSource(source)) else {
            return []
        }
        let module = path.replacing("/", with: ".")
        let reading = ScriptReading(tree, self, isStandard: true)
        var uses: [(String, String)] = []
        let shape = LuaModuleShape(tree)
        for declared in shape.functions {
            let function = declared.path(inModule: module)
            declared.body.block.walk { node in
                guard case .expression(let expression) = node else { return }
                switch expression.kind {
                case .local(let variable) where shape.isFunction(variable):
                    uses.append((function, privateName(variable.name, module)))
                case .chain(let first, let suffixes):
                    var value = reading.known(first)
                    for suffix in suffixes {
                        if let path = reading.function(value, suffix) { uses.append((function, path)) }
                        value = reading.after(value, suffix)
                        if case .host(let path) = value { uses.append((function, path)) }
                    }
                default: break
                }
            }
        }
        return uses
    }
}

/// Makes a key for a function that only its module sees; no path of a script's begins like this.
private func privateName(_ name: String, _ module: String) -> String { "local \(module) \(name)" }

extension LuaModuleShape.Function {
    /// What scripts call it, or the module itself.
    fileprivate func path(inModule module: String) -> String {
        switch owner {
        case .module: (["cph.\(module)"] + names).joined(separator: ".")
        case .object: "cph.\(module):\(names.last ?? "")"
        case .hidden(let variable): privateName(variable.name, module)
        }
    }
}
