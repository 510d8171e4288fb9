import CPHModel
public import LuaKit

/// `cph` as installed libraries see it, one member at a time: most libraries use none or few.
///
/// What `LibraryRights` does not list exists and is refused.
extension CPHModule {
    /// Replaces what spends in the module on top, `cph.NAME` of a library, by functions that raise `denied`.
    public static func refuseSpending(in name: String, for rights: LibraryRights, _ lua: LuaContext) {
        guard !rights.allows(LibraryRights.purchaseGrant) else { return }
        for function in LibraryRights.spendingFunctions[name, default: []] {
            let denial = rights.denial(of: "cph.\(name).\(function)", word: LibraryRights.purchaseGrant)
            lua.pushFunction { _ in throw denial }
            lua.rawSet(function, at: -2)
        }
    }

    /// Pushes the member `name` for a library; false, and nothing pushed, when the part written in Swift has none.
    public func push(member name: String, for rights: LibraryRights, to lua: LuaContext) -> Bool {
        switch name {
        case "models": ModelsModule().push(to: lua)
        case "version": lua.push(version)
        case "null": lua.pushNull()
        default: return push(function: name, for: rights, to: lua) || push(module: name, for: rights, to: lua)
        }
        return true
    }

    private func push(function name: String, for rights: LibraryRights, to lua: LuaContext) -> Bool {
        guard let function = library.functions.first(where: { $0.name == name }) else { return false }
        let isHarmless = LibraryRights.harmlessFunctions.contains(name)
        (isHarmless ? function.named("cph.\(name)") : refused(function, "cph.\(name)", rights)).push(to: lua)
        return true
    }

    private func push(module name: String, for rights: LibraryRights, to lua: LuaContext) -> Bool {
        if name == "api" {
            push(api(for: rights), "cph.api", to: lua)
            return true
        }
        guard let module = library.modules.first(where: { $0.name == name }) else { return false }
        push(
            LibraryRights.harmlessModules.contains(name) ? module : refused(module, "cph.\(name)", rights),
            "cph.\(name)",
            to: lua)
        if name == "json" {
            lua.pushNull()
            lua.rawSet("null", at: -2)
        }
        return true
    }

    private func push(_ module: LuaModule, _ path: String, to lua: LuaContext) {
        var module = module
        module.name = path
        module.push(to: lua)
    }

    private func refused(_ module: LuaModule, _ path: String, _ rights: LibraryRights) -> LuaModule {
        var module = module
        let path = path.split(separator: ".").dropFirst().joined(separator: ".")
        module.functions = module.functions.map { function in
            let name = "\(path).\(function.name)"
            return LibraryRights.harmlessMembers.contains(name) ? function : refused(function, "cph.\(name)", rights)
        }
        module.modules = module.modules.map { refused($0, "cph.\(path).\($0.name)", rights) }
        return module
    }

    /// Makes `cph.api` for a library: an operation that changes something and is not granted is refused before its
    /// arguments are looked at.
    private func api(for rights: LibraryRights) -> LuaModule {
        let limited = LibraryAPI(api: api, rights: rights)
        var module = APIModule(api: limited, begun: begun).library
        let reads = Set(Operations.all.filter { $0.effect == .read }.map(\.name))
        module.functions = module.functions.map { function in
            let name = function.name
            if reads.contains(name) || rights.allows(name) { return function }
            return refused(function, "cph.api.\(name)", rights, word: name)
        }
        return module
    }

    private func refused(
        _ function: LuaFunction, _ path: String, _ rights: LibraryRights, word: String? = nil
    ) -> LuaFunction {
        LuaFunction(
            raw: function.name, parameters: function.parameters, results: function.results, doc: function.doc
        ) { _ in throw rights.denial(of: path, word: word) }
    }
}
