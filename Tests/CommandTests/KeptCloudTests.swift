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

    // MARK: Its ledger

    /// Orders two purchases that wait for payment, and returns what the run said of that.
    @discardableResult
    private func order() throws -> String {
        let outcome = try Command.cph("--emulator", "--state", file, "-", input: fleet("game", 12))
        #expect(outcome.status == 0, "\(outcome)")
        return outcome.error
    }

    private func ledger(_ words: String...) throws -> Command.Outcome {
        try Command.start(["ledger", words[0], "--emulator", "--state", file] + words.dropFirst()).wait()
    }

    private func states() throws -> [String] {
        let list = try Command.cph("ledger", "list", environment: ["CPH_EMULATOR": "1", "CPH_STATE": file])
        return list.lines.map { String($0.split(separator: "\t")[4]) }
    }

    @Test func `commands about the ledger use the kept cloud, and what they do there is kept`() throws {
        try order()
        #expect(try states() == ["unpaid", "unpaid"])
        let paid = try ledger("pay", "game-b01")
        #expect(paid.status == 0 && paid.output.hasPrefix("adopted\tgame-b01\t10/10\t"), "\(paid)")
        #expect(try states() == ["adopted", "unpaid"])
        let news = try ledger("refresh")
        #expect(news.status == 0 && news.error == "cph ledger: asked about 2 orders, 0 had news\n", "\(news)")
        let looked = try ledger("resolve", "--all")
        #expect(looked.status == 0 && looked.error.isEmpty, "\(looked)")
        let hosts = try ledger("export", "--format", "ansible")
        #expect(hosts.status == 0 && hosts.output.hasPrefix("game-b01-0001 ansible_host="), "\(hosts)")
        let unknown = try ledger("approve", "abcdef12")
        #expect(unknown.error.contains("no plan"), "\(unknown)")
        let variables = ["CPH_EMULATOR": "1", "CPH_STATE": file]
        let rest = try Command.cph("ledger", "pay", "--all", environment: variables)
        #expect(rest.status == 0 && rest.lines.count == 1, "\(rest)")
        #expect(try states() == ["adopted", "adopted"])
        for words in [["show", "game-b02"], ["report", "--by", "plan"], ["verify"], ["waiting"], ["policy"]] {
            let outcome = try Command.start(["ledger"] + words, environment: variables).wait()
            #expect(outcome.status == 0, "\(words): \(outcome)")
        }
    }

    @Test func `servers that were given back are in no list of servers, and nobody waits for them`() throws {
        try order()
        #expect(try ledger("pay", "--all").status == 0)
        let back = "cph.renewals('back'):unsubscribe({ purchase = 'game-b02' }):apply()"
        #expect(try Command.cph("--emulator", "--state", file, "-", input: back).status == 0)
        for format in ["csv", "ansible", "ssh"] {
            let outcome = try ledger("export", "--format", format)
            #expect(outcome.output.contains("game-b01"), "\(outcome)")
            #expect(!outcome.output.contains("game-b02") && !outcome.output.contains("nil"), "\(outcome)")
        }
        let inventory = try Command.cph(
            "--emulator", "--state", file, "\(Vectors.root)/scripts/inventory.lua", "--prefix", "game-b02",
            "--timeout", "1s")
        #expect(inventory.status == 0 && inventory.output == "\n[all:vars]\nansible_user=\"root\"\n", "\(inventory)")
        let named =
            "print(select(2, cph.try(cph.servers.wait, cph.ledger.list({ prefix = 'game-b02' })[1].server_ids)))"
        let gone = try Command.cph("--emulator", "--state", file, "-", input: named)
        #expect(gone.status == 0 && gone.output.contains(": gone"), "\(gone)")
    }

    @Test func `commands about the ledger of a cloud that is not kept say so`() throws {
        let commands = [
            ["pay", "--all"], ["resolve", "--all"], ["refresh"], ["export"], ["export", "--format", "ssh"],
            ["approve", "abcdef12"],
        ]
        for words in commands {
            let outcome = try Command.start(["ledger", words[0], "--emulator"] + words.dropFirst()).wait()
            #expect(outcome.status == 2, "\(words): \(outcome)")
            #expect(outcome.error.contains("an embedded cloud without --state has bought nothing"), "\(outcome)")
            #expect(outcome.error.contains("hint: name the file that keeps it: --state FILE, or CPH_STATE"))
        }
        let list = try Command.cph("ledger", "list", environment: ["CPH_EMULATOR": "1"])
        #expect(list.status == 2 && list.error.contains("hint: name the file that keeps it in CPH_STATE"), "\(list)")
        let missing = try Command.cph("ledger", "pay", "--emulator", "--state", file, "--all")
        #expect(missing.status == 2 && missing.error.contains("no embedded cloud is kept in \(file)\n"), "\(missing)")
        let named = try Command.cph("ledger", "pay", "--emulator", "--ledger", "\(file).ledger", "--all")
        #expect(named.status == 2 && named.error.contains("without --state has bought nothing"), "\(named)")
    }

    @Test func `the command that a run recommends works as it stands`() throws {
        let said = try order()
        let command = try #require(said.firstMatch(of: /: cph (ledger pay .*)\n/)?.1)
        #expect(command == "ledger pay --emulator --state \(file) --all")
        let outcome = try Command.start(command.split(separator: " ").map(String.init)).wait()
        #expect(outcome.status == 0 && outcome.lines.count == 2, "\(outcome)")
        // What variables say holds for the next command too.
        let other = try TemporaryFolder()
        let again = try Command.cph(
            "-", input: fleet("game", 1),
            environment: ["CPH_EMULATOR": "1", "CPH_STATE": "\(other.path)/cloud.json"])
        #expect(again.error.contains(": cph ledger pay game-b01\n"), "\(again)")
    }

    @Test func `--state goes with --emulator`() throws {
        let outcome = try Command.cph("--state", file, "-e", "1")
        #expect(
            outcome.status == 2 && outcome.error.contains("--state keeps the embedded cloud; it goes with --emulator"))
    }
}
