import TestSupport
import Testing

/// What `cph --trust` runs and what `lua5.4` runs must come out the same, for everything that the host replaces: one
/// script, given to both.
@Suite(.ownThreads)
struct StandardLuaTests {
    /// Statements; each is run by itself, and what it returns, or its error, is printed.
    static let cases = [
        // pcall, xpcall, error
        "return pcall(error)", "return pcall(error, 'x')", "return pcall(error, 'x', 0)", "return pcall(error, {})",
        "return pcall()", "return pcall(1)", "return xpcall(error, print)", "return xpcall(error)",
        "return xpcall(error, function(e) return e, 1 end, 'x')",
        "return xpcall(function(...) return ... end, print, 1, 2)",
        "return select('#', pcall(function() return nil, nil end))", "return xpcall(error, error, 'x')",
        "local function f() return f() + 1 end local ok, e = pcall(f) return ok, e:match('stack overflow')",
        "return pcall(pcall)", "return pcall(pcall, error, 'e')",
        "return xpcall(string.rep, function(e) return e:upper() end)",
        // coroutines
        "local c = coroutine.wrap(function(...) local x = coroutine.yield(...) return x end) return c(1, 2), c(3)",
        "return coroutine.resume(coroutine.create(function() error 'x' end))",
        "return coroutine.resume(coroutine.create(function() error({}) end))",
        "local c = coroutine.create(function() end) coroutine.resume(c) return coroutine.resume(c)",
        "return coroutine.resume(coroutine.running())",
        "return coroutine.isyieldable(), select(2, coroutine.running())",
        "return pcall(coroutine.yield)", "return pcall(coroutine.create)", "return pcall(coroutine.resume, 1)",
        "return pcall(coroutine.wrap(function() error 'in wrap' end))",
        "return pcall(coroutine.close, coroutine.running())",
        "local c = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() print 'closed' end }) coroutine.yield() end) coroutine.resume(c) return coroutine.close(c), coroutine.status(c)",
        "local c = coroutine.create(function() local x <close> = setmetatable({}, { __close = function() error 'y' end }) coroutine.yield() end) coroutine.resume(c) return coroutine.close(c)",
        "local c c = coroutine.create(function() return coroutine.status(c), coroutine.resume(c) end) return coroutine.resume(c)",
        "return coroutine.wrap(function() return pcall(function() coroutine.yield(1) error 'after' end) end)()",
        "local c = coroutine.wrap(function() return pcall(function() coroutine.yield(1) error 'after' end) end) c() return c()",
        "local t = {} for a, b in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, i * i) end end) do t[#t + 1] = a + b end return table.concat(t, ' ')",
        // metatables
        "return pcall(setmetatable, 1, {})", "return pcall(setmetatable, {}, 1)", "return pcall(setmetatable, {})",
        "return pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {})", "return setmetatable({}, nil) ~= nil",
        "local t = setmetatable({}, { __call = setmetatable({}, { __call = function(...) return select('#', ...) end }) }) return t(1, 2)",
        // load
        "return load('x =')", "return load('return 1', 'n', 'b')",
        "return load(string.dump(function() return 7 end))()",
        "return load(string.dump(function() end), 'n', 't')", "return load(function() return nil end)",
        "local n = 0 return load(function() n = n + 1 return ({ 'return ', '1', ' + 1' })[n] end)()",
        "return pcall(load, function() return {} end)", "return load('return x', 'n', 't', { x = 5 })()",
        "return pcall(load)", "return load('error \"e\"', '=name')", "return pcall(load('error \"e\"', '@file.lua'))",
        "return pcall(load('local x = nil; x.y = 1', '[string here]'))", "return loadfile('/no/such/file')",
        "return pcall(dofile, '/no/such/file')", "return pcall(require, 'no.such.module')",
        "return package.loadlib('/no/such.so', 'f')", "return package.searchpath('x', '/a/?.lua;/b/?.lua')",
        // strings
        "return pcall(string.rep)", "return pcall(string.rep, 'x', 1e10)", "return pcall(string.rep, 'x', -1)",
        "return ('x'):rep(3, ', ')", "return pcall(string.find, 'a', '[a')", "return pcall(string.find, 'a', '%')",
        "return pcall(string.find, 'a', '(a')", "return pcall(string.find, 'a', 'a)')",
        "return pcall(string.find, 'a', '%f')",
        "return pcall(string.find, 'a', '%b')", "return pcall(string.gsub, 'a', 'a', '%2')",
        "return pcall(string.gsub, 'a', 'a', true)",
        "return pcall(string.gsub, 'a', 'a', '%')", "return pcall(string.gsub, 'a', '.', function() return {} end)",
        "return ('hello world'):gsub('o', { o = '0' })", "return ('abc'):gsub('%w', '%0%0', 2)",
        "return ('abc'):gsub('', '-')",
        "return ('  a b '):match('^%s*(.-)%s*$')", "return ('key=val'):match('(%w+)=(%w+)')",
        "return ('x'):find('', 10)",
        "return ('f(a(b)c)'):match('%b()')", "return ('THE (quick) fox'):find('%((%a+)%)')",
        "return ('a.b'):find('.', 1, true)",
        "local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return table.concat(t)",
        "return pcall(string.gmatch, 'x')", "return ('abc'):gmatch('b')()", "return ('äö'):byte(1, -1)",
        "return pcall(('x').bad)",
        "return pcall(string.format, '%d', 1.5)", "return string.format('%q', 1 / 3)", "return pcall(string.char, 256)",
        // tables
        "return pcall(table.insert, {}, 1, 2, 3)", "return pcall(table.insert, {}, 5, 1)",
        "return pcall(table.insert, nil, 1)",
        "return pcall(table.insert, {})", "return pcall(table.remove, {}, 5)", "return table.remove({}, 0)",
        "return table.remove({ 1, 2 }, 3)", "return pcall(table.concat, { {} })",
        "return pcall(table.concat, { 1, 2 }, ', ', 1, 3)",
        "return table.concat({ 1, 2.5, 'x' }, '-')", "return pcall(table.move, {}, 1, math.maxinteger, 2)",
        "return table.unpack(table.move({ 1, 2, 3 }, 2, 3, 1))", "return pcall(table.unpack, {}, 1, 1e8)",
        "return pcall(table.sort, { 3, 'x', 1 })",
        "return pcall(table.sort, { 1, 2, 3, 4, 5 }, function() return true end)",
        "local t = { 5, 2, 8 } table.sort(t, function(a, b) return a > b end) return table.unpack(t)",
        "local p = setmetatable({}, { __len = function() return 3 end, __index = function(_, i) return i * 2 end }) return table.concat(p, ',')",
        // debug, collectgarbage, warn, os, io
        "return pcall(debug.sethook, 1)",
        "local n = 0 debug.sethook(function() n = n + 1 end, 'l') local x = 1\nx = 2 debug.sethook() return n > 0, debug.gethook()",
        "return debug.getinfo(1, 'l').currentline, debug.getinfo(print).what, debug.getinfo(1, 'S').short_src",
        "local function f() return debug.traceback('t', 1):match('^t\\nstack traceback:') end return f()",
        "local a = 1 local function f() return a end debug.setupvalue(f, 1, 7) return f(), debug.getupvalue(f, 1)",
        "return type(collectgarbage 'count'), collectgarbage 'isrunning', type(collectgarbage 'step'), pcall(collectgarbage, 'x')",
        "collectgarbage 'generational' local m = collectgarbage 'incremental' return m",
        "return collectgarbage('stop'), collectgarbage 'restart'",
        "return pcall(warn)", "warn('@on') warn('a', 'b') warn('@off') warn('c')",
        "return pcall(os.time, {})", "return os.time { year = 2020, month = 1, day = 1, hour = 12 }",
        "return pcall(io.open, 'x', 'bad')",
        "return io.open('/no/such/file')", "return pcall(io.lines, '/no/such/file')",
        "return io.type(io.stdout), io.type(1)",
        "return os.execute()", "return os.execute('exit 3')", "return os.execute('kill -9 $$')",
        "return os.execute('true')",
        "return io.popen('echo hi'):read('a')", "local p = io.popen('exit 3') return p:close()",
        "return pcall(io.popen)",
        "local p = io.popen('cat >&2; kill -9 $$', 'w') p:write 'written' return p:close()",
        "return pcall(io.popen, 'true', 'rw')",
        "local p = io.popen('true') p:close() return tostring(p), pcall(p.close, p), io.type(p)",
        "for line in io.popen('printf \"a\\nb\"'):lines() do io.write(line, ';') end return pcall(os.execute, {})",
        "return package.searchpath('a.b', '?.x;/c/?/d'), package.searchpath('x', ''), package.searchpath('a-b', '?;', '-', '+')",
        "return package.searchpath('etc.passwd', '/nope/?;/?'), pcall(package.searchpath, 'x'), pcall(debug.setupvalue, 1, 1, 1)",
        "package.path = 5 return pcall(require, 'no.such')", "package.path = {} return pcall(require, 'no.such')",
        "return getmetatable(io.stdout).__name, getmetatable(io.stdout).__index == getmetatable(io.stderr).__index",
        "return select('#', table.unpack({}, 1, 100))", "return pcall(select, 0)",
        "return tostring(nil), tostring(1e15), tostring(-0.0)",
        "return pcall(tostring)", "return pcall(ipairs)",
        "return rawequal('a', 'a'), rawlen { 1, 2 }, rawget({ 5 }, 1)",
        "return undeclared", "x_declared = 1 return x_declared", "local t <const> = 1 return t",
        "goto done do return 1 end ::done:: return 2",
        "return pcall(function() local t = nil; t.x = 1 end)", "return pcall(function() return 1 + {} end)",
        "return pcall(function() return #5 end)", "return pcall(function() undeclared_f() end)",
        "return 1 // 0.0, pcall(function() return 1 // 0 end)",
        "return math.maxinteger + 1 == math.mininteger, 3 | 4.0, pcall(function() return 3 | 4.5 end)",
        "return '10' + 5, '0x10' * 1, 10 .. 20",
    ]

    private static let script = """
        local function plain(...)
          local list = table.pack(...)
          for i = 1, list.n do list[i] = tostring(list[i]):gsub('0x%x+', 'ADDRESS') end
          return table.concat(list, '\\t', 1, list.n)
        end
        for number, code in ipairs(cases) do
          local f, message = load(code, '=case')
          print(number, f and plain(pcall(f)) or message)
        end
        """

    private func script() -> String {
        let literals = Self.cases.map { "[=====[\($0)]=====]" }
        return "local cases = { \(literals.joined(separator: ",\n")) }\n\(Self.script)"
    }

    @Test func `a trusted script is plain Lua in every case`() throws {
        let lua = try RunningCommand("/usr/bin/lua5.4", ["-"], input: script()).wait()
        let cph = try Command.cph("--trust", "-", input: script())
        let (expected, got) = (lua.output.split(separator: "\n"), cph.output.split(separator: "\n"))
        #expect(lua.status == 0 && cph.status == 0, "\(cph.error)")
        #expect(expected.count >= Self.cases.count && expected.count == got.count)
        for (theirs, ours) in zip(expected, got) where theirs != ours {
            let number = Int(theirs.prefix { $0.isNumber }) ?? 0
            Issue.record("\(number > 0 ? Self.cases[number - 1] : "")\n  lua: \(theirs)\n  cph: \(ours)")
        }
        #expect(lua.error == cph.error)
    }
}
