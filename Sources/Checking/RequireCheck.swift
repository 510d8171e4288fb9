import Files
import LuaSyntax
import Projects
import Session

/// Reports modules that `require` would not find.
///
/// - Parameter known: Names that are answered without a file, beside those of Lua's own libraries.
func checkRequires(_ reading: ScriptReading, besides known: Set<String>, _ findings: inout ScriptFindings) {
    // Who touches `package` may have made modules of his own.
    guard !reading.tree.globals.contains(where: { $0.name == "package" }) else { return }
    let attempts = reading.tree.attempts
    reading.tree.walk { node in
        guard case .expression(let expression) = node, let (name, place) = reading.requiredName(expression),
            !known.contains(name), name == BuiltInModules.fileSystem || ModuleName(name)?.isBuiltIn != true,
            !attempts.contains(where: { $0.contains(place.lowerBound) })
        else { return }
        guard let problem = problem(name, reading.modules.search) else { return }
        findings.add(place, .error, "module", problem)
    }
}

/// Why there is no such module, in one line.
private func problem(_ text: String, _ search: Result<ModuleSearch, any Error>) -> String? {
    guard let name = ModuleName(text) else { return "\(text) is no name of a module" }
    do {
        _ = try search.get().find(name, isLibrary: false)
        return nil
    } catch {
        return "\(error)".split(separator: "\n").first.map(String.init)
    }
}

extension LuaTree {
    /// Where functions are that `pcall` and the like call: what fails there is seen to.
    fileprivate var attempts: [Range<Int>] {
        var ranges: [Range<Int>] = []
        walk { node in
            guard case .expression(let expression) = node, case .chain(let first, let suffixes) = expression.kind,
                let path = first.path, let arguments = suffixes.last?.arguments
            else { return }
            let names = path + suffixes.dropLast().compactMap(\.fieldName)
            guard [["pcall"], ["xpcall"], ["cph", "try"]].contains(names) else { return }
            for case .function(let body) in arguments.values.prefix(1).map(\.kind) { ranges.append(body.range) }
        }
        return ranges
    }
}

extension ScriptReading {
    /// The module that a call of `require` names, and where it does.
    fileprivate func requiredName(_ expression: LuaExpression) -> (String, Range<Int>)? {
        guard case .chain(let first, let suffixes) = expression.kind, case .host("require") = known(first),
            let argument = suffixes.first?.arguments?.values.first, let name = argument.text
        else { return nil }
        return (name, argument.range)
    }
}
