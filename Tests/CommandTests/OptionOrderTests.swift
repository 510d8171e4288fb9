import TestSupport
import Testing

@testable import cph

@Suite(.ownThreads)
struct OptionOrderTests {
    @Test(arguments: [
        ("--region cn-east-3 doctor", "doctor --region cn-east-3"),
        ("--ledger L ledger list", "ledger list --ledger L"),
        ("--ledger=L ledger list --in-doubt", "ledger list --ledger=L --in-doubt"),
        ("--emulator --region r doctor --json", "doctor --emulator --region r --json"),
        ("--ledger L ledger", "ledger --ledger L"),
        ("--ledger L ledger policy show", "ledger policy show --ledger L"),
        ("--quiet doc --allow-spend", "doc --quiet -- --allow-spend"), ("--quiet doc", "doc --quiet"),
        // What is no command, or no option of a run, stays as it is.
        ("--region r script.lua doctor", "--region r script.lua doctor"), ("doctor --region r", "doctor --region r"),
        ("--emulator -e x doctor", "--emulator -e x doctor"), ("--unknown doctor", "--unknown doctor"),
        ("--emulator run doctor", "run --emulator doctor"), ("--region", "--region"), ("--help", "--help"),
        ("--allow-spend 5 doctor.lua", "--allow-spend 5 doctor.lua"), ("-- doctor", "-- doctor"), ("", ""),
    ])
    func `options of a run may stand before a command`(given: String, read: String) {
        let words = { (text: String) in text.split(separator: " ").map { String($0) } }
        #expect(Run.optionsBehindCommand(words(given)) == words(read))
    }

    @Test func `a command takes the options that stand before it`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.cph("--ledger", "\(folder.path)/none.db", "ledger", "list")
        #expect(outcome.status == 6 && outcome.error.contains("\(folder.path)/none.db"), "\(outcome)")
        let doctor = try Command.cph("--region", "cn-esat-3", "--emulator", "doctor")
        #expect(doctor.status == 0 && doctor.output.contains("embedded cloud"), "\(doctor)")
    }

    @Test func `what io.write returns is not shown behind what it wrote`() throws {
        #expect(try Command.cph("-e", "io.write('a', 1)").output == "a1")
        #expect(try Command.cph("-e", "io.stdout, 1").output.hasSuffix("\t1\n"))
    }

    @Test func `a code of the system's that is no success stays none`() throws {
        for (code, status) in [(256, 1), (512, 1), (-256, 1), (257, 1), (-1, 255), (0, 0), (255, 255)] as [(Int, Int32)]
        {
            #expect(try Command.cph("-e", "os.exit(\(code))").status == status, "\(code)")
        }
    }

    @Test func `a proxy that makes no sense is refused at the start, without its user`() throws {
        for proxy in [
            "http://user:p@ss@host:1", "http://user:p#ss@host", "http://user:pass@host:99999", "host:1", "ftp://x:1",
        ] {
            for words in [["--proxy", proxy, "-e", "print 'ran'"], ["-e", "print 'ran'"]] {
                let outcome = try Command.start(words, environment: words.count == 2 ? ["CPH_PROXY": proxy] : [:])
                    .wait()
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
                #expect(
                    outcome.error.contains("the proxy is malformed") && !outcome.error.contains("user"),
                    "\(outcome.error)")
            }
        }
    }

    @Test func `doctor mentions a proxy that other programs use`() throws {
        let outcome = try Command.cph("--emulator", "doctor", environment: ["https_proxy": "http://p:1"])
        #expect(
            outcome.output.contains("look   proxy         https_proxy is set, and cph does not use it"),
            "\(outcome.output)")
        let used = try Command.cph(
            "--emulator", "--proxy", "http://p:1", "doctor", environment: ["https_proxy": "http://p:1"])
        #expect(!used.output.contains("https_proxy"), "\(used.output)")
    }
}
