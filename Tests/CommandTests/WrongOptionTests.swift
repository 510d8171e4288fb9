import ArgumentParser
import TestSupport
import Testing

@testable import cph

/// What the parser says of options that cannot be meant, without a process for each.
@Suite(.ownThreads)
struct WrongOptionTests {
    @Test(arguments: [
        ("run --allow-spend=-1 s.lua", "--allow-spend takes a number from 0 on, not -1"),
        ("run --allow-months=-3 s.lua", "--allow-months takes a number from 0 on, not -3"),
        ("run --sandbox --trust s.lua", "--sandbox and --trust exclude each other"),
        ("run --sandbox --allow-exec s.lua", "--sandbox and --allow-exec exclude each other"),
        ("run --catalogue account.json s.lua", "--catalogue is what the embedded cloud has; it goes with --emulator"),
        ("run --deadline soon s.lua", "soon is no duration; write 90s, 15m or 1h30m"),
        ("run --memory 1K s.lua", "1K is no size of at least 1M; write 64M, 512M or 2G"),
        ("run --log-level loud s.lua", "loud is no log level; use trace, debug, info, notice, warning or error"),
        ("run --endpoint cpg=https://a s.lua", "--endpoint: unknown service \"cpg\""),
        ("whoami --endpoint cpg=https://a", "services are cph, iam, bss, vpc, kms, ims, eps, sts, bss-intl"),
        ("ledger refresh --endpoint cpg=https://a", "did you mean cph?"),
        ("run --color red s.lua", "red is no choice of colours; use auto, always or never"),
        ("rehearse --seeds 0 s.lua", "--seeds takes a number from 1 on, not 0"),
        ("rehearse --kills=-1 s.lua", "--kills takes a number from 0 on, not -1"),
        ("ledger resolve", "name one purchase, or give --all"),
        ("ledger resolve game --absent", "--absent needs --evidence TEXT"),
        ("ledger resolve game --adopt a --order b", "--adopt, --order and --absent exclude each other"),
        ("ledger resolve --all --adopt a", "--all only looks; decide about one purchase at a time"),
        ("ledger pay", "name one purchase or order, or give --all"),
        ("run --allow-spend 1000000001 -e 1", "--allow-spend takes a number up to 1000000000"),
        ("run --allow-request=-1 -e 1", "--allow-request takes a number from 0 on, not -1"),
        ("ledger pay game --allow-pay 1000000001", "--allow-pay takes a number up to 1000000000"),
        ("ledger pay game --allow-pay=-1", "--allow-pay takes a number from 0 on, not -1"),
        ("lib install inspect", "install takes what the rockspec needs; cph lib add inspect adds a library to it"),
        ("doc --html site cph.plan", "--html writes the whole site; it takes neither NAME nor another option"),
    ])
    func `says what is wrong with an option`(line: String, message: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let error = try #require(throws: (any Error).self, "\(line)") { _ = try Root.parseAsRoot(words) }
        #expect(Root.message(for: error).contains(message), "\(line)")
        #expect(Root.exitCode(for: error) == .validationFailure)
    }

    @Test(arguments: [
        (
            "lib lst",
            "cph lib: \"lst\" is none of its commands; did you mean cph lib list?\nThere are init, add, install, "
        ),
        ("lib uninstall x", "cph lib: \"uninstall\" is none of its commands; did you mean cph lib remove?\n"),
        (
            "ledger lits",
            "cph ledger: \"lits\" is none of its commands; did you mean cph ledger list?\nThere are list, show, "
        ),
        ("lib zzz --json", "cph lib: \"zzz\" is none of its commands\nThere are "),
    ])
    func `a command's command that is misspelt gets a suggestion`(line: String, message: String) throws {
        let words = line.split(separator: " ").map(String.init)
        #expect(UnknownSubcommand.message(words)?.hasPrefix(message) == true, "\(line)")
        let outcome = try Command.start(words).wait()
        #expect(outcome.status == 2 && outcome.error.hasPrefix(message) && outcome.output.isEmpty)
    }

    @Test(arguments: ["lib list", "lib", "lib --help", "lib help", "doc lst", "ledger list x", "x.lua lst"])
    func `what is no such word is the parser's`(line: String) {
        #expect(UnknownSubcommand.message(line.split(separator: " ").map(String.init)) == nil)
    }
}
