import CPHModel
import LuaKit
import Schema
import Session
import Text

/// What the host offers to scripts: looked up in a Lua of its own, where nothing but the standard library ever runs.
final class HostAPI {
    enum Answer: Hashable {
        case known
        /// What is wrong, and how to put it right.
        case unknown(String, hint: String)
        /// The table makes its fields when it is asked for them, so only running the script could tell.
        case open
    }

    let session: Session
    private(set) lazy var catalog = HostCatalog(session)
    private(set) lazy var globals: Set<String> = Set(names(of: []))
    /// What is known of functions that were asked for: whether they spend, and what the files that declare them use.
    var spending: [String: Bool] = [:]
    var uses: [String: [String: [String]]] = [:]
    /// What test files see beside that, and what they may require.
    private(set) lazy var testGlobals = suiteNames("names")
    private(set) lazy var testModules = suiteNames("modules")
    private var answers: [[String]: Answer] = [:]

    init(_ session: Session) { self.session = session }

    /// What is known of `path`, such as `cph`, `servers`, `create`.
    func look(up path: [String]) -> Answer {
        if let answer = answers[path] { return answer }
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        let answer = find(path, lua)
        answers[path] = answer
        return answer
    }

    /// Whether what `path` leads to is there, as far as the text of a script can tell.
    func has(_ path: [String]) -> Bool {
        guard let first = path.first, globals.contains(first) else { return false }
        return look(up: path) == .known
    }

    // MARK: luacheck

    /// The names that one of luacheck's standards adds: `lua51`, `+busted`.
    func words(ofStandard text: String) -> Set<String> {
        text.split(separator: "+").reduce(into: []) { words, name in
            switch name {
            case "busted": words.formUnion(testGlobals)
            case "ngx_lua": words.formUnion(["ngx", "ndk", "jit"])
            case "love", "luacheckrc", "none": words.formUnion(["love"])
            default: words.formUnion(luaFormerNames)
            }
        }
    }

    /// Whether a pattern of Lua's is about all of `name`.
    func matches(_ name: String, _ pattern: String) -> Bool {
        if pattern.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) { return name == pattern }
        let code = "local name, pattern = ... return name:find('^' .. pattern .. '$') ~= nil"
        guard let find = try? session.state.load(code, chunk: "pattern") else { return false }
        return (try? session.state.context.call(find, name, pattern, returning: Bool.self)) ?? false
    }

    /// The keys of a table of a test suite.
    private func suiteNames(_ field: String) -> Set<String> {
        let code = """
            local require, list = ..., {}
            for name in pairs(require "cph.testing.suite" {}.\(field)) do list[#list + 1] = name end
            return list
            """
        guard let names = try? session.state.load(code, chunk: "names"),
            let list = try? session.state.context.call(names, session.standard.require, returning: [String].self)
        else { return [] }
        return Set(list)
    }

    /// Tables of Lua's own that scripts and modules fill.
    private static let filled: Set<[String]> = [["package", "loaded"], ["package", "preload"]]

    private func find(_ path: [String], _ lua: LuaContext) -> Answer {
        guard let first = path.first else { return .open }
        if path.count > 2, Self.filled.contains(Array(path.prefix(2))) { return .open }
        session.state.global(first).push(to: lua)
        for (index, name) in path.enumerated().dropFirst() {
            let owner = path[..<index].joined(separator: ".")
            switch lua.type(at: -1) {
            case .table: break
            case .function:
                return .unknown("\(owner) is a function and has no field \(name)", hint: "call it")
            default: return .open
            }
            if lua.rawGet(name, at: -1) != .nil { continue }
            lua.pop()
            // Only what is ours may answer for itself: asking runs its code.
            guard first == "cph", lua.hasMetatable(at: -1) else { return unknown(name, owner, lua) }
            lua.push(name)
            do { try lua.get(at: -2) } catch { return unknown(name, owner, lua) }
            if lua.type(at: -1) == .nil { return .open }
        }
        return .known
    }

    private func unknown(_ name: String, _ owner: String, _ lua: LuaContext) -> Answer {
        let path = owner.split(separator: ".").map(String.init)
        let hint =
            luaReplacementHint(for: path + [name]) ?? onlyTrusted(path + [name])
            ?? suggestion(for: name, among: names(of: path)).map { "did you mean \(owner).\($0)?" } ?? ""
        return .unknown("\(owner) has no \(quoted(name))", hint: hint)
    }

    /// What Lua has and scripts get only with `--trust`.
    private func onlyTrusted(_ path: [String]) -> String? {
        let names: [String: Set<String>] = [
            "package": ["cpath", "loadlib", "searchers"],
            "debug": [
                "debug", "gethook", "getmetatable", "getregistry", "getupvalue", "getuservalue", "sethook", "setlocal",
                "setmetatable", "setupvalue", "setuservalue", "upvalueid", "upvaluejoin",
            ],
        ]
        return names[path[0]]?.contains(path[1]) == true && path.count == 2 ? "only --trust has it" : nil
    }

    /// The names in the table at `path`, sorted; of the globals where `path` is empty.
    private func names(of path: [String]) -> [String] {
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        session.state.global("_G").push(to: lua)
        for name in path {
            guard lua.type(at: -1) == .table else { return [] }
            lua.rawGet(name, at: -1)
        }
        guard lua.type(at: -1) == .table else { return [] }
        var names: Set<String> = []
        lua.forEachPair(at: -1) { if let name = lua.string(at: -2) { names.insert(name) } }
        if path == ["cph"] { names.formUnion(session.stdlib.names) }
        if path == ["cph", "models"] { names.formUnion(Models.all.map { $0.name }) }
        return names.sorted()
    }
}
