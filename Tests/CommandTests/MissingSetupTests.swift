import TestSupport
import Testing

/// What is said where there are no credentials, or an address that makes no sense.
@Suite(.ownThreads)
struct MissingSetupTests {
    @Test func `who has no credentials is told once, where to read on, and is not called denied`() throws {
        let plan = fleet("game", 1, then: "plan:show() plan:apply()")
        let outcome = try Command.cph("-", input: plan)
        #expect(
            outcome.status == 2 && outcome.output.contains("\nplan p, no hash: no credentials found\n"), "\(outcome)")
        #expect(outcome.error.ranges(of: "no credentials found").count == 1, "\(outcome.error)")
        #expect(outcome.error.contains("setup error in ") && !outcome.error.contains("denied"), "\(outcome.error)")
        #expect(outcome.error.contains("(cph doc guide credentials says more)"), "\(outcome.error)")
        #expect(try Command.cph("doc", "guide", "credentials").status == 0)
    }

    @Test(arguments: ["pay", "resolve"])
    func `a slip in the ledger's or the purchase's name is told before credentials are asked for`(command: String)
        throws
    {
        let folder = try TemporaryFolder()
        let ledger = "\(folder.path)/l.ledger"
        let missing = try Command.cph("ledger", command, "nope", "--ledger", ledger)
        #expect(missing.status == 6 && missing.error.contains("the ledger \(ledger) does not exist"), "\(missing)")
        let bought = try Command.cph("--emulator", "--ledger", ledger, "-", input: fleet("game", 1))
        #expect(bought.status == 0, "\(bought)")
        let slip = try Command.cph("ledger", command, "gaem-b01", "--ledger", ledger)
        #expect(slip.status == 2 && slip.error.contains("has no purchase \"gaem-b01\""), "\(slip)")
        #expect(slip.error.contains("did you mean game-b01?"), "\(slip)")
        let right = try Command.cph("ledger", command, "game-b01", "--ledger", ledger)
        #expect(right.status == 2 && right.error.contains("setup error: no credentials found"), "\(right)")
    }

    @Test func `a variable with an unknown service is refused at the start`() throws {
        let outcome = try Command.cph("-e", "print 'ran'", environment: ["CPH_ENDPOINT": "cpg=https://a"])
        #expect(
            outcome.status == 2 && outcome.output.isEmpty
                && outcome.error
                    == "cph: CPH_ENDPOINT: unknown service \"cpg\"; did you mean cph? services are cph, iam, bss, vpc, kms, ims, "
                    + "eps, sts, bss-intl\n",
            "\(outcome)")
    }

    @Test(arguments: [["doctor"], ["whoami"], ["ledger", "resolve"], ["ledger", "pay"]])
    func `no option of messages looks as if it had to be given`(command: [String]) throws {
        let help = try Command.start(command + ["--help"]).wait().output
        #expect(help.contains("USAGE: ") && !help.contains("> --log-level"), "\(help)")
    }

    @Test func `a dry run of giving back says what is lost, and that nothing was changed`() throws {
        let folder = try TemporaryFolder()
        let state = "\(folder.path)/c.state"
        let paid = fleet("game", 1).replacing("months(1)", with: "months(1, { pay = true })")
        let bought = try Command.cph("--emulator", "--state", state, "-", input: paid)
        #expect(bought.status == 0, "\(bought)")
        let script = """
            local plan = cph.renewals "r"
            plan:unsubscribe { server_id = cph.servers.list()[1].server_id }
            print(plan:apply())
            """
        let dry = try Command.cph("--emulator", "--state", state, "--dry-run", "-", input: script)
        #expect(dry.error.contains(", deleted with all that is on it; the refund is known afterwards"), "\(dry)")
        #expect(dry.error.hasSuffix("dry run: 1 server would be given back; nothing was changed\n"), "\(dry)")
        #expect(dry.output == "cph.renewals.Result: 0 done, 0 before, 1 would be done\n", "\(dry)")
    }
}
