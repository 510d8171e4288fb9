import TestSupport
import Testing

/// Every function that the host replaces, called with values of every kind in every combination up to two of them, and
/// many of three and four: `cph --trust` and `lua5.4` give the same results and the same words. What comes out is reduced
/// to a number for each function and first argument; `DETAIL = 'name'` before the script shows a function's calls.
@Suite(.ownThreads)
struct CombinationTests {
    private static let script = """
        local make = {
          function() return nil end, function() return true end, function() return 0 end, function() return 1 end,
          function() return -1 end, function() return 3.0 end, function() return 2.5 end, function() return -7 end,
          function() return 'abc' end, function() return '' end, function() return '2' end, function() return 'b' end,
          function() return '%' end, function() return '[a' end, function() return '(.)%1' end, function() return '.-' end,
          function() return 'x = 1' end, function() return {} end, function() return { 3, 1, 2 } end,
          function() return setmetatable({ 'b' }, { __metatable = 'locked' }) end,
          function() return setmetatable({}, { __len = function() return 2 end, __index = function(_, i) return i end }) end,
          function() return function() end end, function() return function(...) return ... end end,
          function() return error end,
          function() return coroutine.create(function(a) return coroutine.yield(a) end) end,
        }
        -- Each with the most arguments that make a difference.
        local functions = {
          { 'pcall', pcall, 4 }, { 'xpcall', xpcall, 4 }, { 'setmetatable', setmetatable, 4 }, { 'load', load, 3 },
          { 'loadfile', loadfile, 3 }, { 'dofile', dofile, 1 }, { 'rep', string.rep, 4 }, { 'find', string.find, 4 },
          { 'match', string.match, 4 }, { 'gmatch', string.gmatch, 4 }, { 'gsub', string.gsub, 4 },
          { 'insert', table.insert, 4 }, { 'remove', table.remove, 4 }, { 'move', table.move, 4 },
          { 'concat', table.concat, 4 }, { 'sort', table.sort, 4 }, { 'create', coroutine.create, 2 },
          { 'resume', coroutine.resume, 4 }, { 'wrap', coroutine.wrap, 2 }, { 'status', coroutine.status, 2 },
          { 'isyieldable', coroutine.isyieldable, 2 }, { 'running', coroutine.running, 2 },
          { 'close', coroutine.close, 2 }, { 'yield', coroutine.yield, 2 }, { 'warn', warn, 1 },
          { 'searchpath', package.searchpath, 2 }, { 'setupvalue', debug.setupvalue, 2 },
        }

        local function shown(value)
          if type(value) == 'function' then
            local results = table.pack(pcall(value))
            for i = 1, results.n do results[i] = tostring(results[i]) end
            value = 'f:' .. table.concat(results, ',', 1, results.n)
          elseif type(value) == 'table' and not getmetatable(value) then
            local items = {}
            for i = 1, 5 do items[i] = tostring(rawget(value, i)) end
            value = '{' .. table.concat(items, ',') .. '}'
          end
          return (tostring(value):gsub('0x%x+', 'ADDRESS'))
        end

        local function hash(sum, text)
          text = text .. ('\\0'):rep(-#text % 8)
          for i = 1, #text, 8 do sum = sum * 31 + string.unpack('<i8', text, i) end
          return sum
        end

        -- The results, and what has become of the arguments.
        local function outcome(f, ...)
          local count = select('#', ...)
          local arguments, texts = {}, {}
          for i = 1, count do arguments[i] = make[select(i, ...)]() end
          local results = table.pack(pcall(f, table.unpack(arguments, 1, count)))
          for i = 1, results.n do texts[i] = shown(results[i]) end
          for i = 1, count do
            if type(arguments[i]) == 'table' then texts[#texts + 1] = shown(arguments[i]) end
          end
          return table.concat(texts, ' ')
        end

        for _, entry in ipairs(functions) do
          local name, f, most = table.unpack(entry)
          for first = 1, #make do
            local sum = 0
            local function try(...)
              local text = outcome(f, ...)
              sum = hash(sum, text)
              if rawget(_G, 'DETAIL') == name then print(name, table.concat({ ... }, ','), text) end
            end
            if first == 1 then try() end
            try(first)
            for second = 1, most > 1 and #make or 0 do
              try(first, second)
              for third = 1, most > 2 and #make or 0 do
                local turn = first + second + third
                if turn % 4 == 0 then try(first, second, third) end
                for fourth = 1, most > 3 and turn % 23 == 0 and #make or 0 do try(first, second, third, fourth) end
              end
            end
            print(name, first, ('%016x'):format(sum))
          end
        end
        """

    @Test func `replaced functions do as Lua's own, whatever they are called with`() throws {
        let lua = try RunningCommand("/usr/bin/lua5.4", ["-"], input: Self.script).wait()
        let cph = try Command.cph("--trust", "-", input: Self.script)
        #expect(lua.status == 0 && cph.status == 0, "\(cph.error)")
        let (expected, got) = (lua.output.split(separator: "\n"), cph.output.split(separator: "\n"))
        #expect(expected.count == 27 * 25)
        for (theirs, ours) in zip(expected, got) where theirs != ours {
            Issue.record("\(ours): Lua does otherwise")
        }
        #expect(expected.count == got.count && lua.error == cph.error)
    }
}
