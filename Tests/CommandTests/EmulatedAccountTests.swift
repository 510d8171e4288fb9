import TestSupport
import Testing

/// A team's account in the emulator.
@Suite(.ownThreads)
struct EmulatedAccountTests {
    private let catalogue = "\(Vectors.root)/Tests/EmulatorTests/sdk/catalogue.json"
    private let mirror = "\(Vectors.root)/scripts/mirror.lua"

    @Test func `what mirror.lua writes makes an emulator that it writes the same of`() throws {
        let first = try Command.cph("--emulator", "--catalogue", catalogue, mirror)
        #expect(first.status == 0 && first.error == "", "\(first.error)")
        #expect(first.output.contains("\"server_model_name\": \"physical.rx2.32xlarge.4\""))
        let folder = try TemporaryFolder(["account.json": first.output])
        let second = try Command.cph("--emulator", "--catalogue", "\(folder.path)/account.json", mirror)
        #expect(second.status == 0 && second.output == first.output)
    }

    @Test func `what the account does not have is refused before anything is bought`() throws {
        let code = """
            local _, err = cph.try(cph.servers.create, {
              server_name = "a", server_model_name = "physical.rx1.xlarge", count = 6, keypair_name = "other",
              order_param = cph.order.months(1), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" },
            })
            print(err.code, cph.servers.list()[1])
            """
        let outcome = try Command.cph("--emulator", "--catalogue", catalogue, "-", input: code)
        #expect(outcome.output == "CBC.99003141\tnil\n", "\(outcome.error)")
    }

    @Test(arguments: [["--emulator", "-e", "1"], ["emulator"]])
    func `a file that cannot be used ends with 2 and says why`(arguments: [String]) throws {
        let place = arguments[0] == "emulator" ? 1 : 0
        let options = ["--catalogue", "/nowhere/account.json"]
        let outcome = try Command.start(Array(arguments[..<place]) + options + Array(arguments[place...])).wait()
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("catalogue /nowhere/account.json: cannot be read: No such file"))
    }

    @Test func `a catalogue without an emulator is a mistake`() throws {
        let outcome = try Command.cph("--catalogue", catalogue, "-e", "1")
        #expect(outcome.status == 2 && outcome.error.contains("it goes with --emulator"))
    }
}
