import Emulator
import LuaKit
import Projects
import Prompt
import Session
import Testing

/// `cph.repl()`: a prompt inside a script.
struct ScriptPromptTests {
    /// Runs `source`, answers its `cph.repl()` with `lines`, and returns what the prompt said and the script returned.
    private func run(_ source: String, _ lines: String...) throws -> (said: [String], results: [String]) {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: "s.lua", arguments: [])
        var said: [String] = []
        session.scriptPrompt.open = { caller in
            let host = TestHost()
            let prompt = TestPrompt(
                try Prompt(session, host: host, live: AccountValues(cloud) { .zero }, caller: caller) { .zero }, host)
            said += ["at \(prompt.prompt.place?.description ?? "?")"] + lines.map(prompt.feed)
            prompt.prompt.close()
        }
        let values = try session.run(Script(name: "s.lua", bytes: Array(source.utf8)))
        return (said, values.map { $0.text ?? "\($0)" })
    }

    @Test func `the local variables are in sight, also those of outer functions`() throws {
        let (said, _) = try run(
            """
            local outer, unset = "o", nil
            local function f(argument)
              for i = 1, 1 do
                local inner = argument * 2
                cph.repl()
              end
              return outer, unset
            end
            f(21)
            """, "outer, argument, i, inner", "unset", "nothing_declared_this")
        #expect(said == ["at s.lua:5", "\"o\"\t21\t1\t42", "nil", "nil"])
    }

    @Test func `what is assigned holds in the script`() throws {
        let (_, results) = try run(
            """
            local outer = "o"
            local function f() local inner = 1; cph.repl(); return inner .. outer .. type(g) end
            return f()
            """, "inner = 5", "outer = 'new'", "g = print", "local other = 3")
        #expect(results == ["5newfunction"])
    }

    @Test func `the inner variable of a name is the one in sight`() throws {
        let (said, results) = try run(
            "local x = 1 do local x = 2; cph.repl() end return tostring(x)", "x", "x = 3")
        #expect(said.suffix(2) == ["2", ""])
        #expect(results == ["1"])
    }

    @Test func `locals are completed, and so are globals`() throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: "s.lua", arguments: [])
        var offered: [[String]] = []
        session.scriptPrompt.open = { caller in
            let host = TestHost()
            let prompt = TestPrompt(
                try Prompt(session, host: host, live: AccountValues(cloud) { .zero }, caller: caller) { .zero }, host)
            offered = ["spec.", "spe", "tostr"].map(prompt.complete)
        }
        _ = try session.run(Script(name: "s.lua", bytes: Array("local spec = { a = 1 } cph.repl()".utf8)))
        #expect(offered == [["a"], ["spec"], ["tostring"]])
    }

    @Test func `os.exit at the prompt is kept for the script`() throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: "s.lua", arguments: [])
        session.scriptPrompt.open = { caller in
            let host = TestHost()
            let prompt = TestPrompt(
                try Prompt(session, host: host, live: AccountValues(cloud) { .zero }, caller: caller) { .zero }, host)
            #expect(prompt.feed("os.exit(7)") == "(leaves)")
            guard case .exit(let code)? = prompt.prompt.exit?.kind else { return }
            caller.state.requestExit(code: code)
        }
        let error = #expect(throws: LuaError.self) {
            try session.run(Script(name: "s.lua", bytes: Array("cph.repl() error 'goes on'".utf8)))
        }
        if case .exit(let code)? = error?.kind { #expect(code == 7) } else { Issue.record("the script went on") }
    }

    @Test func `without a terminal nothing happens`() throws {
        let cloud = try EmulatedCloud(EmulatedCloud.Configuration(seed: 1))
        let session = try Session(cloud, version: "test", script: "s.lua", arguments: [])
        let values = try session.run(Script(name: "s.lua", bytes: Array("cph.repl() return 'went on'".utf8)))
        #expect(values.first?.text == "went on")
    }
}
