import Catalog
import Emulator
import LuaKit
import Projects
import Session
import Stdlib
import Testing

/// Every function of `cph`, called wrongly in every way: it says which argument is wrong, at the line of the script.
struct WrongCallTests {
    private static func session() throws -> Session {
        var options = LuaState.Options()
        options.clock = LuaVirtualClock()
        return try Session(
            EmulatedCloud(EmulatedCloud.Configuration(seed: 1)), version: "test", script: "main.lua", arguments: [],
            options: options)
    }

    @Test func `a wrong call is refused with the argument, at the caller's line`() throws {
        let session = try Self.session()
        let catalog = Catalog(session.library, session.stdlib)
        let functions = catalog.entries.values.filter {
            $0.isFunction && ($0.path.hasPrefix("cph.") || $0.path.hasPrefix("\(LuaTask.luaType):"))
        }
        #expect(functions.count > 100)
        for entry in functions.sorted(by: { $0.path < $1.path }) {
            let session = try Self.session()
            let problems = try WrongCalls(catalog: catalog, entry: entry).all.compactMap { call in
                try problem(of: call, in: session).map { "\(call.text)\n    \($0)" }
            }
            if problems.isEmpty { continue }
            Issue.record("\(problems.count) calls of \(entry.path):\n\(problems.prefix(5).joined(separator: "\n"))")
        }
    }

    @Test func `a wrong call is refused alike however it is made`() throws {
        let session = try Self.session()
        for (function, refusal) in [
            ("cph.csv.encode", "bad argument #1 to cph.csv.encode (titles: "),
            ("cph.plan('p').add", "bad argument #0 to cph.plan:add (self: "),
            ("cph.suggest", "bad argument #1 to cph.suggest (word: "),
        ] {
            for way in [
                "pcall(\(function))", "pcall(function() \(function)() end)", "nil, cph.try(\(function))",
                "coroutine.resume(coroutine.create(\(function)))", "xpcall(\(function), function(e) return e end)",
                "pcall(function() return \(function)() end)",
                "pcall(cph.parallel, { 1 }, {}, function() \(function)() end)",
            ] {
                let results = try session.evaluate("table.pack(\(way))", name: "case.lua")
                guard case .table(let table)? = results.first else { continue }
                let code = "local t = ... local e = t[t.n] return type(e) == 'table' and e.kind .. ' ' .. e.message"
                let text = try session.state.main(session.state.load(code, chunk: "look"), table).first
                let words = try session.text(of: text ?? .nil, depth: 1)
                #expect(words.contains("argument \(refusal)"), "\(way): \(words)")
            }
        }
    }

    @Test func `an expression that is nothing but the call is the caller's line too`() throws {
        let session = try Self.session()
        let error = #expect(throws: LuaError.self) { try session.evaluate("cph.table(nil, {})", name: "-e") }
        #expect(session.report(try #require(error)).hasPrefix("-e:1: bad argument #1 to cph.table (titles: "))
    }

    /// What no documentation lists, because it is made while tests run, and what functions return.
    @Test func `no function that is found in a table or returned by one ends in a raw error`() throws {
        let session = try Self.session()
        let source = String(decoding: Stdlib.embedded.source(path: "testing/checks") ?? [], as: UTF8.self)
        let assertions = source.matches(of: /define\("([^"]+)"/).flatMap { $0.output.1.split(separator: " ") }
        #expect(assertions.count >= 20)
        let values = WrongValue.all.filter { $0.type != .nil }.map(\.text).joined(separator: ", ")
        let script = """
            local function values() return { \(values) } end
            local found, seen, problems = {}, {}, {}
            local function add(path, value, depth)
              if type(value) == "function" or (type(value) == "table" and rawget(getmetatable(value) or {}, "__call")) then
                found[#found + 1] = { path = path, call = value }
              end
              if type(value) == "table" and not seen[value] and depth < 4 then
                seen[value] = true
                for name, item in next, value do add(path .. "." .. tostring(name), item, depth + 1) end
              end
            end
            add("cph.testing", cph.testing, 0)
            add("logger", cph.log.with {}, 0)
            add("template", cph.template {}, 0)
            for _, name in ipairs { "called", "called_with", "returned_with", "clear", "revert" } do
              add("spy." .. name, cph.testing.spy.new()[name], 0)
            end
            for name in ("\(assertions.joined(separator: " "))"):gmatch "%S+" do
              for _, form in ipairs { name, "is_not_" .. name } do
                add("assert." .. form, cph.testing.assert[form], 4)
              end
            end
            for _, name in ipairs { "is_all_of", "is_any_of", "is_none_of", "is_ref", "is_near", "is_match" } do
              add("match." .. name, cph.testing.match[name], 4)
            end
            local function try(path, call, ...)
              local ok, err = pcall(call, ...)
              local text = not ok and type(err) == "string" and err or ""
              if text:find "^stdlib/" or text:find "attempt to" or text:find "^bad argument #%d+ to '" then
                local words = {}
                for index = 1, select("#", ...) do words[index] = tostring((select(index, ...))) end
                if problems[#problems] and problems[#problems]:find(path .. "(", 1, true) then return end
                problems[#problems + 1] = ("%s(%s): %s"):format(path, table.concat(words, ", "), text)
              end
            end
            for _, entry in ipairs(found) do
              try(entry.path, entry.call)
              for index, value in ipairs(values()) do
                try(entry.path, entry.call, value)
                for _, other in ipairs(values()) do
                  try(entry.path, entry.call, values()[index], other)
                end
                try(entry.path, entry.call, "x", "x", value)
                try(entry.path, entry.call, {}, "x", value)
              end
            end
            assert(#found > 80, #found)
            return table.concat(problems, "\\n", 1, math.min(#problems, 60)), #problems
            """
        session.state.setDeadline(after: .seconds(20))
        let results = try session.run(Script(name: "walk.lua", bytes: Array(script.utf8)))
        guard case .string(let text)? = results.first, !text.bytes.isEmpty else { return }
        Issue.record("\(String(decoding: text.bytes, as: UTF8.self)) \(results[1])")
    }

    /// What is wrong with how a call ends; nil when all is well.
    private func problem(of call: WrongCall, in session: Session) throws -> String? {
        session.state.setDeadline(after: .seconds(5))
        defer { session.state.setDeadline(after: nil) }
        let script = try Script(name: "case.lua", bytes: Array("\n\n\(call.text)".utf8))
        do throws(LuaError) {
            _ = try session.run(script)
            return call.refusal.map { "succeeds, instead of: \($0)" }
        } catch {
            if case .exit = error.kind { return nil }
            let words = session.report(error)
            guard case .table = error.value else { return "a raw error: \(words)" }
            if let refusal = call.refusal, !error.message.contains(refusal) {
                return "expected \(refusal)\n    got \(words)"
            }
            let isOfArgument = error.message.hasPrefix("bad argument") || error.message.hasPrefix("argument error:")
            if let name = call.function, isOfArgument, !error.message.contains(name) {
                return "does not name \(name): \(words)"
            }
            if let position = session.position(of: error), position.chunk != "case.lua" || position.line != 3 {
                return "at another place: \(words)"
            }
            return nil
        }
    }
}
