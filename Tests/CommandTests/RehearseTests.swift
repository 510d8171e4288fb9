import Glibc
import TestSupport
import Testing

/// `cph rehearse`: a script meets everything that can go wrong, and what it does with money is counted.
@Suite(.ownThreads)
struct RehearseTests {
    private static let body = """
        local base = cph.template { server_model_name = "m", keypair_name = "k", count = 2,
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }

        """

    /// Names that any run finds again.
    private static let good =
        body + "for i = 1, 3 do cph.servers.create(base { server_name = 'a-' .. i }) cph.sleep '10s' end"

    /// Names with the time in them: every run buys anew.
    private static let bad =
        body + "for i = 1, 3 do cph.servers.create(base { server_name = 'a-' .. os.time() }) cph.sleep '10s' end"

    /// Without the line that has the real time.
    private func stories(_ outcome: Command.Outcome) -> [String] {
        outcome.lines.filter { !$0.contains("seeds a second") }
    }

    @Test func `a script with steady names buys once and loses nothing, and every story replays`() throws {
        let outcome = try Command.cph("rehearse", "--seeds", "60", "-", input: Self.good)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.error)")
        #expect(outcome.lines.last == "0 bought twice, 0 ids lost")
        let rows = outcome.lines.dropFirst().prefix(60).map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.allSatisfy { $0.count == 11 && Int($0[5]) == 6 }, "\(outcome.output)")
        #expect(rows.contains { $0[2] == "3" } && rows.contains { $0[4] != "0" }, "some are killed, some are decided")
        #expect(try stories(Command.cph("rehearse", "--seeds", "60", "-", input: Self.good)) == stories(outcome))
    }

    @Test func `a server whose order is recorded counts as recorded, also where no answer has named it`() throws {
        let script = Self.good.replacing("{ pay = true }", with: "{}")
        let plain = try Command.cph("rehearse", "--seeds", "3", "--faults", "no-ids=0", "-", input: script)
        #expect(plain.output.contains("18 bought, 18 recorded, 0 purchases in doubt"), "\(plain.output)")
        let unnamed = try Command.cph("rehearse", "--seeds", "3", "--faults", "no-ids=1", "-", input: script)
        let sums = "18 bought, 18 recorded (18 by their order, without ids yet), 0 purchases in doubt"
        #expect(unnamed.output.contains(sums), "\(unnamed.output)")
        let rows = unnamed.lines.dropFirst().prefix(3).map { $0.split(separator: "\t") }
        #expect(rows.allSatisfy { $0[6] == "6" && $0[7] == "6" }, "\(unnamed.output)")
    }

    @Test func `names that change between runs are found, and the seed shows how`() throws {
        let outcome = try Command.cph("rehearse", "--seeds", "20", "--summary", "-", input: Self.bad)
        #expect(outcome.status == 1)
        let line = try #require(outcome.lines.first { $0.hasSuffix("WRONG") }).split(separator: "\t")
        #expect(outcome.output.contains("did not ask for it: names change between runs"), "\(outcome.output)")
        #expect(outcome.output.contains("cph rehearse --seed \(line[0]) stdin shows how"))
        let replay = try Command.cph("rehearse", "--seed", String(line[0]), "-", input: Self.bad)
        #expect(replay.status == 1 && replay.lines.last?.split(separator: "\t")[10] == line[10])
        #expect(replay.lines.first?.hasPrefix("0.000 seed \(line[0]): faults") == true)
        #expect(replay.lines.contains { $0.contains("is killed: ") })
    }

    @Test func `a script sees simulated time and may not touch the real one`() throws {
        let script = """
            local before = os.time()
            cph.sleep "3h"
            assert(os.time() - before == 10800 and os.clock() >= 10800 and os.date("!%F", before) == "2026-01-02")
            print "said"
            """
        let outcome = try Command.cph("rehearse", "--seeds", "3", "--kills", "0", "-", input: script)
        #expect(outcome.status == 0 && !outcome.output.contains("said"), "\(outcome.output)\(outcome.error)")
        #expect(try Command.cph("rehearse", "--seed", "1", "--kills", "0", "-", input: script).output.contains("said"))
    }

    @Test func `the project's own fleets come through`() throws {
        for script in ["scripts/fleet.lua", "scripts/resume.lua"] {
            let text = String(decoding: try Vectors.file(script), as: UTF8.self)
            let outcome = try Command.cph("rehearse", "--seeds", "10", "--summary", "-", input: text)
            #expect(outcome.status == 0 && outcome.lines.last == "0 bought twice, 0 ids lost", "\(outcome.output)")
        }
    }

    @Test func `a script that fails by itself is not rehearsed a hundred times`() throws {
        let outcome = try Command.cph("rehearse", "--summary", "-", input: "error 'boom'")
        #expect(outcome.status == 1 && outcome.error.contains("boom"))
        #expect(outcome.output.hasPrefix("5 seeds, 0 of them to the script's end"))
    }

    @Test func `the account has what the catalogue says`() throws {
        for (model, finished) in [("m", 3), ("other", 0)] {
            let account = #"{"server_models": [{"server_model_name": "\#(model)"}]}"#
            let folder = try TemporaryFolder(["account.json": account])
            let outcome = try Command.cph(
                "rehearse", "--catalogue", "\(folder.path)/account.json", "--seeds", "3", "--summary", "-",
                input: Self.good)
            #expect(outcome.output.hasPrefix("3 seeds, \(finished) of them to the script's end"), "\(outcome.output)")
        }
    }

    @Test func `wrong options say what is right, and nothing runs`() throws {
        for (arguments, text) in [
            (["--seeds", "0", "a.lua"], "--seeds takes a number from 1 on, not 0"),
            (["--faults", "resett=1", "a.lua"], "no such fault"), ([], "which script?"),
            (["--seds", "3"], "unknown option --seds"), (["missing.lua"], "cannot read missing.lua"),
            (["--catalogue", "/nowhere.json", "-"], "catalogue /nowhere.json: cannot be read"),
        ] {
            let outcome = try Command.start(["rehearse"] + arguments).wait()
            #expect(outcome.status == 2 && outcome.error.contains(text), "\(outcome.error)")
        }
    }
}
