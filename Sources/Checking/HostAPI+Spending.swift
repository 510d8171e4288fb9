import CPHModel
import LuaSyntax

/// Which functions of the host order something that costs money: the operations that do, and whatever in the standard
/// library calls one of them.
extension HostAPI {
    /// Whether the function at `path` does, or one that it uses, or one that those use. Reads the files of these alone.
    func spends(_ path: String) -> Bool {
        guard path.hasPrefix("cph.") else { return false }
        if let known = spending[path] { return known }
        var (seen, next): (Set<String>, [String]) = ([path], [path])
        var found = false
        while let function = next.popLast(), !found {
            found = isPurchase(function)
            for used in functionsUsed(by: function) where seen.insert(used).inserted { next.append(used) }
        }
        spending[path] = found
        return found
    }

    private func isPurchase(_ path: String) -> Bool {
        // A plan holds what it buys with as a value, which no reading of the text can follow.
        if path == "cph.plan:apply" || path == "cph.renewals:apply" { return true }
        guard path.hasPrefix("cph.api.") else { return false }
        return Operations.all.contains {
            ($0.effect == .purchase || $0.effect == .payment) && path == "cph.api.\($0.name)"
        }
    }

    /// What the function at `path` uses, by the files that may declare it: `plan` and `plan/rows` for
    /// `cph.plan.rows.add`.
    private func functionsUsed(by path: String) -> [String] {
        let name =
            path.hasPrefix("local ") ? String(path.dropFirst("local ".count)) : String(path.dropFirst("cph.".count))
        return session.stdlib.paths.flatMap { file -> [String] in
            let module = file.replacing("/", with: ".")
            guard name == module || (name.hasPrefix(module) && ".: ".contains(name.dropFirst(module.count).prefix(1)))
            else {
                return []
            }
            return uses(inFile: file)[path] ?? []
        }
    }

    private func uses(inFile path: String) -> [String: [String]] {
        if let known = uses[path] { return known }
        let found = Dictionary(grouping: moduleUses(path)) { $0.function }.mapValues { $0.map(\.used) }
        uses[path] = found
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
