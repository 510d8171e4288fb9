import CPHModel
package import Emulator
import Ledger
package import LuaKit
package import Projects
import Purchasing
package import Session
package import Stdlib

/// A script against the embedded cloud, on a simulated clock, with everything a seed has in store: killed and run again
/// from the top, on the same ledger, until it reaches its end.
package struct Rehearsal {
    /// Is run from the top after every kill.
    package let script: Script
    let arguments: [String]
    /// The version that scripts see as `cph.version`.
    let version: String
    /// Limits each run's Lua as a real run's is limited.
    package var lua = LuaState.Options()
    /// Is the standard library that scripts see.
    package var stdlib = Stdlib.embedded
    /// Where `require` looks.
    package var modules = ModuleSettings()
    /// Limits how long a run looks for what is in doubt, in simulated time.
    package var settle = SettleBudget.usual
    /// The faults for every seed; nil to let the seed decide.
    package var faults: String?
    /// What the account has; nil for everything.
    package var catalogue: Catalogue?
    /// How often a seed may kill the script, at most.
    package var mostKills = 3
    /// How often a seed starts the script at most: whoever has done so without success looks for the reason.
    var mostRuns = RehearsalPatience.mostRuns

    /// Takes the script with its arguments; `version` is what `cph.version` says.
    package init(script: Script, arguments: [String], version: String) {
        (self.script, self.arguments, self.version) = (script, arguments, version)
    }

    private static let account = AccountScope.embedded(projectID: "rehearsal")

    /// Plays the story of a seed to its end.
    ///
    /// - Parameter show: Gets each line of the trace.
    /// - Throws: `FaultSpecError`, and `CPHError` when the ledger that a run left behind can't be opened.
    package func rehearse(_ seed: UInt64, show: (@Sendable (String) -> Void)? = nil) throws -> SeedReport {
        let fate = Fate(seed: seed, faults: faults, kills: mostKills)
        let clock = SimulatedClock()
        let trace = RehearsalTrace(clock, show: show)
        let cloud = try cloud(fate, clock)
        trace.note("seed \(seed): faults \(fate.faults.isEmpty ? "none" : fate.faults)")
        var report = SeedReport(seed: seed)
        var image: [UInt8] = []
        var asked: [String: Int] = [:]
        var patience = RehearsalPatience()
        while report.runs < mostRuns {
            report.runs += 1
            let life = HostLife(report.runs, fate, trace)
            let end = try run(life, Stage(cloud: cloud, clock: clock, luaSeed: fate.number()), image)
            (image, asked, report.ending, report.error) = (end.image, end.asked, end.status, end.error)
            clock.advance(by: fate.absence())
            if life.isDead {
                report.kills += 1
                continue
            }
            switch patience.after(end.status, end.error) {
            case .again: break
            case .decide:
                let decider = RehearsalOperator(cloud: cloud, clock: clock, trace: trace)
                let ledger = try openForOperator(image, clock, cloud)
                report.decisions += try decider.decide(ledger)
                image = try Blocking.run { try await ledger.image() }
            case .enough: report.isOver = true
            }
            if report.isOver { break }
        }
        // What is still on its way arrives.
        clock.advance(by: .seconds(24 * 3600))
        report.requests = cloud.requestCounts.total
        report.judge(asked: asked, sold: cloud.orders.filter(\.isPurchase), records: try Self.records(image))
        report.judge(changes: cloud.orders, records: try Self.records(image))
        for violation in report.violations { trace.note("WRONG: \(violation)") }
        (report.digest, report.duration) = (trace.digest, clock.now)
        (report.faults, report.events) = (fate.faults, trace.events)
        return report
    }

    private func cloud(_ fate: Fate, _ clock: SimulatedClock) throws -> EmulatedCloud {
        var configuration = EmulatedCloud.Configuration(projectID: Self.account.projectID, seed: fate.seed)
        configuration.clock = clock
        configuration.catalogue = catalogue
        if !fate.faults.isEmpty { configuration.faults = try FaultPlan(parsing: fate.faults) }
        return try EmulatedCloud(configuration)
    }

    private static func records(_ image: [UInt8]) throws -> [PurchaseRecord] {
        image.isEmpty ? [] : try Journal.open(.image(image), .write).purchases()
    }
}

// MARK: - One run

extension Rehearsal {
    /// What stays when a run ends: the cloud and the ledger.
    private struct Stage {
        let cloud: EmulatedCloud
        let clock: SimulatedClock
        /// The seed of Lua's hashes, another one in each run, as it is for real processes.
        let luaSeed: UInt64
    }

    private struct End {
        let image: [UInt8]
        let asked: [String: Int]
        let status: ExitStatus
        let error: String?
    }

    private func run(_ life: HostLife, _ stage: Stage, _ image: [UInt8]) throws -> End {
        let time = MortalClock(life: life, clock: stage.clock)
        let network = MortalNetwork(life: life, cloud: stage.cloud)
        let settings = settings(image, life, time)
        let opened = try Purchasing.open(network, scope: Self.account, settings)
        let purchasing = Purchasing(
            network, scope: { () throws(CPHError) in Self.account }, settings, ready: opened)
        let tally = PurchaseTally(purchasing)
        let (status, error) = play(life, stage, time, tally)
        life.note("ends with exit code \(status.rawValue)" + (error.map { ": \($0)" } ?? ""), .end)
        let isDead = life.isDead
        let after = try Blocking.run {
            if !isDead { _ = try? await opened.ledger.end(exit: Int(status.rawValue)) }
            return try await opened.ledger.image()
        }
        return End(image: after, asked: tally.totals.asked, status: status, error: error)
    }

    private func settings(_ image: [UInt8], _ life: HostLife, _ clock: MortalClock) -> Purchasing.Settings {
        let run = RunInfo(id: "run-\(life.number)", script: script.name)
        var settings = Purchasing.Settings(ledger: .image(image), limits: .everything) { run }
        (settings.settle, settings.clock, settings.hook) = (settle, clock, life.hook)
        settings.emergency = EmergencyNotes(folder: nil) { line in life.note("says: \(line)") }
        return settings
    }

    private func openForOperator(
        _ image: [UInt8], _ clock: SimulatedClock, _ cloud: EmulatedCloud
    ) throws -> Ledger {
        var settings = Purchasing.Settings(ledger: .image(image), limits: .everything) { RunInfo(id: "operator") }
        settings.clock = clock
        return try Purchasing.open(cloud, scope: Self.account, settings).ledger
    }

    /// Runs the script in a Lua of its own, which is gone when this returns.
    private func play(
        _ life: HostLife, _ stage: Stage, _ clock: MortalClock, _ tally: PurchaseTally
    ) -> (ExitStatus, String?) {
        var options = lua
        options.clock = clock
        do throws(LuaError) {
            let session = try Session(
                tally, control: tally, version: version, script: script.name, arguments: arguments,
                options: options, stdlib: stdlib, modules: modules)
            life.watch(session.state.interrupter)
            do throws(LuaError) {
                try stage.clock.install(in: session.state)
                _ = try session.evaluate("math.randomseed(\(Int64(bitPattern: stage.luaSeed)))", name: "seed")
                _ = try session.run(script, arguments: arguments)
                return (ExitStatus.done.after(tally.totals), nil)
            } catch {
                let status = ExitStatus(error)
                return (status.after(tally.totals), status == .done ? nil : session.report(error))
            }
        } catch { return (ExitStatus(error), error.message) }
    }
}
