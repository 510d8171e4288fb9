import Files
import LuaKit
import LuaSyntax
import Projects

/// Finds the globals that a helper sets before tests run: the one that `.busted` names, or a file that is called as one.
struct TestHelper {
    private let state: LuaState
    private let modules: OwnModules
    private static let usualNames = ["helper.lua", "spec_helper.lua", "spec/helper.lua", "spec/spec_helper.lua"]
    private static let farthest = 6

    init(_ state: LuaState, _ modules: OwnModules) { (self.state, self.modules) = (state, modules) }

    /// The globals for the tests in `file`, by the folders from its own up to the one with the settings.
    func globals(for file: String) -> Set<String> {
        guard let path = Files.real(file) else { return [] }
        var (folder, names) = (Files.folder(of: path), Set<String>())
        for _ in 0..<Self.farthest {
            let settings = "\(folder)/.busted"
            if let tree = tree(of: settings) {
                for helper in tree.helpers { names.formUnion(globals(ofHelper: helper, in: folder)) }
            }
            for name in Self.usualNames where "\(folder)/\(name)" != path {
                if let tree = tree(of: "\(folder)/\(name)") { names.formUnion(tree.globalsOfTopLevel) }
            }
            if Files.isFile(settings) || Files.isFile("\(folder)/\(Project.fileName)") || folder == "/" { break }
            folder = Files.folder(of: folder)
        }
        return names
    }

    /// - Parameter name: A file, or a module.
    private func globals(ofHelper name: String, in folder: String) -> Set<String> {
        guard name.hasSuffix(".lua") else {
            return Set(modules.all(requiredAs: [name]).flatMap(\.globals))
        }
        return tree(of: name.hasPrefix("/") ? name : "\(folder)/\(name)")?.globalsOfTopLevel ?? []
    }

    private func tree(of path: String) -> LuaTree? {
        guard Files.isFile(path), let script = try? Script(path: path) else { return nil }
        return try? state.tree(of: script)
    }
}

extension LuaTree {
    /// The globals that are set while the file is loaded.
    var globalsOfTopLevel: Set<String> { Set(globals.filter { $0.isSet && !$0.isInFunction }.map(\.name)) }

    /// The values of `helper = "…"` in busted's settings.
    fileprivate var helpers: [String] {
        var found: [String] = []
        walk { node in
            guard case .expression(let expression) = node, case .table(let items) = expression.kind else { return }
            for item in items {
                if case .name("helper", _) = item.key, let name = item.value.text { found.append(name) }
            }
        }
        return found
    }
}
