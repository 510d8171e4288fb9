import LuaKit
import Testing

/// What the host implements itself must do as Lua's manual says. Each row is an expression and what it gives.
struct LibraryTests {
    static let rows: [(String, String)] = [
        // string.rep
        ("('ab'):rep(3)", "ababab"), ("('ab'):rep(3, ',')", "ab,ab,ab"), ("('x'):rep(0)", ""), ("('x'):rep(-1)", ""),
        ("('x'):rep(1, ',')", "x"), ("(''):rep(1e9)", ""), ("(''):rep(3, '-')", "--"),
        ("#('abc'):rep(100000)", "300000"),
        // find
        ("('hello'):find 'l'", "3 3"), ("('hello'):find('l', 4)", "4 4"), ("('hello'):find('xyz')", "nil"),
        ("('a.b'):find('.', 1, true)", "2 2"), ("('a+b'):find('+', 1, true)", "2 2"), ("('hello'):find('')", "1 0"),
        ("('hello'):find('', 6)", "6 5"), ("('hello'):find('', 7)", "nil"), ("('hello'):find('l', -2)", "4 4"),
        ("('hello'):find('h', -100)", "1 1"), ("('hello'):find('(l)(l)')", "3 4 l l"), ("('a\\0b'):find('\\0')", "2 2"),
        ("('abc'):find('b', math.mininteger)", "2 2"), ("('abc'):find('^b')", "nil"), ("('abc'):find('^b', 2)", "2 2"),
        // match: classes and sets
        ("('key = value'):match('(%w+)%s*=%s*(%w+)')", "key value"), ("('x1y2'):match('%d+$')", "2"),
        ("('a]b'):match('[]]')", "]"), ("('a]b'):match('[^]]+')", "a"), ("('a-b'):match('[a%-]+')", "a-"),
        ("('x-z'):match('[x-]+')", "x-"), ("('ABC'):match('%u+')", "ABC"), ("('abc'):match('%U+')", "abc"),
        ("('0xfF'):match('%x+', 3)", "fF"), ("('  trim '):match('^%s*(.-)%s*$')", "trim"), ("('a.b'):match('%.')", "."),
        ("('tab\\t'):match('%c') == '\\t'", "true"), ("('!?'):match('%p+')", "!?"), ("('[x]'):match('%[(.*)%]')", "x"),
        // repetition, captures, balance, frontier
        ("('aaa'):match('a-')", ""), ("('aaab'):match('a-b')", "aaab"), ("('ab'):match('a?b?c?')", "ab"),
        ("('abcabc'):match('(a)(b)(c)%1%2%3')", "a b c"), ("('f(a(b)c)d'):match('%b()')", "(a(b)c)"),
        ("('THE (quick) fox'):find('%((%a+)%)')", "5 11 quick"), ("('hello'):match('()ll()')", "3 5"),
        ("('THE quick'):gsub('%f[%a]%a+', 'w')", "w w 2"), ("('x'):match('%f[%z]')", ""),
        ("('a$b'):match('a$b')", "a$b"),
        ("('a^b'):match('a^b')", "a^b"), ("('aa'):match('((a)(a))')", "aa a a"),
        ("('2024-01-02'):match('(%d+)-(%d+)-(%d+)')", "2024 01 02"),
        // gmatch
        (
            "(function() local t = {} for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do t[#t + 1] = k .. v end return table.concat(t, ' ') end)()",
            "a1 b2"
        ),
        ("(function() local n = 0 for _ in ('abc'):gmatch('') do n = n + 1 end return n end)()", "4"),
        (
            "(function() local t = {} for w in ('one two'):gmatch('%a+', 4) do t[#t + 1] = w end return t[1] end)()",
            "two"
        ),
        ("(function() local n = 0 for _ in ('^a^a'):gmatch('^a') do n = n + 1 end return n end)()", "2"),
        // gsub
        ("('hello'):gsub('l', 'L')", "heLLo 2"), ("('hello'):gsub('l', 'L', 1)", "heLlo 1"),
        ("('abc'):gsub('', '-')", "-a-b-c- 4"),
        ("('hello world'):gsub('(%w+) (%w+)', '%2 %1')", "world hello 1"), ("('abc'):gsub('%w', '%0%0')", "aabbcc 3"),
        ("('$name'):gsub('%$(%w+)', { name = 'Lua' })", "Lua 1"), ("('$x'):gsub('%$(%w+)', {})", "$x 1"),
        ("('a b'):gsub('%w', function(c) if c == 'a' then return 'z' end end)", "z b 2"),
        ("('100%'):gsub('%%', '%%%%')", "100%% 1"),
        ("('abc'):gsub('^a', 'x')", "xbc 1"), ("('aaa'):gsub('^a', 'x')", "xaa 1"), ("('x'):gsub('()', '%1')", "1x2 2"),
        ("('abc def'):gsub('%f[%w]%w+', string.upper)", "ABC DEF 2"), ("('a'):gsub('a', 1)", "1 1"),
        // tables
        ("table.concat({ 1, 2, 'x' }, ', ')", "1, 2, x"), ("table.concat({}, ',')", ""),
        ("table.concat({ 1, 2, 3 }, '-', 2)", "2-3"),
        ("table.concat({ 1, 2, 3 }, '-', 3, 2)", ""),
        (
            "(function() local t = { 1, 3 } table.insert(t, 2, 2) table.insert(t, 4) return table.concat(t) end)()",
            "1234"
        ),
        ("(function() local t = { 1, 2, 3 } return table.remove(t, 1) .. table.remove(t) .. #t end)()", "131"),
        ("table.remove({})", "nil"), ("table.concat(table.move({ 1, 2, 3 }, 1, 3, 2))", "1123"),
        ("table.concat(table.move({ 1, 2, 3 }, 2, 3, 1))", "233"),
        ("table.concat(table.move({ 1, 2 }, 1, 2, 3, { 8, 9 }))", "8912"),
        (
            "(function() local t = { 3, 1, 2 } table.sort(t, function(a, b) return a > b end) return table.concat(t) end)()",
            "321"
        ),
        // pcall and xpcall
        ("pcall(function(...) return ... end, 1, 2)", "true 1 2"), ("pcall(error, 'x', 0)", "false x"),
        ("pcall(error)", "false nil"),
        ("xpcall(function(a) return a * 2 end, print, 21)", "true 42"),
        ("xpcall(error, function(m) return m .. '!' end, 'x', 0)", "false x!"),
        ("select('#', pcall(function() end))", "1"), ("pcall(pcall, error)", "true false nil"),
    ]

    @Test(arguments: rows)
    func `gives what the manual says`(expression: String, expected: String) throws {
        let source = """
            local t = table.pack(\(expression))
            for i = 1, t.n do t[i] = tostring(t[i]) end
            return table.concat(t, ' ')
            """
        #expect(try LuaState().run(source, returning: String.self) == expected)
    }

    static let mistakes: [(String, String)] = [
        ("('a'):find('[a')", "malformed pattern (missing ']')"),
        ("('a'):find('%')", "malformed pattern (ends with '%')"),
        ("('a'):find('(a')", "unfinished capture"), ("('a'):match('a)')", "invalid pattern capture"),
        ("('a'):find('%1')", "invalid capture index %1"), ("('a'):find('%b')", "missing arguments to '%b'"),
        ("('a'):find('%f')", "missing '[' after '%f' in pattern"),
        ("('a'):gsub('a', '%2')", "invalid capture index %2"),
        ("('a'):gsub('a', '%x')", "invalid use of '%' in replacement string"),
        ("('a'):gsub('a', function() return {} end)", "invalid replacement value (a table)"),
        ("('a'):find(('()'):rep(33))", "too many captures"),
        ("('a'):rep(300):find(('a?'):rep(220))", "pattern too complex"),
        ("('x'):rep(1e15, 'yyyyy'):rep(1e15)", "resulting string too large"),
        ("('xx'):rep(math.maxinteger)", "resulting string too large"),
        ("table.concat({ {} })", "invalid value (table) at index 1 in table for 'concat'"),
        ("table.insert({}, 5, 1)", "position out of bounds"),
        ("table.insert({}, 1, 2, 3)", "wrong number of arguments to 'insert'"),
        ("table.remove({}, 5)", "position out of bounds"), ("table.move({}, 1, math.maxinteger, 2)", "wrap around"),
        ("table.move({}, -1, math.maxinteger, 2)", "too many elements to move"),
        ("table.insert(1, 2)", "table expected, got number"),
        ("table.sort({ 1, 2 }, 1)", "function expected, got number"), ("table.sort({ 1, 'x' })", "attempt to compare"),
        ("coroutine.resume(1)", "thread expected"), ("pcall()", "value expected"),
        ("setmetatable(1, {})", "table expected"),
        ("coroutine.wrap(function() error('x') end)()", "x"), ("coroutine.yield()", "outside a coroutine"),
        ("local f = coroutine.wrap(function() end) f() f()", "cannot resume dead coroutine"),
    ]

    @Test(arguments: mistakes)
    func `reports mistakes in Lua's words`(source: String, expected: String) throws {
        let error = #expect(throws: LuaError.self) { try LuaState().run(source) }
        #expect(error?.message.contains(expected) == true, "\(String(describing: error))")
    }
}
