import Bindings
package import LuaKit
import Schema

/// Fills a library's environment. What is not listed here a library does not have.
struct LibraryGlobals {
    let library: Library
    unowned let loader: ModuleLoader
    /// The project's folder, in which a library may read.
    let root: String?

    private static let plain = [
        "_VERSION", "assert", "error", "ipairs", "next", "pairs", "pcall", "print", "rawequal", "rawget", "rawlen",
        "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "warn", "xpcall",
    ]
    /// The tables of which a library gets a copy, without the functions named.
    private static let copied: [(table: String, without: Set<String>)] = [
        ("coroutine", []), ("math", []), ("string", ["dump"]), ("table", []), ("utf8", []),
    ]

    private let metatables: LibraryMetatables

    init(library: Library, loader: ModuleLoader, root: String?) {
        (self.library, self.loader, self.root) = (library, loader, root)
        metatables = LibraryMetatables(library: library)
    }

    private var state: LuaState { library.session.state }
    private var lua: LuaContext { state.context }

    func fill() {
        let base = lua.top
        defer { lua.setTop(base) }
        guard (try? lua.ensureStack(40)) != nil else { return }
        lua.push(library.environment)
        for name in Self.plain { set(name, state.global(name)) }
        for (name, without) in Self.copied { setTable(name) { copy(name, without: without) } }
        lua.rawGet("coroutine", at: -1)
        LibraryCoroutines(state: state).replace(in: lua)
        lua.pop()
        setTable("os") { LibraryFiles(library: library, root: root).fillOS(lua) }
        if case .table = state.global("io") {
            setTable("io") { LibraryFiles(library: library, root: root).fillIO(lua) }
        }
        setTable("debug") { fillDebug() }
        set("cph", library.cph)
        set("_G", library.environment)
        LibraryLoading(library: library, loader: loader, root: root).fill(lua)
        set("getmetatable", metatables.function)
        set("collectgarbage", collectgarbage)
        recordLoaded()
    }

    private func set(_ name: String, _ value: some LuaPushable) {
        value.push(to: lua)
        lua.rawSet(name, at: -2)
    }

    private func setTable(_ name: String, _ fill: () -> Void) {
        lua.createTable()
        fill()
        lua.rawSet(name, at: -2)
    }

    /// Copies the fields of a global table into the table on top.
    private func copy(_ name: String, without: Set<String>) {
        guard case .table(let table) = state.global(name) else { return }
        for (key, value) in lua.fields(of: table) where !without.contains(key) { set(key, value) }
    }

    /// Records the library's tables in its `package.loaded`, so that `require "string"` gives its own `string`.
    private func recordLoaded() {
        for name in Self.copied.map(\.table) + ["_G", "debug", "io", "os"] {
            lua.rawGet(name, at: -1)
            let value = lua.value(at: -1)
            lua.pop()
            guard case .table(let loaded) = library.loaded, case .table = value else { continue }
            lua.push(loaded)
            value.push(to: lua)
            lua.rawSet(name, at: -2)
            lua.pop()
        }
    }

    /// Makes `collectgarbage`: a library may ask how much memory is in use and have some freed, but not turn the
    /// collector off.
    private var collectgarbage: LuaFunction {
        let original = state.global("collectgarbage")
        return LuaFunction(raw: "collectgarbage", doc: "Memory in use, in KiB.") { lua in
            guard ["count", "collect", "step"].contains(lua.string(at: 1) ?? "collect") else {
                lua.push(0)
                return 1
            }
            return try lua.pass(to: original)
        }
    }

    /// Fills `debug` with what tells where functions are written. It never gives the functions themselves, which may be
    /// the script's.
    private func fillDebug() {
        guard case .table(let debug) = state.global("debug") else { return }
        let fields = Dictionary(uniqueKeysWithValues: lua.fields(of: debug))
        if let traceback = fields["traceback"] { set("traceback", traceback) }
        set("getmetatable", metatables.debugFunction)
        set("setmetatable", metatables.debugSetter)
        // Hooks are the host's; those who set one aside for a moment find none.
        for name in ["gethook", "sethook"] { set(name, LuaFunction(raw: "debug.\(name)", doc: "Nothing.") { _ in 0 }) }
        guard let getinfo = fields["getinfo"] else { return }
        set(
            "getinfo",
            LuaFunction(raw: "debug.getinfo", doc: "Where a function is.") { lua in
                if let level = lua.integer(at: 1) {
                    lua.push(level > 0 ? level + 1 : level)  // this function stands in between
                    lua.replace(at: 1)
                }
                if let what = lua.string(at: 2) {
                    lua.push(what.filter { $0 != "f" })
                    lua.replace(at: 2)
                }
                let count = try lua.pass(to: getinfo)
                if lua.type(at: -1) == .table {
                    lua.pushNil()
                    lua.rawSet("func", at: -2)
                }
                return count
            })
    }
}

extension LuaContext {
    /// The pairs of a table whose keys are texts.
    func fields(of table: LuaTable) -> [(key: String, value: LuaValue)] {
        push(table)
        defer { pop() }
        var fields: [(key: String, value: LuaValue)] = []
        forEachPair(at: -1) {
            if let key = string(at: -2) { fields.append((key, value(at: -1))) }
        }
        return fields
    }

    /// Calls `function` with all arguments on the stack, and returns all its results.
    package func pass(to function: LuaValue) throws(LuaError) -> Int32 {
        let count = top
        try ensureStack(4)
        function.push(to: self)
        insert(at: 1)
        try call(arguments: count, results: -1)
        return top
    }
}
