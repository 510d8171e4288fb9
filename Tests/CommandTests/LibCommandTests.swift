import Glibc
import TestSupport
import Testing

/// `cph lib` in a project, as people and programs call it.
@Suite(.ownThreads)
struct LibCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Runs a line of the shell in the folder `place`, where `cph` is the program.
    private func shell(_ line: String, in place: String) throws -> Command.Outcome {
        let text = "cph() { '\(Command.executable)' \"$@\"; }; mkdir -p '\(place)' && cd '\(place)' && \(line)"
        return try RunningCommand(
            "/bin/sh", ["-c", text], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path]
        ).wait()
    }

    private func author(_ line: String) throws -> Command.Outcome { try shell(line, in: "\(folder.path)/author") }

    private func user(_ line: String) throws -> Command.Outcome { try shell(line, in: "\(folder.path)/user") }

    /// Publishes fleets 1.0.0, which the user then installs.
    private func install() throws {
        let made = try author("cph lib init fleets && cph lib publish ../rocks --version 1.0.0")
        try #require(made.status == 0, "\(made.error)")
        let used = try user("cph lib init ops && cph lib add fleets --server ../rocks")
        try #require(used.status == 0, "\(used.error)")
    }

    @Test func `list, why and outdated print lines for programs, and say the rest on standard error`() throws {
        try install()
        let rocks = "\(folder.path)/rocks"
        #expect(try user("cph lib list").output == "fleets\t1.0.0-1\tops\t\(rocks)\n")
        #expect(try user("cph lib why fleets").output == "ops wants fleets\n")
        let newest = try user("cph lib outdated")
        #expect(newest.output.isEmpty && newest.error == "everything is the newest\n" && newest.status == 0)
        #expect(try author("cph lib publish ../rocks --version 1.1.0").status == 0)
        #expect(try user("cph lib outdated").output == "fleets\t1.0.0-1\t1.1.0-1\t1.1.0-1\n")
        let update = try user("cph lib update fleets")
        #expect(update.error.contains("fleets 1.1.0-1 from \(rocks) (was 1.0.0-1)") && update.output.isEmpty)
        let removal = try user("cph lib remove fleets && cph lib list")
        #expect(removal.output.isEmpty && removal.error.hasSuffix("nothing is installed\n"), "\(removal.error)")
    }

    @Test func `with --json they print JSON, also of nothing`() throws {
        #expect(
            try user("cph lib init ops 2>&- && cph lib list --json && cph lib outdated --json").output == "[]\n[]\n")
        folder.remove("user")
        try install()
        #expect(try author("cph lib publish ../rocks --version 1.1.0").status == 0)
        let script = """
            cph lib list --json && cph lib outdated --json && cph lib why --json fleets
            """
        let output = try user(script).output
        for part in [
            "\"version\": \"1.0.0-1\"", "\"needed_by\": [\n      \"ops\"\n    ]",
            "\"files\": [\n      \"fleets/init.lua\"\n    ]",
            "\"fits\": \"1.1.0-1\"", "\"by\": \"ops\"", "\"wants\": \"fleets\"",
        ] {
            #expect(output.contains(part), "\(part) in \(output)")
        }
    }

    @Test(arguments: ["update fleet", "remove fleet", "why fleet"])
    func `a name that is nearly right is an error with a suggestion`(words: String) throws {
        try install()
        let outcome = try user("cph lib \(words)")
        #expect(outcome.status == 1)
        #expect(outcome.error == "cph: \"fleet\" is not installed; did you mean fleets?\n")
    }

    @Test func `install --locked needs neither the server nor the right to write`() throws {
        try install()
        try folder.write("user/before", "")
        let outcome = try user("mv ../rocks ../gone && cph lib install --locked && find . -newer before -type f")
        #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
        #expect(outcome.error == "1 library, 1 file in lua_modules already, as cph.lock says\n")
    }

    @Test(arguments: [SIGINT, SIGTERM]) func `Ctrl-C in the middle leaves nothing behind`(signal: Int32) throws {
        try install()
        let events = try FolderEvents(folder.path)
        try folder.write("tools/curl", "#!/bin/sh\n/bin/touch '\(folder.path)/asked'\nexec /bin/sleep 100\n")
        try folder.write("user/cph.project.lua", "return { servers = { 'https://rocks.example.org' } }")
        chmod("\(folder.path)/tools/curl", 0o755)
        let before = folder.files()
        let line = "cd '\(folder.path)/user' && exec '\(Command.executable)' lib update"
        let running = try RunningCommand(
            "/bin/sh", ["-c", line], environment: ["PATH": "\(folder.path)/tools:/bin", "HOME": folder.path])
        while events.next(orEndOf: running), events.file != "asked" {}
        running.signal(signal)
        let outcome = running.wait()
        #expect(outcome.status == -signal && outcome.error.isEmpty, "\(outcome.error)")
        #expect(folder.files().filter { $0 != "asked" } == before)
        #expect(try user("cph lib verify").status == 0)
    }

    @Test func `publish runs the check and the tests first`() throws {
        #expect(try author("cph lib init fleets").status == 0)
        try folder.write(
            "author/lib/fleets/bad.lua", "local bad = {}\nfunction bad.f() return undeclared end\nreturn bad\n")
        let wrong = try author("cph lib publish ../rocks --version 1.0.0")
        #expect(wrong.status == 1 && wrong.output.isEmpty)
        #expect(
            wrong.error == """
                cph: nothing was published: cph check finds 1 error
                  lib/fleets/bad.lua:2:25: undeclared global 'undeclared'

                """)
        folder.remove("author/lib/fleets/bad.lua")
        try folder.write(
            "author/spec/more_spec.lua",
            "describe('more', function() it('fails', function() assert.equal(1, 2) end) end)")
        let failing = try author("cph lib publish ../rocks --version 1.0.0")
        #expect(
            failing.status == 1
                && failing.error.hasPrefix("cph: nothing was published: 1 of 3 tests failed\n  more fails\n"))
        #expect(!folder.files().contains { $0.hasPrefix("rocks/") })
        try folder.write("author/spec/more_spec.lua", "describe('more', function() pending('waits') end)")
        let good = try author("cph lib publish ../rocks --version 1.0.0")
        #expect(
            good.status == 0 && good.error.hasPrefix("2 tests passed, 1 pending\nfleets 1.0.0-1 is published in "),
            "\(good.error)")
    }

    @Test func `publish says what is wrong with the version before it runs anything`() throws {
        let spec = "error 'was run'"
        #expect(try author("cph lib init fleets").status == 0)
        try folder.write("author/spec/fleets_spec.lua", spec)
        #expect(try author("cph lib publish ../rocks").error.contains("say which one this is"))
    }

    @Test func `a library in development may leave globals undeclared where its project says so`() throws {
        #expect(try author("cph lib init fleets").status == 0)
        try folder.write("author/lib/fleets/init.lua", "return { unpack = table.unpack or unpack, jit = jit }\n")
        try folder.write(
            "author/spec/fleets_spec.lua", "it('loads', function() assert.is_nil(require('fleets').jit) end)")
        #expect(try author("cph check lib && cph test").status == 1)
        try folder.write("author/cph.project.lua", "return { lenient_lib = true }")
        let outcome = try author("cph check lib && cph test && cph lib publish ../rocks --version 1.0.0")
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.error)")
        #expect(try author("cph -e 'return undeclared'").status == 1)
    }

    @Test func `a trusted script has the whole command line in arg, as lua gives it`() throws {
        let script = "for i = -9, 2 do if arg[i] then print(i, arg[i]) end end"
        try folder.write("author/s.lua", script)
        let program = Command.executable
        #expect(
            try author("cph --trust --proxy http://me:secret@127.0.0.1:1 s.lua a").output == """
                -4\t\(program)
                -3\t--trust
                -2\t--proxy
                -1\thttp://***@127.0.0.1:1
                0\ts.lua
                1\ta

                """)
        #expect(try author("cph s.lua a").output == "0\ts.lua\n1\ta\n")
        #expect(try author("cph run --trust s.lua").output == "-3\t\(program)\n-2\trun\n-1\t--trust\n0\ts.lua\n")
    }

    @Test func `what a project keeps to itself is in no documentation`() throws {
        let text = """
            --- Fleets.
            local fleets = {}

            --- Old.
            ---@deprecated use fleets.new
            function fleets.old() end

            --- Hidden by its name.
            function fleets._inner() end

            --- Hidden by a mark.
            ---@private
            function fleets.by_mark() end

            return fleets
            """
        try folder.write("author/cph.project.lua", "return {}")
        try folder.write("author/lib/fleets.lua", text)
        try folder.write("author/lib/fleets/_part.lua", "--- Hidden module.\nreturn {}")
        for command in ["cph doc", "cph doc fleets", "cph doc --markdown", "cph doc --html site && cat site/*"] {
            let output = try author(command).output
            #expect(output.contains("fleets.old") && output.contains("Deprecated: use fleets.new."), "\(command)")
            #expect(
                !output.contains("_inner") && !output.contains("by_mark") && !output.contains("Hidden module"),
                "\(command)")
        }
        #expect(try author("cph doc fleets._inner").error.contains("nothing is called fleets._inner"))
    }
}
