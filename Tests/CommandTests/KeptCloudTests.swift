import TestSupport
import Testing

/// An emulated cloud that outlives the program.
@Suite(.ownThreads)
struct KeptCloudTests {
    private let folder: TemporaryFolder
    private var file: String { "\(folder.path)/cloud.json" }

    init() throws { folder = try TemporaryFolder() }

    @Test func `runs with --state have one cloud and its ledger, so that the second buys nothing`() throws {
        let first = try Command.cph("--emulator", "--state", file, "-", input: fleet("game", 12))
        #expect(first.status == 0 && first.error.contains("12 bought"), "\(first)")
        let second = try Command.cph(
            "-", input: fleet("game", 12), environment: ["CPH_EMULATOR": "1", "CPH_STATE": file])
        #expect(second.lines == first.lines && second.error.contains("0 bought, 12 were bought before"), "\(second)")
        let count = "print(cph.api.list_cloud_phone_servers({}).count)"
        #expect(try Command.cph("--emulator", "--state", file, "-e", count).output == "12\n")
        #expect(try Command.cph("ledger", "list", "--ledger", "\(file).ledger").lines.count == 2)
    }

    @Test func `a ledger that is named is used, and not the one beside the state`() throws {
        let ledger = "\(folder.path)/other"
        let outcome = try Command.cph(
            "--emulator", "--state", file, "--ledger", ledger, "-", input: fleet("game", 1))
        #expect(outcome.status == 0 && outcome.error.contains("new ledger: \(ledger)"), "\(outcome)")
        #expect(!outcome.error.contains(".ledger"))
    }

    @Test func `two runs at once do not share a file: the second says who has it`() throws {
        let cloud = try LocalCloud("--state", file)
        let outcome = try Command.cph("--emulator", "--state", file, "-e", "print 'ran'")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        let start = "cph: state file \(file) is in use by process "
        #expect(outcome.error.hasPrefix(start) && outcome.error.contains("; wait for its end"), "\(outcome)")
        #expect(!cloud.printed.isEmpty)
    }

    @Test func `clients work after a restart of the emulator with the variables printed before`() throws {
        let (printed, variables) = try {
            let cloud = try LocalCloud("--state", file)
            #expect(try cloud.run(fleet("game", 2), "--allow-spend", "2").status == 0)
            return (cloud.printed, cloud.environment)
        }()
        let again = try LocalCloud("--state", file)
        #expect(again.printed == printed)
        let list = "print(cph.api.list_cloud_phone_servers({}).count)"
        let outcome = try Command.start(
            ["-e", list], environment: variables.merging(["HOME": again.home]) { $1 }
        ).wait()
        #expect(outcome.output == "2\n", "\(outcome)")
    }

    @Test func `--state goes with --emulator`() throws {
        let outcome = try Command.cph("--state", file, "-e", "1")
        #expect(
            outcome.status == 2 && outcome.error.contains("--state keeps the embedded cloud; it goes with --emulator"))
    }
}
