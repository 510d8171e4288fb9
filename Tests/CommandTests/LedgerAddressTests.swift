import Glibc
import TestSupport
import Testing

/// A server's address in the option and the variable: what is refused, and that a password in it is seen by nobody.
@Suite(.ownThreads)
struct LedgerAddressTests {
    @Test(arguments: [
        ("postgresql://me:canary@db/cph", "--ledger holds a password"),
        ("service=team password=canary", "holds a password"),
        ("postgresql://db/cph?p%61ssword=canary", "holds a password"),
        ("mysql://canary@db/x", "mysql:// is no kind of ledger"),
        ("postgresql://me:can@ary@db/cph", "can't be read"), ("dbname=cph canary", "no NAME=VALUE where one must be"),
    ])
    func `in the option a password is refused before anything runs`(address: String, words: String) throws {
        for command in [
            ["-e", "print 'ran'"], ["--deadline", "9s", "-e", "print 'ran'"], ["ledger", "list"], ["doctor"],
        ] {
            let outcome = try Command.start(
                command.prefix { $0 != "-e" } + ["--ledger", address] + command.drop { $0 != "-e" }, environment: [:]
            ).wait()
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.error.contains(words) && !outcome.error.contains("ary"), "\(outcome.error)")
        }
    }

    @Test(arguments: [
        ("postgresql://me:can@ary@db/cph", "CPH_LEDGER: postgresql://… can't be read"),
        ("mysql://me:canary@db/x", "CPH_LEDGER: mysql:// is no kind of ledger"),
        ("service=team password=canary ", "CPH_LEDGER begins or ends with a blank"),
        ("\"postgresql://me:canary@db/cph\"", "CPH_LEDGER begins or ends with a blank, a quote"),
        ("'postgresql://me:canary@db/cph'", "CPH_LEDGER: it begins with a quote"),
    ])
    func `in the variable what cannot be read is refused by name`(address: String, words: String) throws {
        let outcome = try Command.cph("-e", "print 'ran'", environment: ["CPH_LEDGER": address])
        #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
        #expect(outcome.error.hasPrefix("cph: \(words)") && !outcome.error.contains("ary"), "\(outcome.error)")
    }

    @Test(arguments: [
        ["-e", "return os.getenv 'CPH_LEDGER'"], ["--allow-exec", "-e", "os.execute 'echo \"$CPH_LEDGER\"'"],
        [
            "--trust", "--allow-exec", "-e",
            "return (io.open('/proc/self/environ', 'rb'):read 'a'):gsub('%z', ' ') .. os.getenv 'CPH_LEDGER'",
        ],
        ["--allow-exec", "-e", "return io.popen('cat /proc/$PPID/environ; echo $CPH_LEDGER', 'r'):read 'a'"],
    ])
    func `scripts and children see the variable without its password`(arguments: [String]) throws {
        let environment = ["CPH_LEDGER": "postgresql://me:canary@db.invalid/cph", "PATH": "/bin"]
        let outcome = try Command.start(arguments, environment: environment).wait()
        #expect(outcome.status == 0 && outcome.output.contains("postgresql://me@db.invalid/cph"), "\(outcome)")
        #expect(!(outcome.output + outcome.error).contains("canary"), "\(outcome)")
    }

    @Test func `no command shows the variable's password`() throws {
        let environment = ["CPH_LEDGER": "host=db.invalid password='can ary' dbname=cph", "HOME": "/nonexistent"]
        for words in [
            ["ledger", "list"], ["ledger", "verify"], ["doctor"], ["--log-level", "trace", "-e", fleet("a", 1)],
        ] {
            let outcome = try Command.start(words, environment: environment).wait()
            #expect(outcome.status != 0, "\(outcome)")
            #expect(!(outcome.output + outcome.error).contains("ary"), "\(outcome)")
        }
    }

    @Test func `a file whose name looks like a server's is named by its path`() throws {
        let folder = try TemporaryFolder()
        let ledger = "\(folder.path)/service=team"
        #expect(try Command.cph("--emulator", "--ledger", ledger, "-e", fleet("a", 1)).status == 0)
        #expect(folder.files().contains("service=team"))
    }
}
