import Catalog
import LuaSyntax
import Projects
import Session

/// A module that a script requires and that is not the host's, as far as its text tells what is in it.
final class OwnModule {
    /// The name that scripts require it by.
    let name: String
    let catalog: Catalog
    /// What the table that it returns has; nil where only running the module would tell, or where it returns no table.
    let members: Set<String>?
    /// The globals that it sets while it is loaded, and the names of fields that it sets anywhere.
    let globals, fields: Set<String>
    /// The paths below globals that it sets: `string.trim`.
    let hostPaths: Set<String>
    /// The modules that it requires itself.
    let requires: [String]
    /// The functions, by their path; how many arguments they need at least is told from their text.
    private let needs: [String: Int]

    init(_ name: String, _ script: Script, _ tree: LuaTree) {
        self.name = name
        var catalog = Catalog()
        catalog.add(module: name, file: script.name, source: script.source)
        self.catalog = catalog
        let (shape, needed) = (LuaModuleShape(tree), NeededArguments(tree))
        // A table without functions is there for others to fill.
        members = shape.isTableOfFunctions ? tree.returnedMembers : nil
        globals = tree.globalsOfTopLevel
        hostPaths = Set(tree.assignmentTargets.compactMap(\.path).map { $0.joined(separator: ".") })
        fields = tree.assignedFields.union(tree.tableKeys)
        requires = tree.requiredNames
        needs = Dictionary(
            shape.functions.compactMap { function in
                function.path(inModule: name).map { ($0, needed.count(of: function.body)) }
            }, uniquingKeysWith: max)
    }

    /// The path of what these names lead to.
    func path(_ names: [String]) -> String { ([name] + names).joined(separator: ".") }

    /// How many arguments the function at `path` cannot do without.
    func least(_ path: String) -> Int { needs[path] ?? 0 }

    /// The names of the methods of what the module makes.
    var methods: [String] {
        catalog.allPaths.filter { $0.hasPrefix("\(name):") }.map { String($0.dropFirst(name.count + 1)) }.sorted()
    }
}

extension LuaModuleShape.Function {
    /// What scripts call it; nil for what only the module itself calls.
    fileprivate func path(inModule module: String) -> String? {
        switch owner {
        case .module:
            guard let last = names.last else { return module }
            return ([module] + names.dropLast()).joined(separator: ".") + (isMethod ? ":" : ".") + last
        case .object: return "\(module):\(names.last ?? "")"
        case .hidden: return nil
        }
    }
}

extension LuaTree {
    /// What is assigned to, as `a.b = …` or `function a.b() end`.
    var assignmentTargets: [LuaExpression] {
        var found: [LuaExpression] = []
        walk { node in
            guard case .statement(let statement) = node else { return }
            switch statement.kind {
            case .assignment(let targets, _): found += targets
            case .function(let target, _, _): found.append(target)
            default: break
            }
        }
        return found
    }

    /// The names of all fields that are assigned to, whatever table they are in.
    var assignedFields: Set<String> {
        var names: Set<String> = []
        for case .chain(_, let suffixes) in assignmentTargets.map(\.kind) {
            if let name = suffixes.last?.fieldName { names.insert(name) }
        }
        return names
    }

    /// The names of all fields that tables are written with.
    fileprivate var tableKeys: Set<String> {
        var names: Set<String> = []
        walk { node in
            guard case .expression(let expression) = node, case .table(let items) = expression.kind else { return }
            for case .name(let name, _) in items.map(\.key) { names.insert(name) }
        }
        return names
    }

    /// The names of modules in calls of `require`.
    var requiredNames: [String] {
        var names: [String] = []
        walk { node in
            guard case .expression(let expression) = node, case .chain(let first, let suffixes) = expression.kind,
                case .global("require") = first.kind, let name = suffixes.first?.arguments?.values.first?.text
            else { return }
            names.append(name)
        }
        return names
    }

    /// What the table that a module returns has, if nothing but what is written here can put anything into it.
    fileprivate var returnedMembers: Set<String>? {
        guard let last = block.statements.last, case .return(let values) = last.kind, values.count == 1 else {
            return nil
        }
        if case .table(let items) = values[0].kind { return items.names }
        guard case .local(let variable) = values[0].kind, variable.writes.isEmpty else { return nil }
        var (names, uses): (Set<String>?, Int) = (nil, 1)
        walk { node in
            switch node {
            case .statement(let statement):
                guard case .local(let variables, let values) = statement.kind,
                    let index = variables.firstIndex(of: variable), index < values.count,
                    case .table(let items) = values[index].kind
                else { return }
                names = items.names
            case .expression(let expression):
                guard case .chain(let first, let suffixes) = expression.kind, case .local(variable) = first.kind,
                    suffixes.first?.fieldName != nil || suffixes.first?.arguments != nil
                else { return }
                uses += 1
            }
        }
        guard var names, uses == variable.reads.count else { return nil }
        names.formUnion(fieldsSet(of: variable))
        return names
    }

    private func fieldsSet(of variable: LuaVariable) -> Set<String> {
        var names: Set<String> = []
        for case .chain(let first, let suffixes) in assignmentTargets.map(\.kind) {
            if case .local(variable) = first.kind, let name = suffixes.first?.fieldName { names.insert(name) }
        }
        return names
    }
}

extension [LuaTableItem] {
    /// The names of the entries; nil where a key is computed.
    fileprivate var names: Set<String>? {
        var names: Set<String> = []
        for item in self {
            switch item.key {
            case .position: break
            case .name(let name, _): names.insert(name)
            case .expression(let key):
                guard let name = key.text else { return nil }
                names.insert(name)
            }
        }
        return names
    }
}
