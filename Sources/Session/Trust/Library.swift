import Bindings
import LuaKit
import Projects
import Schema

/// An installed library in this session: a Lua environment of its own, with its own copies of the standard tables and a
/// `cph` that does what the library may do.
///
/// Code of the library cannot reach the script's globals from there. What the script hands over it has, and no more.
final class Library {
    let rights: LibraryRights
    /// The library's globals.
    let environment: LuaTable
    /// The library's `package.loaded`.
    let loaded: LuaValue
    /// The library's `cph`.
    let cph: LuaValue
    /// Unowned: its functions live in the session's state.
    unowned let session: Session

    init(_ rights: LibraryRights, session: Session, loader: ModuleLoader, root: String?) {
        (self.rights, self.session) = (rights, session)
        let state = session.state
        environment = state.emptyTable()
        let loadedTable = state.emptyTable()
        let cphTable = state.emptyTable()
        (loaded, cph) = (.table(loadedTable), .table(cphTable))
        LibraryCPH(rights: rights, environment: environment, session: session).fill(cphTable)
        LibraryGlobals(library: self, loader: loader, root: root).fill()
    }

    /// Compiles a chunk as the library's own.
    func load(_ script: Script, environment: LuaTable? = nil) throws(LuaError) -> LuaCallback {
        try session.state.load(script.source, chunk: script.name, environment: environment ?? self.environment)
    }

    /// Returns the name under which a text is compiled. One that the script's own code has would show the script's lines
    /// in reports of the library's errors.
    func chunkName(for wanted: [UInt8]) -> [UInt8] {
        let name = Array(wanted.prefix { $0 != 0 })
        var text = String(decoding: name, as: UTF8.self)
        guard text.first == "@" || text.first == "=" else { return name }
        let marker = text.removeFirst()
        return session.knows(chunk: text) ? Array("\(marker)\(rights.library): \(text)".utf8) : name
    }
}

/// The libraries of a session, each made when its first module is required.
final class Libraries {
    private unowned let loader: ModuleLoader
    private var known: [String: Library] = [:]

    init(_ loader: ModuleLoader) { self.loader = loader }

    func named(_ name: String, rights: LibraryRights, root: String?) -> Library {
        if let library = known[name] { return library }
        let library = Library(rights, session: loader.session, loader: loader, root: root)
        known[name] = library
        return library
    }

    /// Libraries that are no longer required from here. What they left in Lua refers to them.
    private var retired: [Library] = []

    /// Remembers which libraries there are and what each has loaded; what is returned puts that back.
    func remember() -> () -> Void {
        let kept = known.mapValues { (library: $0, modules: Set(loader.session.names(in: $0.loaded))) }
        return { [unowned self] in
            retired += known.filter { kept[$0.key] == nil }.values
            known = kept.mapValues(\.library)
            for entry in kept.values {
                let later = loader.session.names(in: entry.library.loaded).filter { !entry.modules.contains($0) }
                loader.session.remove(later, from: entry.library.loaded)
            }
        }
    }
}

extension Session {
    /// The names in a table, such as `package.loaded`.
    fileprivate func names(in value: LuaValue) -> [String] {
        guard case .table(let table) = value else { return [] }
        var names: [String] = []
        let lua = state.context
        lua.push(table)
        lua.forEachPair(at: -1) { if let name = lua.string(at: -2) { names.append(name) } }
        lua.pop()
        return names
    }

    fileprivate func remove(_ names: [String], from value: LuaValue) {
        guard case .table(let table) = value else { return }
        let lua = state.context
        lua.push(table)
        for name in names {
            lua.pushNil()
            lua.rawSet(name, at: -2)
        }
        lua.pop()
    }
}
