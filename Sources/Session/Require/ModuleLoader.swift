import Bindings
import LuaKit
import Projects
import Schema
import Text

/// `require` for scripts, for the project's modules and for libraries.
final class ModuleLoader {
    /// Unowned: the functions that hold the loader live in the session's state.
    unowned let session: Session
    private let settings: ModuleSettings
    private lazy var search = Result { try ModuleSearch(settings) }
    /// The modules that are being loaded now, the outermost first.
    private var loading: [String] = []
    /// The modules of installed libraries, which all libraries and the script share.
    private var installed: [String: LuaValue] = [:]
    private lazy var libraries = Libraries(self)
    /// The globals of the project's own modules, where the project wants them apart.
    private lazy var lenient = LenientGlobals(session.state)
    /// `cph`, `package.loaded` and `package.preload` as they were before any script ran.
    private let cph, loaded, preload: LuaValue
    /// Lua's own `require`, for those who asked for all of standard Lua.
    private let original: LuaValue?
    private let mode: LuaMode

    /// Replaces `require` in `session`.
    init(_ session: Session, _ settings: ModuleSettings, mode: LuaMode) {
        (self.session, self.settings, self.mode) = (session, settings, mode)
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        cph = session.state.global("cph")
        session.state.global("package").push(to: lua)
        lua.rawGet("loaded", at: -1)
        loaded = lua.value(at: -1)
        lua.pop()
        lua.rawGet("preload", at: -1)
        preload = lua.value(at: -1)
        lua.pop()
        original = mode == .trusted ? session.state.global("require") : nil
        if mode != .trusted {
            lua.push("")
            lua.rawSet("path", at: -2)
            lua.pushNil()
            lua.rawSet("searchers", at: -2)
        }
        session.state.setGlobal("require", function())
    }

    private func function() -> LuaFunction {
        LuaFunction(
            raw: "require", parameters: [.init(name: "name", type: "string")], results: "any",
            resultDoc: "what the module returns, and its file", doc: "Loads a module, once."
        ) { [unowned self] lua in try require(lua) }
    }

    /// Answers `require` for the script and its project; the name is at index 1.
    private func require(_ lua: LuaContext) throws -> Int32 {
        let name = try moduleName(lua)
        if isPartOfCPH(name) { return try pushBuiltIn(name, cph, lua) }
        if push(name, from: loaded, lua) { return 1 }
        if let results = try callPreloaded(name, lua) { return results }
        // Lua's own knows names that are no words with dots between them.
        if let original, ModuleName(name.replacing("/", with: ".")) == nil { return try lua.pass(to: original) }
        do {
            let (value, path) = try load(name, isLibrary: false, lua)
            set(value, name, in: loaded, lua)
            value.push(to: lua)
            lua.push(path)
            return 2
        } catch let error as ModuleNotFound {
            let files = FileSystemModule(mayRead: { _, _ in }, mayWrite: { _ in })
            if mode != .sandbox, provide(name, files, in: loaded, lua) { return 1 }
            guard let original else { throw LuaError.runtime(error.description) }
            lua.setTop(1)
            return try lua.pass(to: original)
        } catch let error as ProjectError {
            throw LuaError.runtime(error.description)
        }
    }

    /// Remembers which modules of installed libraries are loaded; what is returned puts that back, so that those that are
    /// required later are loaded anew. `package.loaded` is the caller's.
    func remember() -> () -> Void {
        let (kept, restore) = (installed, libraries.remember())
        return { [unowned self] in
            installed = kept
            restore()
        }
    }

    /// Whether there is a file for a module of this name.
    func hasFile(for name: String) -> Bool {
        guard let name = ModuleName(name), let search = try? search.get() else { return false }
        return (try? search.find(name, isLibrary: false)) != nil
    }

    /// Answers `require` for an installed library.
    func require(_ lua: LuaContext, for library: Library) throws -> Int32 {
        let name = try moduleName(lua)
        if isPartOfCPH(name) { return try pushBuiltIn(name, library.cph, lua) }
        if push(name, from: library.loaded, lua) { return 1 }
        do {
            let (value, path) = try load(name, isLibrary: true, lua)
            set(value, name, in: library.loaded, lua)
            value.push(to: lua)
            lua.push(path)
            return 2
        } catch let error as ModuleNotFound {
            if mode != .sandbox, provide(name, library.fileSystem(root: root), in: library.loaded, lua) { return 1 }
            throw LuaError.runtime(error.description)
        } catch let error as ProjectError {
            throw LuaError.runtime(error.description)
        }
    }
}

// MARK: Loading

extension ModuleLoader {
    /// The module that `folder/name` means where Lua's own templates count, as in tests.
    private func pathName(_ text: String) -> ModuleName? {
        settings.templates.isEmpty ? nil : ModuleName(text.split(separator: "/").joined(separator: "."))
    }

    private func load(_ text: String, isLibrary: Bool, _ lua: LuaContext) throws -> (value: LuaValue, path: String) {
        if loading.contains(text) { throw LuaError.runtime(cycle(text)) }
        let dotted = text.replacing("/", with: ".")
        // Lua itself takes any text that makes the name of a file.
        guard let name = mode == .trusted ? ModuleName(dotted) : ModuleName(text) ?? pathName(text) else {
            if mode == .trusted { throw ModuleNotFound(description: "module \(quoted(text)) not found") }
            let advice = ModuleName(dotted) == nil ? "such as company.fleets" : "so \(dotted)"
            throw ProjectError("\(quoted(text)) is no name of a module: words with dots between them, \(advice)")
        }
        let found: ModuleSearch.Found
        do { found = try search.get().find(name, isLibrary: isLibrary) } catch let error as ScriptError {
            throw ProjectError(error.description)
        }
        guard case .library(let owner, _) = found.origin.owner else {
            return (try run(found, as: text, in: nil, lua), found.path)
        }
        if let value = installed[text] { return (value, found.path) }
        let library = libraries.named(owner, rights: rights(of: owner), root: root)
        let value = try run(found, as: text, in: library, lua)
        installed[text] = value
        return (value, found.path)
    }

    /// The folder of the project; nil outside of one.
    var root: String? { (try? search.get())?.project?.root }

    private func rights(of library: String) -> LibraryRights {
        let project = (try? search.get())?.project
        // Without a lock anybody's file could call itself the library to which something is granted.
        guard let project, project.lock != nil else { return LibraryRights(library: library, granted: []) }
        return project.settings.rights(of: library)
    }

    private func run(
        _ found: ModuleSearch.Found, as name: String, in library: Library?, _ lua: LuaContext
    ) throws -> LuaValue {
        loading.append(name)
        defer { loading.removeLast() }
        let main: LuaCallback
        if let library {
            main = try library.load(found.script)
        } else {
            session.remember(found.script)
            // What tests share is theirs: they may use undeclared globals.
            if found.origin.file.hasPrefix("spec/") { session.state.lenientChunks.insert(found.script.name) }
            let source = settings.rewrite?(found.script) ?? found.script.source
            let globals = isLenient(found.origin) ? try lenient.environment() : nil
            main = try session.state.load(source, chunk: found.script.name, environment: globals)
        }
        let value = try lua.call(main, name, found.path).first ?? .nil
        settings.onLoad?(found.origin)
        return value.isAbsent ? registered(name, library, lua) ?? .boolean(true) : value
    }

    /// Whether a module of the script's may read globals that nobody has declared.
    private func isLenient(_ origin: ModuleOrigin) -> Bool {
        guard mode != .trusted, let project = (try? search.get())?.project else { return false }
        return project.settings.hasLenientLib && origin.file.hasPrefix("lib/")
    }

    /// The value that the module itself has put into `package.loaded`, if any.
    private func registered(_ name: String, _ library: Library?, _ lua: LuaContext) -> LuaValue? {
        guard push(name, from: library?.loaded ?? loaded, lua) else { return nil }
        defer { lua.pop() }
        return lua.value(at: -1)
    }

    private func cycle(_ name: String) -> String {
        let start = loading.firstIndex(of: name) ?? 0
        let chain = (loading[start...] + [name]).joined(separator: " -> ")
        let hint = session.state.tasks.count > 1 ? ", or two tasks load it at once: require it before they start" : ""
        return "a cycle of requires: \(chain)\(hint)"
    }
}

// MARK: Names and tables

extension ModuleLoader {
    private func moduleName(_ lua: LuaContext) throws -> String {
        guard let name = lua.textOrNumber(at: 1).flatMap({ String(validating: $0, as: UTF8.self) }) else {
            if mode == .trusted { throw lua.badArgument(1, of: "require", expected: "string") }
            throw LuaError.runtime("require takes the name of a module, not \(lua.describe(at: 1))")
        }
        lua.setTop(1)
        return name
    }

    private func isPartOfCPH(_ name: String) -> Bool { name == "cph" || name.hasPrefix("cph.") }

    private func pushBuiltIn(_ name: String, _ cph: LuaValue, _ lua: LuaContext) throws -> Int32 {
        let missing = LuaError.runtime(
            "module \(quoted(name)) not found: names under cph. are built in, and this is none")
        cph.push(to: lua)
        for part in name.split(separator: ".", omittingEmptySubsequences: false).dropFirst() {
            guard lua.type(at: -1) == .table else { throw missing }
            lua.push(String(part))
            try lua.get(at: -2)
            lua.remove(at: -2)
        }
        if lua.isNilOrNone(at: -1) { throw missing }
        settings.onLoad?(ModuleOrigin(name: name, owner: .builtIn, file: ""))
        return 1
    }

    /// Pushes what stands in for a C module that nobody can install; false, and nothing pushed, for any other name.
    private func provide(_ name: String, _ files: FileSystemModule, in table: LuaValue, _ lua: LuaContext) -> Bool {
        guard name == FileSystemModule.name else { return false }
        files.module.push(to: lua)
        for (name, text) in FileSystemModule.texts {
            lua.push(text)
            lua.rawSet(name, at: -2)
        }
        set(lua.value(at: -1), name, in: table, lua)
        settings.onLoad?(ModuleOrigin(name: name, owner: .builtIn, file: ""))
        return true
    }

    /// Pushes `table[name]` unless it is nil or false.
    private func push(_ name: String, from table: LuaValue, _ lua: LuaContext) -> Bool {
        guard case .table(let table) = table else { return false }
        lua.push(table)
        lua.rawGet(name, at: -1)
        lua.remove(at: -2)
        if lua.isTruthy(at: -1) { return true }
        lua.pop()
        return false
    }

    private func set(_ value: LuaValue, _ name: String, in table: LuaValue, _ lua: LuaContext) {
        guard case .table(let table) = table else { return }
        lua.push(table)
        value.push(to: lua)
        lua.rawSet(name, at: -2)
        lua.pop()
    }

    /// What the script has put into `package.preload` for this name, and that it comes from there.
    private func callPreloaded(_ name: String, _ lua: LuaContext) throws -> Int32? {
        guard push(name, from: preload, lua) else { return nil }
        lua.push(name)
        lua.push(":preload:")
        try lua.call(arguments: 2, results: 1)
        if lua.isNilOrNone(at: -1) {
            lua.pop()
            lua.push(true)
        }
        set(lua.value(at: -1), name, in: loaded, lua)
        lua.push(":preload:")
        return 2
    }
}

extension LuaValue {
    fileprivate var isAbsent: Bool {
        if case .nil = self { true } else { false }
    }
}
