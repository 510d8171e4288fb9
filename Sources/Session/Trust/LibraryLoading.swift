import Bindings
import Files
import LuaKit
import Projects

/// `load`, `loadfile`, `dofile`, `require` and `package` for a library: what they compile is the library's own code, with
/// its own globals.
struct LibraryLoading {
    let library: Library
    unowned let loader: ModuleLoader
    let root: String?

    private var state: LuaState { library.session.state }

    /// Sets the functions in the environment on top.
    func fill(_ lua: LuaContext) {
        for function in [load, loadfile, dofile, require] where isWanted(function.name) {
            function.push(to: lua)
            lua.rawSet(function.name, at: -2)
        }
        lua.createTable(fieldCount: 5)
        fillPackage(lua)
        lua.rawSet("package", at: -2)
    }

    /// Whether the library gets the function: the libraries of a sandboxed script have no files, as the script has
    /// none.
    private func isWanted(_ name: String) -> Bool {
        if case .function = state.global(name) { true } else { false }
    }

    private func fillPackage(_ lua: LuaContext) {
        library.loaded.push(to: lua)
        lua.rawSet("loaded", at: -2)
        lua.createTable()
        lua.rawSet("preload", at: -2)
        for (name, value) in [("path", ""), ("cpath", ""), ("config", "/\n;\n?\n!\n-\n")] {
            lua.push(value)
            lua.rawSet(name, at: -2)
        }
    }

    private var require: LuaFunction {
        let library = library
        return LuaFunction(raw: "require", doc: "Loads a built-in or an installed module, once.") {
            [unowned loader] lua in try loader.require(lua, for: library)
        }
    }

    /// Makes `load`: as Lua's own, but for text alone, and under a chunk name that tells whose code it is.
    private var load: LuaFunction {
        let original = state.global("load")
        let library = library
        return LuaFunction(raw: "load", doc: "Compiles a chunk of text.") { lua in
            let environment = lua.top >= 4
            lua.setTop(4)
            let name = lua.bytes(at: 2) ?? lua.bytes(at: 1) ?? Array("=(load)".utf8)
            lua.push(bytes: library.chunkName(for: name))
            lua.replace(at: 2)
            lua.push(lua.string(at: 3).map { $0.contains("t") } ?? true ? "t" : "")
            lua.replace(at: 3)
            if !environment {
                lua.push(library.environment)
                lua.replace(at: 4)
            }
            return try lua.pass(to: original)
        }
    }

    private var loadfile: LuaFunction {
        LuaFunction(raw: "loadfile", doc: "Compiles a file of text.") { [self] lua in
            do {
                try compile("loadfile", lua)
                return 1
            } catch let error as LuaError {
                lua.pushNil()
                lua.push(error.description)
                return 2
            } catch let error as ScriptError {
                lua.pushNil()
                lua.push(error.description)
                return 2
            }
        }
    }

    private var dofile: LuaFunction {
        LuaFunction(raw: "dofile", doc: "Runs a file of text.") { [self] lua in
            lua.setTop(1)
            do {
                try compile("dofile", lua)
            } catch let error as ScriptError {
                throw LuaError.runtime(error.description)
            }
            lua.remove(at: 1)
            try lua.call(arguments: 0, results: -1)
            return lua.top
        }
    }

    /// Pushes the function of the file whose path is at index 1; its environment may be at index 3.
    private func compile(_ function: String, _ lua: LuaContext) throws {
        guard let path = lua.string(at: 1) else { throw LuaError.runtime("\(function) takes a path") }
        try LibraryFiles(library: library, root: root).checkReading(function, lua)
        let script = try Script(name: path, bytes: Script.readFollowing(path).bytes)
        guard !library.session.knows(chunk: path) else {
            throw library.rights.denial(of: "\(function) with the script's own file", word: nil)
        }
        let environment: LuaTable? = if case .table(let table) = lua.value(at: 3) { table } else { nil }
        lua.push(try library.load(script, environment: environment))
    }
}
