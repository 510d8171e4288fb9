import Files
import LuaKit
import LuaSyntax
import Projects
import Session

/// Finds and reads the modules that a script requires, where `require` would find them.
final class OwnModules {
    /// Where modules are looked for, or why nowhere.
    private(set) lazy var search = Result { try ModuleSearch(settings) }
    private let settings: ModuleSettings
    private let state: LuaState
    private var known: [String: OwnModule?] = [:]

    /// - Parameter file: The script's file, if it is in one.
    init(for file: String, _ state: LuaState) {
        self.state = state
        var settings = ModuleSettings(script: Files.isFile(file) ? file : nil)
        settings.folders = ["spec"]
        self.settings = settings
    }

    /// The module called `name`; nil for one that is built in, is not found or cannot be read.
    subscript(name: String) -> OwnModule? {
        if let module = known[name] { return module }
        let module = read(name)
        known[name] = .some(module)
        return module
    }

    private func read(_ text: String) -> OwnModule? {
        guard let name = ModuleName(text), !name.isBuiltIn, let found = try? search.get().find(name, isLibrary: false),
            let tree = try? state.tree(of: found.script)
        else { return nil }
        return OwnModule(text, found.script, tree)
    }

    /// The modules with these names, and all that they require in turn.
    func all(requiredAs names: [String]) -> [OwnModule] {
        var (seen, next, modules) = (Set(names), names, [OwnModule]())
        while let name = next.popLast() {
            guard let module = self[name] else { continue }
            modules.append(module)
            next += module.requires.filter { seen.insert($0).inserted }
        }
        return modules
    }
}
