import CPHModel
import Catalog
import Checking
import Emulator
import LuaKit
import Projects
import Testing

private let libraries = "lua_modules/share/lua/5.4"

/// A plan that can be bought.
private let body = """
    { server_name = "game", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "KeyPair-1d1d-wy", count = 2,
      order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
      nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
    """

/// Code of an installed library that tries to get out. It returns a function, which the script calls with a plan that
/// another library has made, an error of the host's and a function to call back; that returns what it has got hold of.
struct HostileLibraryTests {
    static let buying = [
        "return function() return cph.api.create_cloud_phone_single_server(\(body)) end",
        "return function() return cph.servers.create(\(body)) end",
        "return function() return cph.plan('mine'):add(\(body)):apply() end",
        "return function(plan) local result = plan:apply() return result end",
        "return function(plan) return plan:apply() end",
        "return function(plan) return plan.apply(plan, {}) end",
        "return function(plan) return coroutine.wrap(function() return plan:apply() end)() end",
        "return function(plan) return coroutine.wrap(plan.apply)(plan) end",
        "return function(plan) return cph.job(plan.apply, plan):join() end",
        "return function(plan) return cph.parallel({ plan }, {}, function(p) return p:apply() end) end",
        "return function(plan) return select(2, pcall(plan.apply, plan)) end",
        "return function(plan) return setmetatable({}, { __index = plan }).apply(plan) end",
        "return function(plan) local _, f = cph.try(function() return plan.apply end) return (f or _)(plan) end",
        "return function(plan) return select(2, xpcall(error, function() return plan:apply() end)) end",
        "return function(plan) return load('return (...):apply()')(plan) end",
        "return function(plan) return load('return (...):apply()', '@main.lua')(plan) end",
        "return function(plan) return load('return (...):apply()', '@stdlib/cph/plan.lua')(plan) end",
        "return function(plan) return load('return (...):apply()', '@main.lua\\0x')(plan) end",
        "return function(plan) return load('return (...):apply()', '=\\xff\\xfe')(plan) end",
        "return function(plan) return load('return (...):apply()', 'x', 't', {})(plan) end",
        "return function(plan) string.gsub('apply', '.+', plan) return plan['app' .. 'ly'](plan) end",
        "return function(plan) for _ = 1, 10 do setmetatable({}, { __gc = function() plan:apply() end }) end"
            + " collectgarbage() return nil end",
        "return function(plan) return table.sort({ 1, 2, 3 }, function() return plan:apply() end) end",
        "return function(plan) return debug.getmetatable(plan).__index(plan, 'apply')(plan) end",
        "return function(plan) local function f() return debug.getmetatable(plan).__index(plan, 'apply') end"
            + " local apply = f() return apply(plan) end",
        "return function() return cph.gate.approve('x', { \(body) }) end",
        "return function() return require 'cph.plan.purchase'('x', { \(body) }, 1) end",
        "return function(plan) return cph.apply(plan) end",
        "return function() return cph.apply(cph.plan('mine'):add(\(body))) end",
        "return function(plan) return require('cph.apply')(plan) end",
        "return function(plan) return cph.plan(plan):apply() end",
        "return function(plan) return setmetatable({}, { __pairs = function() return plan.apply, plan end }) end",
        "return function(plan) return setmetatable({}, { __tostring = function() plan:apply() return '' end }) end",
        "return function(plan) return setmetatable({}, { __index = function() return plan:apply() end }) end",
        "return function(plan) return setmetatable({}, { __call = function() return plan:apply() end }) end",
        // Its own copies of the standard library, with other globals than they know.
        "local own = cph cph = setmetatable({ apply = own.plan('x').apply }, { __index = own })"
            + " return function(plan) return own.servers.create(\(body)) or cph.apply(plan) end",
        "pcall = function(f, ...) return true, f(...) end return function(plan) return cph.servers.wait(plan) end",
        "setmetatable = function(t) return t end return function() return cph.plan('mine'):add(\(body)):apply() end",
        "return function() return require('cph.api').create_cloud_phone_single_server(\(body)) end",
        "return function() return require('shop').buy() end",
        "return function() package.path = 'lib/?.lua' package.loaded.shop = nil return require('lib.shop').buy() end",
    ]

    /// What a script may do with something that it was given.
    private static let using = """
        if type(got) == 'table' then
          pcall(function() for _ in pairs(got) do end end)
          pcall(function() for _ in cph.sorted(got) do end end)
          pcall(function() return tostring(got), got.x, got() end)
        end
        """

    @Test(arguments: buying, [LuaMode.standard, .sandbox, .trusted])
    func `a library buys nothing, however it tries, in any mode`(source: String, mode: LuaMode) throws {
        let project = try ProjectFixture([
            "\(libraries)/evil.lua": source,
            "\(libraries)/planner.lua": "return function(name, body) return cph.plan(name):add(body) end",
            "lib/shop.lua": "return { buy = function() return cph.servers.create(\(body)) end }",
        ])
        let result = try project.run(
            """
            local attack, plan = require 'evil', require 'planner'('mine', \(body))
            local ok, got = pcall(attack, plan)
            \(Self.using)
            if debug.getinfo then collectgarbage() end
            return #cph.servers.list(), ok and type(got) == 'table' and (rawget(got, 'server_ids') or rawget(got, 'result'))
            """, mode: mode)
        #expect(result[0] == "0")
        #expect(result[1] == "false" || result[1] == "nil")
    }

    /// Those that would work nowhere are among them to show that they do no harm either.
    @Test func `the same code buys when it is the project's own`() throws {
        let bought = try Self.buying.filter { source in
            let project = try ProjectFixture([
                "lib/evil.lua": source,
                "lib/shop.lua": "return { buy = function() return cph.servers.create(\(body)) end }",
            ])
            let script =
                """
                local _, got = pcall(require 'evil', cph.plan('mine'):add(\(body))) \(Self.using)
                collectgarbage() return #cph.servers.list()
                """
            return (try? project.run(script)) == ["2"]
        }
        #expect(bought.count >= 20, "\(Self.buying.filter { !bought.contains($0) })")
    }

    static let reaching = [
        // The script's globals.
        "return function() return load('return secret')() end",
        "return function() return load('return _G.secret')() end",
        "return function() return load('return secret', 'x', 't', nil) and load('return secret')() end",
        "return function() return rawget(_G, 'secret') or package.loaded._G.secret or _ENV.secret end",
        "return function() return dofile and dofile(arg and arg[0] or 'main.lua') end",
        "return function(_, _, call) return call(function() return secret end) end",
        "return function() return require '_G'.secret end",
        "return function() local i = debug.getinfo(2, 'f') return i and i.func end",
        "return function() return debug.getinfo(2).func or debug.getinfo(print).func end",
        "return function() return debug.getupvalue or debug.getregistry or debug.upvalueid or debug.getlocal end",
        // Bytecode and C.
        "return function() return string.dump or package.loadlib end",
        "return function() return load('\\27Lua') end",
        "return function() return load('\\27Lua', 'x', 'b') end",
        // The ledger, and what only scripts see.
        "return function() return cph.ledger.list() end",
        "return function() return cph.ledger.show('game') end",
        // Files and programs.
        "return function() return io.open('written', 'w') end",
        "return function() return io.open('written', 'r+') end",
        "return function() return io.open('written', 5) end",
        "return function() return os.rename('main.lua', 'x') end",
        "return function() return os.remove('main.lua') end",
        "return function() return os.tmpname() end",
        "return function() return io.tmpfile() end",
        "return function() return io.output('written') end",
        "return function() return io.input('/etc/passwd') end",
        "return function() return io.open('/etc/passwd') end",
        "return function() return io.open('/proc/self/environ', 'rb') end",
        "return function() return io.open('/tmp/../etc/passwd') end",
        "return function() return io.lines('/etc/passwd') end",
        "return function() return loadfile('/etc/hosts') end",
        "return function() return io.open('/etc/passwd\\0.lua') end",
        "return function() return os.execute('true') end",
        "return function() return io.popen('true') end",
        "return function() return io.close() end",
    ]

    @Test(arguments: reaching, [LuaMode.standard, .sandbox, .trusted])
    func `a library reaches nothing that it was not given, in any mode`(source: String, mode: LuaMode) throws {
        let project = try ProjectFixture(["\(libraries)/evil.lua": source])
        let result = try project.run(
            """
            secret = 'secret'
            local attack = require 'evil'
            local ok, got = pcall(attack, nil, nil, function(f) return f() end)
            return ok and got
            """, mode: mode)
        #expect(result == ["false"] || result == ["nil"])
        #expect(project.folder.text("written") == nil)
    }

    static let spoiling = [
        "string.format = function() return 'spoilt' end",
        "string.rep = nil table.insert = nil math.floor = nil",
        "getmetatable('').__index = {}",
        "getmetatable(io.stdout).__index.write = error",
        "getmetatable(io.stdout).__name = 'spoilt'",
        "debug.getmetatable('').__index = {} debug.getmetatable(io.stdout).__index.write = error",
        "debug.setmetatable('', {}) debug.setmetatable(0, { __index = error }) debug.setmetatable(print, {})",
        "debug.setmetatable('', nil) debug.setmetatable(io.stdout, {}) debug.setmetatable(cph, nil)",
        "debug.setmetatable(cph.plan 'x', { __index = error })",
        "debug.getmetatable(cph.plan 'x').__index = function() return function() return 'spoilt' end end",
        "local _, e = pcall(cph.servers.create, {}) getmetatable(e).__tostring = function() return 'spoilt' end",
        "setmetatable(getmetatable(select(2, pcall(cph.servers.create, {}))), { __index = error })",
        "getmetatable(cph.models.CreateServer).__call = function() return 'spoilt' end",
        "cph.models.CreateServer.validate = error cph.models.CreateServer = 1",
        "getmetatable(cph.plan 'x').__index = function() return function() return 'spoilt' end end",
        "cph.plan = error cph.servers = error cph.json = nil cph.order.months = error",
        "cph.validate = error cph.json.encode = error cph.api.list_cloud_phone_servers = error",
        "setmetatable(_G, { __index = error, __newindex = error })",
        "setmetatable(cph, {})",
        "package.loaded.string = 1 package.loaded['cph.plan'] = 1 package.preload.x = error",
        "coroutine.wrap = error _ENV.print = error _G.pcall = nil",
        "collectgarbage 'stop' collectgarbage('generational')",
        "tostring = error warn '@off' select = error",
    ]

    @Test(arguments: spoiling, [LuaMode.standard, .trusted])
    func `a library spoils nothing of the script's`(source: String, mode: LuaMode) throws {
        let project = try ProjectFixture([
            "\(libraries)/evil.lua":
                "local function try(f, ...) pcall(f, ...) end pcall(function() \(source) end) return true"
        ])
        let result = try project.run(
            """
            local standard = { string = string, table = table, coroutine = coroutine }
            require 'evil'
            assert(string.format('%d', 1) == '1' and ('x'):rep(2) == 'xx' and #table.pack(1) == 1 and math.floor(1.5) == 1)
            local _, err = pcall(cph.servers.create, {})
            assert(tostring(err):find 'problems in CreateServer', tostring(err))
            assert(io.stderr:write '' == io.stderr and tostring(io.stdout):find '^file')
            assert(cph.models.CreateServer.validate(\(body))[1] == nil and #cph.servers.list() == 0)
            assert(cph.models.CreateServer(\(body)).server_name == 'game')
            assert(cph.json.encode(cph.order.months(1)):find 'period' and cph.validate({})[1].path)
            assert(tostring(cph.plan('y')) == 'cph.Plan y: 0 rows' and require 'string' == standard.string)
            assert(select('#', pcall(coroutine.wrap(function() end))) == 1 and print and warn and tostring(1) == '1')
            return cph.plan('x'):add(\(body)):apply().server_ids[2] ~= nil, collectgarbage 'isrunning'
            """, mode: mode)
        #expect(result == ["true", "true"])
    }
}

struct HandedRightTests {
    private func ids(_ library: String, _ script: String, grants: String = "") throws -> [String] {
        let project = try ProjectFixture([
            "\(libraries)/fleets.lua": library, "cph.project.lua": "return { grants = { \(grants) } }",
        ])
        try project.lock(["fleets": ["fleets.lua"]])
        return try project.run("local fleets = require 'fleets' local body = \(body) \(script)")
    }

    private let planner = "return function(body) return cph.plan('made'):add(body) end"

    @Test func `the script buys what a library has planned, with a function of its own`() throws {
        #expect(try ids(planner, "return #cph.apply(fleets(body)).server_ids") == ["2"])
        #expect(try ids(planner, "return cph.apply(fleets(body), { concurrency = 1 })").count == 1)
        #expect(try ids(planner, "return #cph.plan(fleets(body)):apply().server_ids") == ["2"])
    }

    @Test(arguments: ["plan:apply()", "plan.apply(plan)", "cph.plan('own').apply(plan)", "plan:apply({}, 1)"])
    func `a plan that a library has made buys for nobody, and says who can`(call: String) throws {
        let library = "return function(body) return cph.plan('made'):add(body) end"
        let project = try ProjectFixture(["\(libraries)/fleets.lua": library])
        #expect(
            try project.failure("local plan = require 'fleets'(\(body)) \(call)").contains(
                """
                a plan that library fleets made carries no right to buy
                  hint: let the script call cph.apply(plan), or grant it in cph.project.lua: grants = \
                { ["fleets"] = { "create_cloud_phone_single_server" } }
                """))
    }

    @Test func `what a script takes over is as it was`() throws {
        let library = "return function(body) local p = cph.plan('made'):add(body) return p, p:hash() end"
        #expect(
            try ids(
                library,
                """
                local plan, hash = fleets(body)
                local mine = cph.plan(plan)
                mine:add(cph.template(body) { server_name = 'more' })
                return #plan:calls(), #mine:calls(), cph.plan(plan):hash() == hash, mine.name
                """) == ["1", "2", "true", "made"])
    }

    @Test func `a library may fill a plan, check it and show it, which the script then buys`() throws {
        let library = """
            return function(plan, body)
              plan:add(body)
              assert(#plan:validate() == 0 and plan:status().open == 2 and #plan:hash() == 64)
              plan:show { write = function() end }
            end
            """
        #expect(
            try ids(library, "local plan = cph.plan 'p' fleets(plan, body) return #plan:apply().server_ids") == ["2"])
    }

    @Test func `a function that the script hands over may buy`() throws {
        let library = "return function(buy, body) return buy(body) end"
        #expect(try ids(library, "return #fleets(cph.servers.create, body).server_ids") == ["2"])
        #expect(
            try ids(library, "return #fleets(function(b) return cph.servers.create(b) end, body).server_ids") == ["2"])
        #expect(
            try ids(
                library, "local p = cph.plan('p'):add(body) return #fleets(function() return p:apply() end).server_ids")
                == ["2"])
        #expect(try ids(library, "local p = cph.plan('p'):add(body) return #fleets(p.apply, p).server_ids") == ["2"])
        #expect(try ids(library, "return #fleets(cph.apply, cph.plan('p'):add(body)).server_ids") == ["2"])
    }

    @Test func `a plan that the script hands over carries its right`() throws {
        let library = "return function(plan) return plan:apply() end"
        #expect(try ids(library, "return #fleets(cph.plan('p'):add(body)).server_ids") == ["2"])
    }

    @Test func `what the project file grants may be done`() throws {
        let grant = "fleets = { 'create_cloud_phone_single_server' }"
        let library = "return function(body) return cph.servers.create(body) end"
        #expect(try ids(library, "return #fleets(body).server_ids", grants: grant) == ["2"])
        let planned = "return function(body) return cph.plan('p'):add(body):apply() end"
        #expect(try ids(planned, "return #fleets(body).server_ids", grants: grant) == ["2"])
        let applied = "return function(body) return cph.apply(cph.plan('p'):add(body)) end"
        #expect(try ids(applied, "return #fleets(body).server_ids", grants: grant) == ["2"])
    }

    @Test func `a grant needs a lock: otherwise any file could take the name`() throws {
        let project = try ProjectFixture([
            "\(libraries)/fleets.lua": "return function(body) return cph.servers.create(body) end",
            "cph.project.lua": "return { grants = { fleets = { 'create_cloud_phone_single_server' } } }",
        ])
        #expect(
            try project.failure("require 'fleets'(\(body))").contains(
                "library fleets may not call cph.servers.create"))
    }

    @Test func `a refusal says which library, what and how to grant it, before it looks at the arguments`() throws {
        let message = try ProjectFixture(["\(libraries)/fleets.lua": "cph.api.create_cloud_phone_single_server(nil, 1)"]
        )
        .failure("require 'fleets'")
        #expect(
            message.hasSuffix(
                """
                library fleets may not call cph.api.create_cloud_phone_single_server
                  hint: let the script do it, or grant it in cph.project.lua: grants = { ["fleets"] = { "create_cloud_phone_single_server" } }
                """))
    }

    @Test func `files are written where that is granted, and read below the project without a grant`() throws {
        let project = try ProjectFixture([
            "\(libraries)/notes.lua":
                "return function(path, mode) local f = io.open(path, mode) return f and f:write('x') and f:close() end",
            "\(libraries)/reader.lua": "return function(path) return io.open(path):read 'a' end",
            "data.txt": "data", "cph.project.lua": "return { grants = { notes = { 'files:write' } } }",
        ])
        try project.lock(["notes": ["notes.lua"], "reader": ["reader.lua"]])
        let folder = project.folder.path
        #expect(try project.run("return require 'notes'('\(folder)/new.txt', 'w')") == ["true"])
        #expect(project.folder.text("new.txt") == "x")
        #expect(try project.run("return require 'reader'('\(folder)/data.txt')") == ["data"])
    }

    @Test func `no library takes the place of the built-in lfs, but the project's own module may`() throws {
        let project = try ProjectFixture(["\(libraries)/lfs.lua": "return 'theirs'"])
        #expect(try project.run("return type(require 'lfs'.dir)") == ["function"])
        try project.lock(["luafilesystem": ["lfs.lua"]])
        #expect(try project.run("return type(require 'lfs'.dir)") == ["function"])
        try project.folder.write("lib/lfs.lua", "return 'ours'")
        #expect(try project.run("return (require 'lfs')") == ["ours"])
    }

    @Test func `a library holds no coroutine that it has not made`() throws {
        let project = try ProjectFixture([
            "\(libraries)/threads.lua": """
            local main, is_main = coroutine.running()
            return {
              main = main, is_main = is_main, seen = coroutine.running,
              own = function()
                local co = coroutine.create(function() return (coroutine.running()) end)
                local _, same = coroutine.resume(co)
                return same == co
              end,
            }
            """
        ])
        try project.lock(["threads": ["threads.lua"]])
        let script = """
            local threads = require 'threads'
            assert(threads.is_main and threads.main ~= coroutine.running() and threads.seen() == threads.main)
            local steps = {}
            local co = coroutine.create(function()
              local seen, is_main = threads.seen()
              assert(not is_main and seen ~= coroutine.running() and seen == threads.seen())
              coroutine.close(seen)
              steps[#steps + 1] = 'inside'
              coroutine.yield(seen)
              steps[#steps + 1] = 'resumed by the script'
            end)
            local _, seen = coroutine.resume(co)
            coroutine.resume(seen)
            assert(coroutine.status(co) == 'suspended')
            coroutine.resume(co)
            return table.concat(steps, ', '), threads.own()
            """
        #expect(try project.run(script) == ["inside, resumed by the script", "true"])
    }

    @Test func `a library reads the service, models, JSON and the standard library`() throws {
        let library = """
            return function()
              assert(#cph.servers.list() == 0 and #cph.api.list_cloud_phone_servers({}).servers == 0)
              assert(cph.json.encode { 1 } == '[1]' and cph.json.null == cph.null)
              assert(cph.template { a = 1 } {}.a == 1 and cph.inspect { 1 } == '{ 1 }')
              assert(cph.models.CreateServer.name == 'CreateServer' and cph.version == 'test')
              assert(select(2, cph.try(error, 'x')) == 'x' and cph.parallel({ 1 }, {}, function(i) return i end)[1] == 1)
              return require 'cph.order' == cph.order and require 'cph' == cph
            end
            """
        #expect(try ids(library, "return fleets()") == ["true"])
    }

    @Test func `libraries share their modules with each other and with the script`() throws {
        let project = try ProjectFixture([
            "\(libraries)/base.lua": "return { count = 0 }",
            "\(libraries)/user.lua": "local base = require 'base' base.count = base.count + 1 return base",
        ])
        #expect(try project.run("local b = require 'base' return require 'user' == b, b.count") == ["true", "1"])
    }

    @Test func `a library may set globals of its own, and read what is not there`() throws {
        let library = "function helper() return unpack == nil and jit == nil end return function() return helper() end"
        #expect(try ids(library, "return fleets(), rawget(_G, 'helper')") == ["true", "nil"])
    }
}

struct SandboxedPlanTests {
    @Test(arguments: [LuaMode.standard, .sandbox])
    func `a plan knows the lines of its rows, with and without debug`(mode: LuaMode) throws {
        let script = "local plan = cph.plan 'p'\nplan:add(\(body))\nreturn select(2, pcall(plan.add, plan, \(body)))"
        #expect(try ProjectFixture().run(script, mode: mode)[0].contains("has a row \"game\" already, from main.lua:"))
    }
}

/// What a library learns of purchases from plans.
struct LibraryPlanTests {
    @Test func `a library's plan says nothing of what was bought, and the script's does`() throws {
        let project = try ProjectFixture([
            "\(libraries)/fleets.lua": "return function(body) return cph.plan('made'):add(body) end"
        ])
        let result = try project.run(
            """
            local plan = require 'fleets'(\(body))
            local bought = {
              name = 'game-b01', state = 'bought', may_send = false, count = 2, order_id = 'CS1',
              server_ids = { 'a', 'b' }, request = plan:calls()[1],
            }
            cph.ledger.list = function() return { bought } end
            return plan:status().bought, plan:status().calls[1].order_id, cph.plan(plan):status().calls[1].order_id
            """)
        #expect(result == ["0", "nil", "CS1"])
    }

    @Test func `what spends raises denied in a library before it looks at its arguments`() throws {
        let project = try ProjectFixture()
        for call in ["cph.apply()", "cph.servers.create()", "cph.api.create_cloud_phone_single_server()"] {
            let library = "return function() return \(call) end"
            try project.folder.write("\(libraries)/spender.lua", library)
            #expect(try project.failure("require 'spender'()").contains("library spender may not call cph."), "\(call)")
        }
    }

    /// `cph check` finds what spends by reading the standard library; each of that must be refused to libraries.
    @Test func `nothing that spends is left to libraries`() throws {
        let checker = try ScriptChecker()
        let session = try ProjectFixture().session()
        let paths = Catalog(session.library, session.stdlib).entries.values.filter { entry in
            entry.isFunction && entry.path.hasPrefix("cph.") && !entry.path.contains(":")
        }
        .map(\.path)
        let spending = try paths.filter { path in
            let module = try Script(name: "m", bytes: Array("return { f = function() return \(path)() end }".utf8))
            return checker.check(module, as: .library).contains {
                $0.description.contains(" spends, which a library may not")
            }
        }
        #expect(spending.contains("cph.apply") && spending.contains("cph.servers.create"))
        for path in spending {
            let project = try ProjectFixture(["\(libraries)/spender.lua": "return function() return \(path)() end"])
            #expect(try project.failure("require 'spender'()").contains("library spender may not call"), "\(path)")
        }
    }
}

/// Every function that scripts have is either listed as harmless or refused to libraries.
struct RefusedByDefaultTests {
    @Test func `what nobody has listed is refused`() throws {
        let project = try ProjectFixture([
            "\(libraries)/probe.lua": """
            local allowed = {}
            local function probe(table, path)
              for name in pairs(table) do allowed[#allowed + 1] = path .. name end
            end
            return function(names)
              for _, name in ipairs(names) do
                local value = cph
                for part in name:gmatch '[^.]+' do value = value[part] end
                local ok, err = pcall(value)
                if ok or not tostring(err):find 'library probe may not call' then allowed[#allowed + 1] = name end
              end
              table.sort(allowed)
              return table.concat(allowed, ' ')
            end
            """
        ])
        let session = try project.session()
        let library = session.library
        let names =
            library.functions.map(\.name)
            + library.modules.flatMap { module in module.functions.map { "\(module.name).\($0.name)" } }
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        let values = try session.run(
            Script(name: "main.lua", bytes: Array("return require 'probe' { \(list) }".utf8)))
        let reads = Operations.all.filter { $0.effect == .read }.map { "api.\($0.name)" }
        let others = [
            "changes.hash", "changes.key", "changes.validate", "clock.elapsed", "clock.milliseconds", "clock.seconds",
            "console.columns", "console.host_options", "console.is_json", "console.level", "console.log",
            "console.note", "console.progress",
            "console.write",
            "gate.begun", "gate.hash", "gate.policy", "gate.price", "job", "json.decode", "json.encode", "model_name",
            "money",
            "operation",
            "parallel",
            "raise", "sleep",
            "suggest",
            "try",
            "validate", "visible", "within",
        ]
        #expect(try session.text(of: values[0]) == (reads + others).sorted().joined(separator: " "))
    }
}
