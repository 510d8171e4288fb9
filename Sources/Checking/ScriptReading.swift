import LuaKit
import LuaSyntax

/// What can be told of the values in a script without running it.
final class ScriptReading {
    /// A value, as far as the text says what it is.
    indirect enum Known {
        /// Something of the host, by its path: `cph.servers.create`.
        case host(String)
        /// What a function of the host returned, by the function's path; its methods are described under that:
        /// `cph.plan` for `cph.plan:add`.
        case object(String)
        /// Something in a module of the project's or of a library's, by the names that lead to it.
        case module(OwnModule, [String])
        /// A value of this type, which a function returned.
        case value(ResultType)
        /// What `cph.template` made of these fields.
        case template(LuaExpression?)
        /// What a template made of these changes.
        case body(LuaExpression?, LuaExpression?)
        case other
    }

    let tree: LuaTree
    let host: HostAPI
    /// The modules that the script requires.
    let modules: OwnModules
    /// The modules that the script requires, and those that they require.
    private(set) lazy var required = modules.all(requiredAs: tree.requiredNames)
    /// The names of all fields that the script sets.
    private(set) lazy var assignedFields = tree.assignedFields
    /// What locals were declared with, where nothing else is ever assigned to them.
    private var values: [LuaVariable: LuaExpression] = [:]
    /// The lists whose items loop variables are, and the functions that return them.
    private var lists: [LuaVariable: LuaExpression] = [:]
    /// How many uses of a local leave the table in it as it is.
    private var harmlessUses: [LuaVariable: Int] = [:]
    private var targets: Set<Range<Int>> = []
    /// Fields of the host's tables that the script itself sets: `string.trim`.
    private(set) var ownPaths: Set<String> = []
    /// Globals that the script itself sets.
    private let ownGlobals: Set<String>

    /// The names that are looked at before they are used.
    private let tested: TestedNames

    /// Whether the chunk is of the standard library, whose files are called with a `require` of their own.
    private let isStandard: Bool

    /// - Parameter own: Globals that are not the host's here.
    init(
        _ tree: LuaTree, _ host: HostAPI, own: Set<String> = [], modules: OwnModules? = nil, isStandard: Bool = false
    ) {
        (self.tree, self.host, self.isStandard) = (tree, host, isStandard)
        self.modules = modules ?? OwnModules(for: "", host.session.state)
        tested = TestedNames(tree, isThere: host.has)
        ownGlobals = own.union(tree.globals.filter(\.isSet).map(\.name))
        tree.walk { node in
            switch node {
            case .statement(let statement): note(statement)
            case .expression: break
            }
        }
        tree.walk { node in
            guard case .expression(let expression) = node else { return }
            noteUses(expression)
            if targets.contains(expression.range), case .host(let path) = known(expression) { ownPaths.insert(path) }
        }
    }

    /// Whether the script or a module that it requires has put something at `path` in one of the host's tables.
    func isOwn(_ path: String) -> Bool { ownPaths.contains(path) || required.contains { $0.hostPaths.contains(path) } }

    /// Whether the script looks at which Lua runs it.
    private var asksForVersion: Bool { tree.globals.contains { $0.name == "_VERSION" } }

    /// Whether the script asks whether there is something at `path` before it uses it, which nothing complains of at run
    /// time, or does so only where something else is missing.
    func isAskedFor(_ path: [String]) -> Bool {
        let name = path.joined(separator: ".")
        if tested.spare.contains(name) { return true }
        guard let first = path.first, first != "cph" else { return false }
        if asksForVersion, luaReplacement(of: path) != nil { return true }
        // Reading an undeclared global is an error, but for those that other Luas have.
        return tested.tested.contains(name) && (path.count > 1 || luaGlobalsOfOthers.contains(first))
    }

    /// Whether the script looks at the field `suffix` as a condition.
    func isAskedFor(_ suffix: LuaSuffix) -> Bool { tested.ends.contains(suffix.range.upperBound) }

    /// What `variable` always is.
    func value(of variable: LuaVariable) -> LuaExpression? { values[variable] }

    /// Whether the table that `variable` holds stays as it was written.
    func isUnchanged(_ variable: LuaVariable) -> Bool { harmlessUses[variable, default: 0] == variable.reads.count }

    private func note(_ statement: LuaStatement) {
        switch statement.kind {
        case .local(let variables, let expressions):
            for (index, variable) in variables.enumerated() where index < expressions.count && variable.writes.isEmpty {
                values[variable] = expressions[index]
            }
        case .genericFor(let variables, let expressions, _):
            guard let list = expressions.first,
                let item = list.listThatIsWalked == nil ? variables.first : variables.last,
                item.writes.isEmpty
            else { return }
            lists[item] = list
        case .assignment(let places, _): for place in places { targets.insert(place.range) }
        case .function(let place, _, _): targets.insert(place.range)
        default: break
        }
    }

    private func noteUses(_ expression: LuaExpression) {
        switch expression.kind {
        case .table(let items): for item in items { harmless(item.value) }
        case .chain(let first, let suffixes):
            if !targets.contains(expression.range), let suffix = suffixes.first, suffix.isField { harmless(first) }
            walkCalls(first, suffixes) { function, arguments in
                let isOurs = function.map { $0.hasPrefix("cph.") } ?? false
                for argument in arguments.values {
                    if isOurs { harmless(argument) } else { suspect(argument) }
                }
            }
        default: break
        }
    }

    private func harmless(_ expression: LuaExpression) {
        if case .local(let variable) = expression.kind { harmlessUses[variable, default: 0] += 1 }
    }

    /// Takes note that a call may change the table that is its argument: `table.insert(body.nics, …)` changes what is
    /// in `body`.
    private func suspect(_ argument: LuaExpression) {
        guard case .chain(let first, let suffixes) = argument.kind, case .local(let variable) = first.kind,
            suffixes.allSatisfy(\.isField)
        else { return }
        harmlessUses[variable, default: 0] -= 1
    }
}

extension LuaSuffix {
    fileprivate var isField: Bool {
        switch kind {
        case .field, .index: true
        case .call, .method: false
        }
    }
}

extension ScriptReading {
    func known(_ expression: LuaExpression, depth: Int = 0) -> Known {
        guard depth < 20 else { return .other }
        switch expression.kind {
        case .global(let name): return host.globals.contains(name) && !ownGlobals.contains(name) ? .host(name) : .other
        case .local(let variable):
            if let value = value(of: variable) { return known(value, depth: depth + 1) }
            return lists[variable].map { item(of: $0, depth: depth + 1) } ?? .other
        case .parenthesized(let inner): return known(inner, depth: depth + 1)
        case .vararg: return isStandard ? .host("require") : .other
        case .chain(let first, let suffixes):
            return suffixes.reduce(known(first, depth: depth + 1)) { after($0, $1) }
        default: return .other
        }
    }

    /// Calls `visit` for every call in a chain, with the path of the function where that is known: `cph.plan:add`.
    private func walkCalls(_ first: LuaExpression, _ suffixes: [LuaSuffix], _ visit: (String?, LuaArguments) -> Void) {
        var value = known(first)
        for suffix in suffixes {
            if let arguments = suffix.arguments { visit(function(value, suffix), arguments) }
            value = after(value, suffix)
        }
    }

    /// The path of the function that `suffix` calls on `value`.
    func function(_ value: Known, _ suffix: LuaSuffix) -> String? {
        switch (value, suffix.kind) {
        case (.host(let path), .call): path
        case (.host(let path), .method(let name, _)), (.object(let path), .method(let name, _)): "\(path):\(name)"
        default: nil
        }
    }

    func after(_ value: Known, _ suffix: LuaSuffix) -> Known {
        switch (value, suffix.kind) {
        case (.host(let path), .field(let name)): .host("\(path).\(name)")
        case (.module(let module, let names), .field(let name)): .module(module, names + [name])
        case (.module(let module, let names), .call): made(by: module.path(names), of: module)
        case (.module(let module, let names), .method(let name, _)):
            made(by: "\(module.path(names)):\(name)", of: module)
        case (.value(let type), .field(let name)): known(type.fields(host.catalog)?[name].map(type.other))
        case (.value(let type), .index): known(type.item)
        case (.value(let type), .method(let name, _)):
            type.module.map { made(by: "\($0.name):\(name)", of: $0) } ?? .other
        case (.host("require"), .call(let arguments)): required(arguments)
        case (.host("cph.template"), .call(let arguments)): .template(arguments.values.first)
        case (.host(let path), .call): made(by: path)
        case (.template(let fields), .call(let arguments)): .body(fields, arguments.values.first)
        case (.object(let path), .method(let name, _)): made(by: "\(path):\(name)")
        default: .other
        }
    }

    private func required(_ arguments: LuaArguments) -> Known {
        guard let name = arguments.values.first?.text else { return .other }
        if name == "cph" || name.hasPrefix("cph.") { return .host(name) }
        return modules[name].map { .module($0, []) } ?? .other
    }

    /// What the function at `path` returns, told by its type.
    private func made(by path: String) -> Known {
        guard let type = host.catalog[path]?.results, !type.isEmpty else { return .other }
        if let constructor = host.catalog.constructor(of: type) { return .object(constructor) }
        return known(ResultType(ofResults: type, path))
    }

    private func made(by path: String, of module: OwnModule) -> Known {
        guard let type = module.catalog.entry(evenPrivate: path)?.results, !type.isEmpty else { return .other }
        if let constructor = host.catalog.constructor(of: type) { return .object(constructor) }
        return known(ResultType(ofResults: type, path, module: module))
    }

    /// A value of `type`, if its fields or its items are known.
    private func known(_ type: ResultType?) -> Known {
        guard let type, type.item != nil || type.fields(host.catalog) != nil else { return .other }
        return .value(type)
    }

    /// What a loop over `expression` meets.
    private func item(of expression: LuaExpression, depth: Int) -> Known {
        if let list = expression.listThatIsWalked {
            guard case .value(let type) = known(list, depth: depth) else { return .other }
            return known(type.item)
        }
        guard case .value(let type) = known(expression, depth: depth) else { return .other }
        return known(type.item)
    }
}

extension LuaExpression {
    /// The list in `ipairs(list)`.
    fileprivate var listThatIsWalked: LuaExpression? {
        guard case .chain(let first, let suffixes) = kind, case .global("ipairs") = first.kind, suffixes.count == 1
        else {
            return nil
        }
        return suffixes[0].arguments?.values.first
    }
}
