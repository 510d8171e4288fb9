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
    var search: Result<ModuleSearch, any Error>?
    reading.tree.walk { node in
        guard case .expression(let expression) = node, let (name, place) = reading.requiredName(expression),
            !known.contains(name), !reading.host.globals.contains(name), !name.hasPrefix("cph.")
        else { return }
        let places = search ?? searchPlaces(for: findings.file)
        search = places
        guard let problem = problem(name, places) else { return }
        findings.add(place, .error, "module", problem)
    }
}

private func searchPlaces(for file: String) -> Result<ModuleSearch, any Error> {
    var settings = ModuleSettings(script: Files.isFile(file) ? file : nil)
    settings.folders = ["spec"]
    return Result { try ModuleSearch(settings) }
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

extension ScriptReading {
    /// The module that a call of `require` names, and where it does.
    fileprivate func requiredName(_ expression: LuaExpression) -> (String, Range<Int>)? {
        guard case .chain(let first, let suffixes) = expression.kind, case .host("require") = known(first),
            let argument = suffixes.first?.arguments?.values.first, let name = argument.text
        else { return nil }
        return (name, argument.range)
    }
}
