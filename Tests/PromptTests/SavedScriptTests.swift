import Files
import TestSupport
import Testing

/// `:save`: the script does what the session did, or there is none.
struct SavedScriptTests {
    private func saved(_ lines: [String]) throws -> String {
        let folder = try TemporaryFolder()
        let prompt = try TestPrompt()
        for line in lines { _ = prompt.feed(line) }
        let said = prompt.feed(":save \(folder.path)/s.lua")
        guard let text = folder.text("s.lua") else { return said }
        return String(text.dropFirst("#!/usr/bin/env -S cph run\n".count).dropLast())
    }

    /// What the lines print at the prompt, and what their script prints.
    private func printed(_ lines: [String]) throws -> (session: String, script: String) {
        let folder = try TemporaryFolder()
        let prompt = try TestPrompt()
        let session = lines.map { prompt.feed($0) }.joined(separator: "\n")
        let said = prompt.feed(":save \(folder.path)/s.lua")
        #expect(said.hasPrefix("wrote"), "\(said)")
        let other = try TestPrompt()
        let script = other.feed("dofile '\(folder.path)/s.lua'")
        return (session.split(separator: "\n").joined(separator: "\n"), script)
    }

    @Test(arguments: [
        ["local x = 1", "local function f() return x end", "local x = 2", "print(f())"],
        ["function f() return y end", "local y = 5", "print(f())"],
        ["local a, b = 1, 2", "local b, c = 3, 4", "print(a, b, c)"],
        ["x = 1", "local x = 2", "print(x)"], ["if true then return end", "print(1)"],
        ["do local t <close> = nil end", "print(2)"], ["local n <const> = 4", "print(n)"],
        ["goto a ::a::", "goto a ::a::", "print(3)"], ["local f = print", "(f or print)(4)"],
        ["print(nothing)"], ["print(select('#', ...))"], ["local t = {}", "t[#t + 1] = 1;", "print(#t)"],
        ["t = {}", "function add() t[#t + 1] = 1 return #t end", "add() + 1;", "print(#t)"],
        ["local function f() print 'run' return 1 end", "local a = 1\nf() + a;"],
        ["i = 0", "while true do i = i + 1 if i > 3 then break end end", "print(i)"],
        ["local print = print", "print('q')"], ["cfg = cfg or {}", "cfg.x = 1", "print(cfg.x)"],
        ["n = (n or 0) + 1", "print(n)"], ["print(foo)", "foo = 1", "print(foo)"],
        ["for _, v in ipairs { 7 } do print(v) end"], ["local s = '--[[ no ]]' print(s) -- yes"],
    ])
    func `the script prints what the session printed`(lines: [String]) throws {
        let (session, script) = try printed(lines)
        #expect(session == script && !session.isEmpty)
    }

    @Test func `what needs no change is saved as it was typed`() throws {
        let lines = ["local n = 2", "local function f(x)\n  return x * n\nend", "print(f(3))"]
        #expect(try saved(lines) == lines.joined(separator: "\n"))
    }

    @Test func `a variable that lines share is declared at the top`() throws {
        let text = try saved(["local x = 1", "local x = x + 1"])
        #expect(text == "local x\nx = 1\nx = x + 1")
    }

    @Test(arguments: [
        (["1 + 1", "print(_)"], "\"print(_)\" uses _, a last result, which a script does not have"),
        (["x = 1", "x = 2 error 'no'", "print(x)"], "\"print(x)\" uses x, which a line that failed has changed"),
        (["local _ = 3", "4", "print(_)"], "\"print(_)\" uses _, a last result, which a script does not have"),
        (["print(1)", "local print = print"], "\"print\" is a global of every script, and a line has hidden it"),
        (
            ["x = 1", "function f() return x end", "local x = 2", "print(f(), x, _G.x)"],
            "a line looks into the globals, and not all of these would be globals there"
        ),
        (["local f = error('no') or 1", "f = f", "print(f)"], ""),
    ])
    func `what a script cannot do is refused with the reason`(lines: [String], reason: String) throws {
        let said = try saved(lines)
        if reason.isEmpty {
            #expect(!said.hasPrefix("nothing was written"))
        } else {
            #expect(said.hasPrefix("nothing was written: \(reason)"), "\(said)")
        }
    }

    @Test func `a file whose variables the session shares is saved as its text`() throws {
        let folder = try TemporaryFolder()
        try folder.write("l.lua", "local shared = 5\nfunction get() return shared end")
        try folder.write("own.lua", "loaded = true")
        let text = try saved([":load \(folder.path)/l.lua", ":load \(folder.path)/own.lua", "print(shared)"])
        #expect(
            text.contains("local shared = 5\nfunction get()") && text.contains("dofile(\"\(folder.path)/own.lua\")"))
    }
}
