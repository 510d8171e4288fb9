import Glibc
import LuaKit
import Testing

private func makeState(_ mode: LuaMode, _ change: (inout LuaState.Options) -> Void = { _ in }) throws -> LuaState {
    var options = LuaState.Options()
    options.mode = mode
    change(&options)
    return try LuaState(options)
}

struct ModeTests {
    private func message(_ state: LuaState, _ source: String) -> String? {
        #expect(throws: LuaError.self) { try state.run(source, chunk: "s.lua") }?.description
    }

    @Test(arguments: [LuaMode.standard, .sandbox])
    func `has no debug functions that reach into others`(mode: LuaMode) throws {
        let source = "local n = {} for k in pairs(debug) do n[#n + 1] = k end table.sort(n) return table.concat(n, ' ')"
        let names = try makeState(mode).run(source, returning: String.self)
        #expect(names == (mode == .standard ? "getinfo getlocal traceback" : "traceback"))
    }

    @Test func `a sandbox has neither files nor environment nor programs`() throws {
        let state = try makeState(.sandbox) { $0.strictGlobals = false }
        let source = """
            local names = {}
            for _, path in ipairs { 'io', 'dofile', 'loadfile', 'os.getenv', 'os.execute', 'os.remove', 'os.rename', 'os.tmpname',
                                    'package.loadlib', 'package.cpath', 'package.path', 'package.searchpath', 'string.dump' } do
              local library, name = path:match '^(%w+)%.(%w+)$'
              local value = library and _G[library][name]
              if not library then value = _G[path] end
              if value ~= nil or package.loaded.io then names[#names + 1] = path end
            end
            return table.concat(names, ' ')
            """
        #expect(try state.run(source, returning: String.self) == "")
        #expect(message(state, "require 'socket'")?.contains("module 'socket' not found") == true)
    }

    /// Everything that a script in a sandbox reaches, by the shortest way. A new name has to be let in here too.
    @Test func `a sandbox has this and nothing else`() throws {
        let state = try makeState(.sandbox)
        let source = """
            local names, seen = {}, {}
            local function walk(value, path)
              if type(value) == 'table' and not seen[value] then
                seen[value] = true
                local keys = {}
                for key in next, value do keys[#keys + 1] = key end
                table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
                for _, key in ipairs(keys) do walk(value[key], path .. '.' .. tostring(key)) end
                walk(getmetatable(value), path .. '!')
              elseif type(value) == 'function' then names[#names + 1] = path:sub(5) end
            end
            for _, library in ipairs { 'coroutine', 'debug', 'math', 'os', 'string', 'table', 'utf8' } do
              walk(_G[library], '._G.' .. library)
            end
            walk(_G, '._G')
            walk(getmetatable(''), '._G.string!')
            return table.concat(names, ' ')
            """
        #expect(
            try state.run(source, returning: String.self) == """
                coroutine.close coroutine.create coroutine.isyieldable coroutine.resume coroutine.running coroutine.status \
                coroutine.wrap coroutine.yield debug.traceback math.abs math.acos math.asin math.atan math.ceil math.cos \
                math.deg math.exp math.floor math.fmod math.log math.max math.min math.modf math.rad math.random \
                math.randomseed math.sin math.sqrt math.tan math.tointeger math.type math.ult os.clock os.date os.difftime \
                os.exit os.time string.byte string.char string.find string.format string.gmatch string.gsub string.len \
                string.lower string.match string.pack string.packsize string.rep string.reverse string.sub string.unpack \
                string.upper table.concat table.insert table.move table.pack table.remove table.sort table.unpack utf8.char \
                utf8.codepoint utf8.codes utf8.len utf8.offset assert collectgarbage error getmetatable ipairs load next \
                package.searchers.1 pairs pcall print rawequal rawget rawlen rawset require select setmetatable tonumber \
                tostring type warn xpcall
                """)
    }

    @Test func `refuses finalizers in a sandbox, and runs them elsewhere`() throws {
        let source = "setmetatable({}, { __gc = function() end }) return 1"
        #expect(message(try makeState(.sandbox), source)?.contains("finalizers (__gc) are not allowed here") == true)
        #expect(try makeState(.standard).run(source, returning: Int.self) == 1)
    }

    @Test(arguments: [LuaMode.standard, .sandbox])
    func `loads text only, whatever the script asks for`(mode: LuaMode) throws {
        let bytecode = try makeState(.trusted).run(
            "return string.dump(function() return 1 end)", returning: LuaString.self)
        let state = try makeState(mode)
        state.setGlobal("bytecode", bytecode)
        for call in [
            "load(bytecode)", "load(bytecode, 'x', 'b')",
            "load(function() local b = bytecode bytecode = nil return b end)",
        ] {
            state.setGlobal("bytecode", bytecode)
            #expect(
                try state.run("return (select(2, \(call)))", returning: String.self).contains(
                    "attempt to load a binary chunk"))
        }
    }

    @Test func `keeps Lua's own load where a script is trusted`() throws {
        #expect(
            try makeState(.trusted).run("return load(string.dump(function() return 7 end))()", returning: Int.self) == 7
        )
    }

    @Test func `loads pieces and environments as Lua does`() throws {
        let source = """
            local parts, i = { 'return', ' x', ' + 1' }, 0
            return load(function() i = i + 1 return parts[i] end, '=parts', 't', { x = 41 })()
            """
        #expect(try makeState(.standard).run(source, returning: Int.self) == 42)
        #expect(
            message(try makeState(.standard), "assert(load(function() return {} end))")?.contains(
                "must return a string") == true)
    }

    @Test func `hides environment variables`() throws {
        setenv("LUAKIT_TEST_OPEN", "seen", 1)
        setenv("LUAKIT_TEST_SECRET", "hidden", 1)
        for mode in [LuaMode.standard, .trusted] {
            let state = try makeState(mode) { $0.hiddenVariables = ["LUAKIT_TEST_SECRET"] }
            #expect(try state.run("return os.getenv 'LUAKIT_TEST_OPEN'", returning: String.self) == "seen")
            #expect(try state.run("return os.getenv 'LUAKIT_TEST_SECRET'", returning: String?.self) == nil)
        }
    }

    @Test func `runs programs only where the host allows it`() throws {
        #expect(message(try makeState(.standard), "os.execute 'true'") == "s.lua:1: 'os.execute' is not allowed here")
        #expect(message(try makeState(.standard), "io.popen 'true'") == "s.lua:1: 'io.popen' is not allowed here")
        let allowed = try makeState(.standard) { $0.allowsPrograms = true }
        #expect(try allowed.run("return io.popen('echo hi'):read()", returning: String.self) == "hi")
    }

    @Test func `protects what all strings share`() throws {
        let state = try makeState(.standard)
        #expect(try state.run("return getmetatable('')", returning: Bool.self) == false)
        #expect(message(state, "setmetatable(getmetatable(''), {})") != nil)
    }

    @Test func `reports undeclared globals, and what was probably meant`() throws {
        let state = try makeState(.standard)
        #expect(message(state, "prnt(1)") == "s.lua:1: undeclared global 'prnt' (did you mean 'print'?)")
        #expect(message(state, "pirnt(1)")?.contains("(did you mean 'print'?)") == true)
        #expect(message(state, "return _G[('x'):rep(1e6)]")?.contains("undeclared global 'xxx") == true)
        #expect(message(state, "return xyzzy") == "s.lua:1: undeclared global 'xyzzy'")
        #expect(
            message(state, "local function f()\n  total = 1\nend f()")
                == "s.lua:2: undeclared global 'total' is set in a function (missing 'local'?)")
    }

    @Test func `lets the top level of a chunk declare globals`() throws {
        let state = try makeState(.standard)
        try state.run("count = 1 function more() count = count + 1 end")
        #expect(try state.run("more() return count", returning: Int.self) == 2)
        #expect(try makeState(.trusted).run("return undeclared == nil", returning: Bool.self))
    }

    @Test func `finds modules as text, and none in C`() throws {
        let directory = "/tmp/luakit-\(getpid())"
        mkdir(directory, 0o700)
        defer { system("rm -r \(directory)") }
        let file = fopen("\(directory)/greet.lua", "w")
        fputs("return { name = ... }", file)
        fclose(file)
        let state = try makeState(.standard)
        try state.run("package.path = '\(directory)/?.lua'")
        #expect(try state.run("return require('greet').name", returning: String.self) == "greet")
        #expect(try state.run("return #package.searchers", returning: Int.self) == 2)
    }
}
