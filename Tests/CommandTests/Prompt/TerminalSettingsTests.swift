import TestSupport
import Testing

/// Commands, files, profiles, colours and kinds of terminal.
@Suite(.ownThreads)
struct TerminalSettingsTests {
    @Test func `long output goes through the pager, short output does not`() throws {
        let session = try TerminalSession.prompt("--no-rc", environment: ["PAGER": "sed s/^/paged:/"])
        session.type(":help\r")
        try session.expect("paged:Type Lua")
        try session.expect("cph emulator> ")
        try session.enter("1", shows: "1")
    }

    @Test func `commands stand beside the language`() throws {
        let session = try TerminalSession.prompt("--no-rc", environment: ["EDITOR": "sed -i s/40/41/"])
        try session.enter(":profile", shows: "embedded cloud, nothing costs anything")
        session.type(":dry on\r")
        try session.expect("cph emulator dry> ")
        session.type(":dry off\r")
        try session.expect("cph emulator> ")
        session.type(":time 1 + 1\r")
        try session.expect("\n2\n")
        try session.expect(" ms\n")
        try session.enter("40 + 1", shows: "41")
        try session.enter(":edit", shows: "42")
        session.type(":history 3\r")
        try session.expect("\n40 + 1\n:edit\n")
        session.type(":help\r")
        try session.expect(":save FILE")
        session.type(":quit\r")
        #expect(session.ended() == 0)
    }

    @Test func `what succeeded is saved as a script that loads`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/today.lua"
        let session = try TerminalSession.prompt("--no-rc")
        try session.enter("local n = 2")
        try session.enter("error 'never'")
        try session.enter("function double() return n * 2 end")
        try session.enter(":save \(path)", shows: "wrote 2 statements that succeeded to \(path)")
        #expect(
            folder.text("today.lua")
                == "#!/usr/bin/env -S cph run\nlocal n = 2\nfunction double() return n * 2 end\n")
        try session.enter("n = 'changed'")
        try session.enter(":load \(path)")
        try session.enter("double()", shows: "4")
    }

    @Test func `an rc file runs first, unless it is not wanted`() throws {
        let home = try TemporaryFolder()
        try home.write(".config/cph/rc.lua", "function mine() return 'from rc' end")
        let with = try TerminalSession.prompt(environment: ["HOME": home.path])
        try with.enter("mine()", shows: "\"from rc\"")
        let without = try TerminalSession.prompt("--no-rc", environment: ["HOME": home.path])
        try without.enter("mine", shows: "nil")
    }

    @Test func `colours are of the 16, and NO_COLOR and --color decide`() throws {
        let colored = try TerminalSession.prompt("--no-rc", environment: ["NO_COLOR": ""])
        colored.type("local x = 'text'")
        try colored.expect("local x = 'text'")
        #expect(colored.output.contains("\u{1B}[32m'text'"))
        #expect(colored.output.contains("\u{1B}[35mlocal"))
        #expect(!colored.output.contains("\u{1B}[38;"))
        let plain = try TerminalSession.prompt("--no-rc")
        plain.type("local x = 'text'")
        try plain.expect("local x = 'text'")
        #expect(!plain.output.contains("\u{1B}[35m"))
        let asked = try TerminalSession.prompt("--no-rc", "--color", "always")
        asked.type("local x")
        try asked.expect("local x")
        #expect(asked.output.contains("\u{1B}[35mlocal"))
    }

    @Test func `a terminal that cannot move its cursor gets plain lines`() throws {
        let session = try TerminalSession.prompt("--no-rc", environment: ["TERM": "dumb"])
        session.type("for i = 1, 2 do\n")
        try session.expect("...> ")
        session.type("print(i * 100) end\n")
        try session.expect("\n100\n200\n")
        session.type("for\n")
        try session.expect("...> ")
        session.type("\u{3}")
        try session.expect("^C\ncph emulator> ")
        session.type("2 + 3\n")
        try session.expect("\n5\n")
        #expect(!session.output.contains("\u{1B}"))
    }

    @Test func `a locale of C takes Chinese as any other`() throws {
        let session = try TerminalSession.prompt("--no-rc", environment: ["LC_ALL": "C"])
        try session.enter("'云手机'", shows: "\"云手机\"")
    }

    @Test func `a pipe gets results and nothing else`() throws {
        let outcome = try Command.cph("--emulator", "-e", "1 + 2")
        #expect(outcome.output == "3\n" && outcome.error.isEmpty)
        let piped = try Command.cph("--emulator", input: "print(1 + 2)")
        #expect(piped.output == "3\n" && piped.error.isEmpty)
    }

    @Test func `secrets and lines that begin with a blank are not remembered`() throws {
        let home = try TemporaryFolder([
            ".huaweicloud/credentials": "[basic]\nak = A\nsk = first-secret\n[test]\nak = B\nsk = other-secret\n"
        ])
        let session = try TerminalSession.prompt(
            "--no-rc", environment: ["HOME": home.path, "HUAWEICLOUD_SDK_SK": "a-very-secret-key"])
        try session.enter("x = 'a-very-secret-key'")
        try session.enter("x = 'first-secret'")
        try session.enter("x = 'other-secret'")
        try session.enter(" y = 1")
        try session.enter("'kept'", shows: "\"kept\"")
        #expect(home.text(".local/state/cph/history") == "\"'kept'\"\n")
    }

    @Test func `a script opens the prompt where it is, and goes on at Ctrl-D`() throws {
        let folder = try TemporaryFolder()
        try folder.write("s.lua", "local count = 3\ncph.repl()\nprint('count is', count)\n")
        let path = folder.path + "/s.lua"
        let session = try TerminalSession("--emulator", path)
        try session.expect("cph \(path):2> ")
        session.type("count\r")
        try session.expect("\n3\n")
        try session.expect("cph \(path):2> ")
        session.type("count = 4\r")
        try session.expect("count = 4")
        try session.expect("cph \(path):2> ")
        session.type("\u{4}")
        try session.expect("count is\t4\n")
        #expect(session.ended() == 0)
        let piped = try Command.cph("--emulator", path)
        #expect(piped.output == "count is\t3\n")
        #expect(piped.error == "cph.repl at \(path):2: no terminal to open a prompt on; going on\n")
    }

    @Test func `the profile can be changed, and the prompt shows which it is`() throws {
        let home = try TemporaryFolder()
        try home.write(
            ".huaweicloud/credentials", "[prod]\nak = A\nsk = secret-one\n[test]\nak = B\nsk = secret-two\n")
        let session = try TerminalSession(
            "--no-rc", "--profile", "prod", "--region", "cn-east-3", environment: ["HOME": home.path])
        try session.expect("cph prod cn-east-3> ")
        session.type(":profile test cn-north-4\r")
        try session.expect("cph test cn-north-4> ")
        session.type(":profile tset\r")
        try session.expect("did you mean test?")
    }
}
