import Files
import Glibc
import TestSupport
import Testing

/// A ledger that a project's settings name: who has to agree to it, and when.
@Suite(.ownThreads)
struct ProjectLedgerTests {
    /// A project whose script buys one server, and a cloud to buy from.
    private struct Site {
        let cloud: LocalCloud
        let folder: TemporaryFolder
        var root: String { folder.path }
        var script: String { "\(folder.path)/scripts/buy.lua" }
        private var trusted: String { "\(cloud.home)/.local/state/cph/trusted-ledgers" }

        init(ledger: String?) throws {
            cloud = try LocalCloud()
            folder = try TemporaryFolder(["scripts/buy.lua": fleet("game", 1)], isInMemory: true)
            try set(ledger)
        }

        func set(_ ledger: String?) throws {
            let setting = ledger.map { "ledger = [==[\($0)]==]" } ?? ""
            try folder.write("cph.project.lua", "return { \(setting) }")
        }

        func buy(_ options: String...) throws -> Command.Outcome {
            try Command.start(["--allow-spend", "9"] + options + [script], environment: cloud.environment).wait()
        }

        /// Runs cph in the project's folder.
        func cph(_ words: String) throws -> Command.Outcome {
            try RunningCommand(
                "/bin/sh", ["-c", "cd '\(root)' && exec '\(Command.executable)' \(words)"],
                environment: cloud.environment
            ).wait()
        }

        func terminal(_ words: String...) throws -> TerminalSession {
            try TerminalSession(words, environment: cloud.environment, columns: 160, rows: 30)
        }

        func trust() throws {
            let outcome = try cloud.cph("ledger", "trust", "--project", root)
            #expect(outcome.status == 0, "\(outcome)")
        }

        /// The files in which trust is remembered.
        var records: [String] {
            ((try? Files.entries(below: trusted)) ?? []).map { "\(trusted)/\($0.path)" }
        }
    }

    /// Nothing was bought, and the words say what to do.
    private func expectRefusal(_ outcome: Command.Outcome, _ site: Site, _ words: String) throws {
        #expect(outcome.status == 6, "\(outcome)")
        #expect(outcome.error.contains(words) && outcome.error.contains("nothing was sent"), "\(outcome.error)")
        #expect(try site.cloud.servers() == 0)
        #expect(!site.cloud.hasLedger)
    }

    private static let notAgreed = "to which you have not agreed"

    @Test func `without a terminal it is refused until somebody trusts it, then scripts and commands share it`() throws
    {
        let site = try Site(ledger: "data/team.sqlite3")
        let refused = try site.buy()
        try expectRefusal(refused, site, Self.notAgreed)
        #expect(refused.error.contains("the project \(site.root) names the ledger \(site.root)/data/team.sqlite3,"))
        #expect(refused.error.contains("cph ledger trust --project \(site.root)"))
        for words in ["ledger list", "ledger show game", "ledger verify", "ledger export", "-e 'cph.ledger.list()'"] {
            let outcome = try site.cph(words)
            // A file that nobody has made has nothing to say, and is not made.
            #expect(outcome.status == (words.hasPrefix("-e") ? 0 : 6), "\(words): \(outcome)")
        }
        #expect(!Files.exists("\(site.root)/data"))
        let trusted = try site.cloud.cph("ledger", "trust", "--project", "\(site.root)/scripts")
        #expect(trusted.output == "trusted: \(site.root)/data/team.sqlite3\nfor the project \(site.root)\n")
        #expect(try site.cph("ledger list").error == "cph ledger: no purchases\n")
        #expect(try site.buy().status == 0)
        #expect(Files.isFile("\(site.root)/data/team.sqlite3") && !site.cloud.hasLedger)
        #expect(try site.cph("ledger list").output.contains("game"))
        #expect(try site.cloud.cph("ledger", "list").output.isEmpty, "another folder has another ledger")
        // A link to the script from elsewhere leads to the same project.
        #expect(symlink(site.script, "\(site.cloud.home)/buy") == 0)
        #expect(try site.cloud.cph("--allow-spend", "9", "\(site.cloud.home)/buy").status == 0)
        #expect(try site.cloud.servers() == 1)
        let record = try #require(site.records.first)
        #expect(try Files.status(record)?.st_mode == S_IFREG | 0o600)
    }

    @Test func `a script that only reads, checks and help need no agreement`() throws {
        let site = try Site(ledger: "postgresql://db.invalid/cph")
        try site.folder.write("scripts/read.lua", "print(#cph.servers.list())")
        let outcome = try site.cloud.cph("\(site.root)/scripts/read.lua")
        #expect(outcome.status == 0 && outcome.output == "0\n", "\(outcome)")
        #expect(try site.cph("check scripts/read.lua").status == 0)
    }

    @Test func `option and variable come before it, and need no agreement`() throws {
        let site = try Site(ledger: "team.sqlite3")
        let own = "\(site.cloud.home)/own.sqlite3"
        #expect(try site.buy("--ledger", own).status == 0)
        let variable = site.cloud.environment.merging(["CPH_LEDGER": own]) { $1 }
        let again = try Command.start(["--allow-spend", "9", site.script], environment: variable).wait()
        #expect(again.status == 0 && Files.isFile(own), "\(again)")
        #expect(try site.cloud.servers() == 1)
        #expect(!Files.exists("\(site.root)/team.sqlite3"))
    }

    @Test func `what is in memory stays there, whatever a project says`() throws {
        let site = try Site(ledger: "team.sqlite3")
        try site.folder.write(
            "spec/buy_spec.lua",
            "it('buys', function() assert.equal(0, cph.testing.run('scripts/buy.lua').exit_code) end)")
        for isTrusted in [false, true] {
            if isTrusted { try site.trust() }
            for words in ["--emulator scripts/buy.lua", "test", "rehearse --seeds 2 --summary scripts/buy.lua"] {
                let outcome = try site.cph(words)
                #expect(outcome.status == 0, "\(words): \(outcome)")
            }
            #expect(!Files.exists("\(site.root)/team.sqlite3") && !site.cloud.hasLedger)
        }
        #expect(try site.cph("--emulator -e 'print(1)'").status == 0)
        #expect(try site.cph("doctor --emulator").output.contains("in memory"))
    }

    // MARK: What is changed afterwards

    @Test(arguments: ["other.sqlite3", "../team.sqlite3", "./team.sqlite3", "postgresql://db.invalid/cph"])
    func `another value is asked about anew`(value: String) throws {
        let site = try Site(ledger: "team.sqlite3")
        try site.trust()
        try site.set(value)
        try expectRefusal(try site.buy(), site, Self.notAgreed)
        #expect(site.folder.files() == ["cph.project.lua", "scripts/buy.lua"])
    }

    @Test func `a link that leads elsewhere is another place`() throws {
        let site = try Site(ledger: "data/team.sqlite3")
        try site.folder.write("data/x", "")
        try site.trust()
        try site.folder.write("elsewhere/x", "")
        site.folder.remove("data/x")
        #expect(rmdir("\(site.root)/data") == 0 && symlink("elsewhere", "\(site.root)/data") == 0)
        try expectRefusal(try site.buy(), site, "names the ledger \(site.root)/elsewhere/team.sqlite3, to which")
        // Agreed to by its place behind the link, which is the file that is opened.
        try site.trust()
        #expect(try site.buy().status == 0)
        #expect(Files.isFile("\(site.root)/elsewhere/team.sqlite3"))
    }

    @Test(arguments: ["dangling", "dangling/team.sqlite3", "missing/../team.sqlite3", "self/x"])
    func `a path that leads nowhere is refused`(value: String) throws {
        let site = try Site(ledger: value)
        #expect(symlink("/nowhere/at/all", "\(site.root)/dangling") == 0)
        #expect(symlink("self", "\(site.root)/self") == 0)
        try expectRefusal(try site.buy(), site, "leads nowhere")
        #expect(try site.cph("ledger trust").status == 2)
    }

    @Test func `a project that ceases to name it does not fall back to another ledger`() throws {
        let site = try Site(ledger: "team.sqlite3")
        try site.trust()
        let words = "the project \(site.root) no longer names the ledger \(site.root)/team.sqlite3"
        try site.set(nil)
        try expectRefusal(try site.buy(), site, words)
        // Nor does one whose project file is gone, or a project that was put between.
        site.folder.remove("cph.project.lua")
        let gone = try site.buy()
        try expectRefusal(gone, site, words)
        #expect(gone.error.contains("cph ledger distrust --project \(site.root)"))
        try site.folder.write("scripts/cph.project.lua", "return {}")
        try expectRefusal(try site.buy(), site, words)
        let distrust = try site.cph("ledger distrust")
        #expect(distrust.output == "no longer trusted: \(site.root)/team.sqlite3\nfor the project \(site.root)\n")
        #expect(site.records.isEmpty)
        #expect(try site.cph("ledger distrust").error.contains("no ledger was agreed to"))
        #expect(try site.buy().status == 0)
        #expect(site.cloud.hasLedger)
    }

    @Test func `what is remembered counts only when nobody else can have written it`() throws {
        let site = try Site(ledger: "team.sqlite3")
        try site.trust()
        let record = try #require(site.records.first)
        #expect(chmod(record, 0o666) == 0)
        try expectRefusal(try site.buy(), site, Self.notAgreed)
        #expect(rename(record, "\(record).txt") == 0 && symlink("\(record).txt", record) == 0)
        try expectRefusal(try site.buy(), site, Self.notAgreed)
        // Trust is of a folder: a copy of it is another project.
        try site.trust()
        let copy = try TemporaryFolder([
            "cph.project.lua": "return { ledger = 'team.sqlite3' }", "buy.lua": fleet("game", 1),
        ])
        let outcome = try site.cloud.cph("--allow-spend", "9", "\(copy.path)/buy.lua")
        try expectRefusal(outcome, site, "the project \(copy.path) names the ledger \(copy.path)/team.sqlite3")
    }

    // MARK: Settings that can't be

    @Test(arguments: [
        ("postgresql://me:canary@db/cph", "holds a password"),
        ("postgresql://db/cph?password=canary", "holds a password"),
        ("host=db password='can ary'", "holds a password"), ("postgresql://me:can@ary@db/cph", "can't be read"),
        ("mysql://me:canary@db/cph", "mysql:// is no kind of ledger"), ("hots=db dbname=cph", "did you mean host?"),
        ("~/team.sqlite3", "~ is the shell's"), ("", "must be the path of a file or a server"),
        ("data/", "must be the path of a file"), ("service=team sslrootcert=ca.pem", "sslrootcert is looked for in"),
    ])
    func `are refused, and repeat no password`(value: String, words: String) throws {
        let site = try Site(ledger: value)
        let outcome = try site.buy()
        try expectRefusal(outcome, site, words)
        #expect(outcome.error.contains("\(site.root)/cph.project.lua: ledger: "))
        let trust = try site.cph("ledger trust")
        #expect(trust.status == 2 && trust.error.contains(words), "\(trust)")
        let doctor = try site.cph("doctor")
        for text in [outcome.error, trust.error, doctor.output, doctor.error] {
            #expect(!text.contains("ary"), "\(text)")
        }
    }

    @Test func `settings that others may write, or that cannot be read, name no ledger and leave none`() throws {
        let site = try Site(ledger: "team.sqlite3")
        try site.trust()
        #expect(chmod("\(site.root)/cph.project.lua", 0o666) == 0)
        try expectRefusal(try site.buy(), site, "others may write")
        #expect(chmod("\(site.root)/cph.project.lua", 0o644) == 0)
        try site.folder.write("cph.project.lua", "return { ledger = 7 }")
        try expectRefusal(try site.buy(), site, "ledger: must be a text, not")
        try site.folder.write("cph.project.lua", "return {")
        try expectRefusal(try site.buy(), site, "cph.project.lua")
    }

    @Test func `without a setting there is nothing to agree to`() throws {
        let site = try Site(ledger: nil)
        let outcome = try site.cph("ledger trust")
        #expect(
            outcome.status == 2 && outcome.error.contains("no settings name a ledger in . or above it"), "\(outcome)")
        #expect(try site.buy().status == 0)
        #expect(site.cloud.hasLedger)
    }

    // MARK: On a terminal

    @Test func `is asked about once, and a yes is remembered`() throws {
        let site = try Site(ledger: "data/../team.sqlite3")
        try site.folder.write("data/x", "")
        let first = try site.terminal("--allow-spend", "9", site.script)
        try first.expect("The settings of this project name the ledger")
        try first.expect("ledger \(site.root)/team.sqlite3\n")
        try first.expect("it says: data/../team.sqlite3")
        try first.expect("project \(site.root)\n")
        try first.expect("Type trust to record purchases there from now on, anything else to stop: ")
        first.type("trust\r")
        #expect(first.ended() == 0, "\(first.output)")
        #expect(Files.isFile("\(site.root)/team.sqlite3"))
        #expect(try site.buy().status == 0)
        let list = try site.terminal("--allow-spend", "9", site.script)
        #expect(list.ended() == 0 && !list.output.contains("Type trust"))
        #expect(try site.cloud.servers() == 1)
    }

    @Test(arguments: ["y\r", "\r", "\u{3}", "trusty\r"])
    func `anything else buys nothing and is asked again`(answer: String) throws {
        let site = try Site(ledger: "team.sqlite3")
        for _ in 1...2 {
            let session = try site.terminal("--allow-spend", "9", site.script)
            try session.expect("Type trust to record purchases there from now on, anything else to stop: ")
            session.type(answer)
            #expect(session.ended() == 6)
            #expect(session.output.contains(Self.notAgreed) && session.output.contains("nothing was sent"))
        }
        #expect(site.records.isEmpty && site.folder.files() == ["cph.project.lua", "scripts/buy.lua"])
        #expect(try site.cloud.servers() == 0)
    }

    @Test func `a command asks too, a shell's Tab and the doctor do not`() throws {
        let site = try Site(ledger: "team.sqlite3")
        func session(_ words: String) throws -> TerminalSession {
            let line = "cd '\(site.root)' && exec '\(Command.executable)' \(words)"
            return try TerminalSession(
                ["-c", line], environment: site.cloud.environment, columns: 160, rows: 30, program: "/bin/sh")
        }
        let tab = try session("ledger list --for-tab")
        #expect(tab.ended() == 6 && !tab.output.contains("Type trust"))
        let doctor = try session("doctor")
        #expect(doctor.ended() == 1 && !doctor.output.contains("Type trust"))
        #expect(doctor.output.contains(Self.notAgreed) && doctor.output.contains("do: "), "\(doctor.output)")
        let list = try session("ledger list")
        try list.expect("Type trust to record purchases there from now on, anything else to stop: ")
        list.type("trust\r")
        #expect(list.ended() == 0 && list.output.contains("no purchases"), "\(list.output)")
        let prompt = try session("")
        try prompt.expect("> ")
        prompt.type(":profile\r")
        try prompt.expect("ledger: \(site.root)/team.sqlite3\n")
        prompt.type(":quit\r")
        #expect(prompt.ended() == 0)
    }
}
