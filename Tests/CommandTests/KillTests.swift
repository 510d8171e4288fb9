import Emulator
import Glibc
import TestSupport
import Testing

/// Real processes on a real file: killed at any moment, run again from the top, and never a server too many or lost.
@Suite(.ownThreads)
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

    /// `scripts/test --long kills` sets CPH_LONG.
    private static let isLong = getenv("CPH_LONG") != nil

    /// With eight fleets and two services 112 kills, or 2,080.
    private static let killsPerFleet = isLong ? 130 : 7

    @Test(arguments: ["", "reset-after=0.2,truncate-after=0.2,503-after=0.2"])
    func `a fleet that is killed again and again is bought once`(faults: String) throws {
        let cloud = faults.isEmpty ? try LocalCloud("--seed", "1") : try LocalCloud("--seed", "1", "--faults", faults)
        var kills = 0
        for fleet in "abcdefgh".map(String.init) {
            for _ in 0..<Self.killsPerFleet {
                let outcome = try cloud.cph(
                    "--allow-spend", "12", "--settle", "0s", "-", "\(fleet)-", input: Self.script,
                    killedAt: .change(.random(in: 1...40)))
                kills += outcome.status == -SIGKILL ? 1 : 0
            }
            let ids = try finish(fleet, cloud)
            #expect(ids.count == 12 && Set(ids).count == 12, "every server is named once")
            #expect(Set(try cloud.ids(named: "\(fleet)-")) == Set(ids), "the account has no other")
        }
        #expect(try cloud.cph("ledger", "verify").status == 0)
        #expect(kills > Self.killsPerFleet, "\(kills) runs were killed before they came to their end")
    }

    /// Runs the script to its end; a purchase in doubt is looked up, and declared absent where the account shows nothing,
    /// which is certain here because the emulator shows what it sold at once.
    private func finish(_ fleet: String, _ cloud: LocalCloud) throws -> [String] {
        for _ in 0..<20 {
            let outcome = try cloud.cph("--allow-spend", "12", "--settle", "0s", "-", "\(fleet)-", input: Self.script)
            if outcome.status == 0 { return outcome.output.split(separator: "\n").map(String.init) }
            #expect(outcome.status == 20, "\(outcome.error)")
            for line in try cloud.cph("ledger", "list", "--in-doubt").output.split(separator: "\n") {
                let name = String(line.split(separator: "\t")[2])
                if try cloud.cph("ledger", "resolve", name).status == 20 {
                    let absent = try cloud.cph(
                        "ledger", "resolve", name, "--absent", "--lag", "0s", "--evidence", "the list is empty")
                    #expect(absent.status == 0, "\(absent.error)")
                }
            }
        }
        Issue.record("fleet \(fleet) was not finished after 20 runs")
        return []
    }

    /// One purchase of one server.
    private static let single = """
        print(cph.servers.create({ server_name = arg[1], server_model_name = "m", keypair_name = "k",
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1])
        """

    /// Everything that can happen to a purchase; what arrives or shows late does so within a second.
    private static let faults =
        FaultKind.all.filter { $0.strikesPurchases }.map(\.example) + ["late=100ms:", "list-lag=100ms,reset-after="]

    /// The start, the intent (with the run's first line it is four), the answer on its way to the disk, the outcome.
    private static let points: [LocalCloud.KillPoint] = [.change(2), .lines(4), .writeBehind(lines: 4), .lines(6)]

    /// One point for each fault, the four in turn; all four with CPH_LONG.
    private static func points(under fault: String) -> [LocalCloud.KillPoint] {
        guard !isLong, let number = faults.firstIndex(of: fault) else { return points }
        return [points[number % points.count]]
    }

    @Test(.serialized, arguments: faults)
    func `killed after each commit, under this fault, it buys once`(fault: String) throws {
        let cloud = try LocalCloud("--seed", "1", "--faults", "\(fault)first=4,latency@create=10ms")
        let points = Self.points(under: fault)
        for (fleet, point) in points.enumerated() {
            let name = "kill-\(fleet)"
            _ = try cloud.cph(
                "--allow-spend", "1", "--settle", "0s", "-", name, input: Self.single, killedAt: point)
            try finish(name, cloud, settle: fault.contains("100ms") ? "1s" : "0s")
        }
        #expect(try cloud.servers() == points.count, "\(fault)")
        #expect(try cloud.cph("ledger", "verify").status == 0)
    }

    @Test(arguments: ["silent-before", "silent-after"], [true, false])
    func `stopped while no answer comes, it buys once`(fault: String, isKilled: Bool) throws {
        let cloud = try LocalCloud("--seed", "1", "--faults", "\(fault)=first=1")
        if isKilled {
            _ = try cloud.cph("--allow-spend", "1", "-", "s", input: Self.single, killedAt: .lines(4))
        } else {
            let outcome = try Self.untilSent(1) { deadline in
                try cloud.cph(
                    "--allow-spend", "1", "--settle", "0s", "--deadline", deadline, "-", "s", input: Self.single)
            }
            #expect(outcome.status == 20 && outcome.error.contains("in doubt"), "\(outcome.error)")
        }
        try finish("s", cloud, settle: "0s", deadline: 1)
        #expect(try cloud.servers() == 1)
    }

    /// Runs a script of one purchase to its end, with a person's decision where the account shows nothing.
    ///
    /// - Parameter settle: Long enough for what is late to arrive and to show: a person who says earlier that nothing was
    ///   bought is wrong in a way that no program can tell.
    private func finish(_ name: String, _ cloud: LocalCloud, settle: String, deadline: Int = 60) throws {
        for _ in 0..<12 {
            let outcome = try Self.untilSent(deadline) { deadline in
                try cloud.cph(
                    "--allow-spend", "1", "--settle", settle, "--deadline", deadline, "-", name, input: Self.single)
            }
            if outcome.status == 0 { return }
            guard outcome.status == 20, try cloud.cph("ledger", "resolve", name).status == 20 else { continue }
            let words =
                try cloud.ids(named: name).first.map { ["--adopt", $0] } ?? [
                    "--absent", "--lag", "0s", "--evidence", "the list is empty",
                ]
            _ = try Command.start(["ledger", "resolve", name] + words, environment: cloud.environment).wait()
        }
        Issue.record("\(name) was not finished")
    }

    /// Runs what may wait for ever for an answer within `seconds`, and within twice that whenever it ended before it had sent
    /// anything (124).
    private static func untilSent(
        _ seconds: Int, _ run: (_ deadline: String) throws -> Command.Outcome
    ) throws -> Command.Outcome {
        var seconds = seconds
        while true {
            let outcome = try run("\(seconds)s")
            guard outcome.status == 124, seconds < 1000 else { return outcome }
            seconds *= 2
        }
    }

    @Test func `fifty runs at once buy once`() throws {
        let cloud = try LocalCloud()
        let runs = try (0..<50).map { _ in
            try Command.start(
                ["--allow-spend", "12", "-", "z-"], input: Self.script, environment: cloud.environment)
        }
        let outcomes = runs.map { $0.wait() }
        #expect(outcomes.contains { $0.status == 0 }, "\(outcomes.map(\.error))")
        #expect(outcomes.allSatisfy { $0.status == 0 || $0.error.contains("is in use by") }, "\(outcomes.map(\.error))")
        #expect(try cloud.cph("-e", "#cph.servers.list()").output == "12\n")
    }
}

extension FaultKind {
    /// Whether it strikes purchases when nobody says what it shall strike.
    fileprivate var strikesPurchases: Bool {
        // A delay is no fault, and of a purchase of one server nothing is left with one less. What is late, and answers
        // that never come, have tests of their own.
        let others: Set = ["latency", "list-lag", "late", "fewer-servers", "silent-before", "silent-after"]
        return syntax.contains("WHEN") && !others.contains(name)
    }

    /// As far as the chance: `error-400=CPS.0003:`.
    fileprivate var example: String {
        "\(name)=\(syntax.contains("CODE") ? "CPS.0003:" : "")"
    }
}
