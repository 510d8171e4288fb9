import TestSupport
import Testing

@testable import cph

/// The variables of cph's own: one reader, which understands what people write and refuses the rest.
@Suite(.ownThreads)
struct VariableTests {

    private static let buy =
        "cph.servers.create { server_name = 'game', server_model_name = 'physical.rx1.xlarge', "
        + "count = 1, keypair_name = 'k', order_param = cph.order.months(1), public_ip = cph.public_ip.none(), "
        + "nics = { cph.nic '3c5e2638-b71f-4499-8d1e-355e89f21ae0' } }"

    @Test(arguments: ["1", "true", "TRUE", "yes", "On"])
    func `a switch is on in every spelling that people use`(value: String) throws {
        let outcome = try Command.cph("--emulator", "-e", Self.buy, environment: ["CPH_DRY_RUN": value])
        #expect(outcome.status == 0 && outcome.error.contains("would buy"), "\(outcome)")
        let emulated = try Command.cph("-e", Self.buy, environment: ["CPH_EMULATOR": value])
        #expect(emulated.status == 0, "\(emulated)")
    }

    @Test(arguments: ["0", "false", "No", "OFF", ""])
    func `a switch is off in every spelling that people use`(value: String) throws {
        let outcome = try Command.cph("--emulator", "-e", Self.buy, environment: ["CPH_DRY_RUN": value])
        #expect(outcome.status == 0 && !outcome.error.contains("would buy"), "\(outcome)")
    }

    @Test(arguments: ["2", "1 ", "1\r", " true", "ja", "\"1\"", "1;", "tru", "-1", "１", "\u{FEFF}1"])
    func `a switch that says neither is refused by name, and nothing runs`(value: String) throws {
        let switches = CPHVariable.allCases.filter { CPHVariable.isSwitch($0) }
        #expect(switches.count == 6)
        for variable in switches {
            let outcome = try Command.cph(
                "--emulator", "-e", "print 'ran'", environment: [variable.rawValue: value])
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            #expect(
                outcome.error.hasPrefix(
                    "cph: \(variable.rawValue) is to be 1, true, yes or on, or else 0, false, no or off, not "),
                "\(outcome.error)")
        }
    }

    @Test(arguments: [
        ("CPH_LOG_LEVEL", "loud", "is to be trace, debug, info, notice, warning or error, not \"loud\""),
        ("CPH_ALLOW_SPEND", "10 ", "is to be a number from 0 on, up to 1000000000, not \"10 \""),
        ("CPH_ALLOW_COST", "1e3", "is to be an amount of money"),
        ("CPH_ALLOW_COST", "-1", "is to be an amount of money"),
        ("CPH_ALLOW_COST_PER_DAY", "much", "is to be an amount of money"),
        ("CPH_ALLOW_COST_PER_MONTH", "1e3", "is to be an amount of money"),
        ("CPH_ALLOW_PAY", "1e3", "is to be a number"), ("CPH_ALLOW_PER_DAY", "-1", "is to be a number"),
        ("CPH_LEASE", "0s", "is to be a duration from 1s to 1h, such as 15s, not \"0s\""),
        ("CPH_LEASE", "2h", "is to be"),
        ("CPH_ALLOW_CHANGE", "1000000001", "is to be a number"), ("CPH_ALLOW_REQUEST", "many", "is to be a number"),
        ("CPH_REGION", "cn-east-3\r", "begins or ends with a blank, a quote or a control character: \"cn-east-3\\r\""),
        ("CPH_PROJECT_ID", "\"0a1b\"", "begins or ends with"), ("CPH_PROFILE", " prod", "begins or ends with"),
        ("CPH_LEDGER", "/tmp/x\u{A0}", "begins or ends with"), ("CPH_CA_FILE", "ca.pem\n", "begins or ends with"),
        ("CPH_AUTH_TOKEN", "secret\r", "begins or ends with a blank, a quote or a control character\n"),
        ("CPH_PROXY", "http://u:pass@h:1 ", "begins or ends with a blank, a quote or a control character\n"),
    ])
    func `what cannot be read is refused by name`(name: String, value: String, message: String) throws {
        for words in [["-e", "print 'ran'"], ["ledger", "list"], ["doctor"], ["check", "x.lua"]] {
            let outcome = try Command.start(words, environment: [name: value]).wait()
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.error.hasPrefix("cph: \(name) \(message)"), "\(outcome.error)")
            #expect(!outcome.error.contains("secret") && !outcome.error.contains("pass@"))
        }
    }

    @Test func `all that is wrong is said at once, and help is there all the same`() throws {
        let environment = ["CPH_DRY_RUN": "x", "CPH_EMULATOR": "y", "CPH_ALLOW_PAY": "z"]
        let outcome = try Command.cph("-e", "print 'ran'", environment: environment)
        #expect(outcome.status == 2 && outcome.error.split(separator: "\n").count == 3)
        #expect(try Command.cph("--help", environment: environment).status == 0)
        #expect(try Command.cph("completion", "bash", environment: environment).status == 0)
    }

    @Test func `a variable that looks like one of cph's gets a warning with the name that is near`() throws {
        let outcome = try Command.cph(
            "-e", "print 'ran'", environment: ["CPH_DRYRUN": "1", "CPH_SOMETHING": "x", "CPHX": "1", "CPH_REGION": "r"])
        #expect(outcome.status == 0 && outcome.output == "ran\n")
        #expect(
            outcome.error == """
                cph: warning: CPH_DRYRUN is no variable that cph reads; did you mean CPH_DRY_RUN?
                cph: warning: CPH_SOMETHING is no variable that cph reads

                """)
    }

    @Test func `every variable that a text names is one, and every one is named by a text`() throws {
        let find =
            "cd \"$0\" && grep --recursive --only-matching --no-filename --extended-regexp 'CPH_[A-Z_]+' "
            + "README.md CHANGELOG.md SECURITY.md Sources/cph Sources/CPHClient stdlib | sort | uniq -c"
        let lines = try RunningCommand("/bin/sh", ["-c", find, Vectors.root]).wait().lines
        let named = Set(lines.compactMap { $0.split(separator: " ").last.map(String.init) })
        let known = Set(CPHVariable.allCases.map(\.rawValue))
        #expect(named.subtracting(known).subtracting(["CPH_"]).isEmpty, "\(named.subtracting(known))")
        for name in known {
            let count = lines.first { $0.hasSuffix(" \(name)") }?.split(separator: " ").first.flatMap { Int($0) } ?? 0
            #expect(count > 1, "\(name) stands in the list alone")
        }
    }
}
