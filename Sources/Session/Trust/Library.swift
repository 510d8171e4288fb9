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
}
