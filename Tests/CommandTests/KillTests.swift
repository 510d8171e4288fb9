import Glibc
import Testing

/// Real processes on a real file: killed at any moment, run again from the top, and never a server too many or lost.
struct KillTests {
    /// Buys six times and prints every id.
    private static let script = """
        local base = cph.template { server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 2,
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        for number = 1, 6 do
          for _, id in ipairs(cph.servers.create(base { server_name = arg[1] .. number }).server_ids) do print(id) end
        end
        """

    @Test(arguments: ["", "reset-after=0.2,truncate-after=0.2,503-after=0.2"])
    func `a fleet that is killed again and again is bought once`(faults: String) throws {
        let cloud = faults.isEmpty ? try LocalCloud("--seed", "1") : try LocalCloud("--seed", "1", "--faults", faults)
        var generator = SystemRandomNumberGenerator()
        for fleet in "abcdefgh".map(String.init) {
            for _ in 0..<12 {
                _ = try cloud.cph(
                    "--allow-spend", "12", "--settle", "0s", "-", "\(fleet)-", input: Self.script,
                    killedAfter: .random(in: 5...250, using: &generator))
            }
            let ids = try finish(fleet, cloud)
            let listed = try cloud.cph(
                "-e",
                "for _, server in ipairs(cph.servers.list { server_name = '\(fleet)-' }) do print(server.server_id) end"
            )
            #expect(ids.count == 12 && Set(ids).count == 12, "every server is named once")
            #expect(Set(listed.output.split(separator: "\n").map(String.init)) == Set(ids), "the account has no other")
        }
        #expect(try cloud.cph("ledger", "verify").status == 0)
    }

    /// Runs the script to its end; a purchase in doubt is looked up, and declared absent where the account shows nothing,
    /// which is certain here because the emulator shows what it sold at once.
    private func finish(_ fleet: String, _ cloud: LocalCloud) throws -> [String] {
        for _ in 0..<20 {
            let outcome = try cloud.cph("--allow-spend", "12", "--settle", "0s", "-", "\(fleet)-", input: Self.script)
            if outcome.status == 0 { return outcome.output.split(separator: "\n").map(String.init) }
            #expect(outcome.status == 20, "\(outcome.error)")
            for line in try cloud.cph("ledger", "list", "--in-doubt").output.split(separator: "\n") {
                let name = String(line.split(separator: "\t")[1])
                if try cloud.cph("ledger", "resolve", name).status == 20 {
                    let absent = try cloud.cph("ledger", "resolve", name, "--absent", "--evidence", "the list is empty")
                    #expect(absent.status == 0, "\(absent.error)")
                }
            }
        }
        Issue.record("fleet \(fleet) was not finished after 20 runs")
        return []
    }

    @Test func `two runs at once buy once`() throws {
        let cloud = try LocalCloud()
        let runs = try (0..<6).map { _ in
            try Command.start(
                ["--allow-spend", "12", "-", "z-"], input: Self.script, environment: cloud.environment)
        }
        let outcomes = runs.map { $0.wait() }
        #expect(outcomes.contains { $0.status == 0 }, "\(outcomes.map(\.error))")
        #expect(outcomes.allSatisfy { $0.status == 0 || $0.error.contains("is in use by") }, "\(outcomes.map(\.error))")
        #expect(try cloud.cph("-e", "#cph.servers.list()").output == "12\n")
    }
}
