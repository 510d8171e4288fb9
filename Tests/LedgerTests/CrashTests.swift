import CPHModel
import Ledger
import Schema
import Synchronization
import TestSupport
import Testing

/// The process ends at a step of the journal, and the script is run again from the top, on a real file.
@Suite(.ownThreads)
struct CrashTests {
    /// Strikes once, at the first time `step` is reached.
    static func once(_ fault: CrashPointFault, at step: CrashPoint) -> CrashPointHook {
        let struck = Mutex(false)
        return { (reached: CrashPoint) throws(CrashPointFault) in
            let isNow = struck.withLock { struck in
                defer { struck = struck || reached == step }
                return reached == step && !struck
            }
            if isNow { throw fault }
        }
    }

    /// What is true after any history: at most one purchase, and every id known or the purchase open.
    private func check(_ bench: Bench, _ what: String) async throws {
        let journal = try bench.journal(.read)
        if bench.database == nil { _ = try journal.verify() }
        let record = try journal.purchases(scope: bench.scope).first
        let known = Set(record?.serverIDs ?? [])
        let isOpen = record.map { $0.state.isInDoubt || [.partial, .orderOnly].contains($0.state) } ?? false
        #expect(bench.cloud.sold <= 1, "\(what): sold \(bench.cloud.sold) times")
        #expect(isOpen || known.isSuperset(of: bench.cloud.serverIDs), "\(what): \(known) of \(bench.cloud.serverIDs)")
    }

    /// Buys until the process ends at `step`; nil when it came through without passing there.
    private func crash(_ bench: Bench, at step: CrashPoint) async -> CPHError? {
        do throws(CPHError) {
            _ = try await bench.ledger(hook: Self.once(.crash, at: step)).buy()
            return nil
        } catch { return error }
    }

    @Test(arguments: CrashPoint.allCases)
    func `a crash at this step and any answer buys once and loses nothing`(step: CrashPoint) async throws {
        for fault in FakeCloud.Fault.allCases {
            let bench = try Bench(faults: [fault], lag: 1)
            let error = await crash(bench, at: step)
            if fault == .none, ![.findingOpen, .findingDurable].contains(step) { #expect(error?.code == "crashed") }
            for run in ["r2", "r3"] { _ = try? await bench.ledger(run: run).buy() }
            try await check(bench, "\(step) \(fault)")
        }
    }

    @Test(arguments: CrashPoint.allCases)
    func `a second crash at any step while recovering changes nothing of that`(step: CrashPoint) async throws {
        for second in CrashPoint.allCases {
            for fault in [FakeCloud.Fault.none, .answerLost, .orderOnly] {
                let bench = try Bench(faults: [fault])
                _ = try? await bench.ledger(hook: Self.once(.crash, at: step)).buy()
                _ = try? await bench.ledger(run: "r2", hook: Self.once(.crash, at: second)).buy()
                let ids = try? await bench.ledger(run: "r3").buy()
                try await check(bench, "\(step) \(second) \(fault)")
                if let ids { #expect(Set(ids) == Set(bench.cloud.serverIDs)) }
            }
        }
    }

    @Test(arguments: CrashPoint.allCases)
    func `a crash at this step buys once and loses nothing on a server, too`(step: CrashPoint) async throws {
        for fault in [FakeCloud.Fault.none, .answerLost, .orderOnly, .refused] {
            let bench = try Bench.sharing(faults: [fault], lag: 1)
            let error = await crash(bench, at: step)
            if fault == .none, ![.findingOpen, .findingDurable].contains(step) { #expect(error?.code == "crashed") }
            for run in ["r2", "r3"] { _ = try? await bench.ledger(run: run).buy() }
            try await check(bench, "\(step) \(fault)")
        }
    }

    @Test(arguments: [CrashPointFault.diskFull, .ioError], [CrashPoint.intentOpen, .answerOpen, .outcomeOpen])
    func `a disk that fails at a write sends nothing after it and loses no id`(
        fault: CrashPointFault, step: CrashPoint
    ) async throws {
        let bench = try Bench()
        let ledger = try bench.ledger(hook: Self.once(fault, at: step))
        let error = await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(error?.kind == .ledger && error?.code == (fault == .diskFull ? "disk_full" : "io_error"))
        #expect(error?.message.contains(bench.file) == true)
        if step == .intentOpen {
            #expect(bench.cloud.creates == 0 && error?.message.hasSuffix("nothing was sent") == true)
        } else {
            let after = await #expect(throws: CPHError.self) { try await ledger.buy(.sample("next")) }
            #expect(after?.code == "poisoned" && bench.cloud.creates == 1)
            #expect(error?.maybeDone == true && error?.result?.serverIDs == bench.cloud.serverIDs.reversed())
            #expect(bench.cloud.serverIDs.allSatisfy { bench.said.text.contains($0) })
        }
        _ = try? await bench.ledger(run: "r2").buy()
        try await check(bench, "\(fault) \(step)")
    }

    @Test func `ids that can't be recorded are in the emergency file`() async throws {
        let bench = try Bench()
        _ = try? await bench.ledger(hook: Self.once(.diskFull, at: .answerOpen)).buy()
        let text = try bench.read("emergency/emergency-game-1-1.json")
        let note = try Value(json: text).members
        let ids = note?["response"]?.members?["server_ids"]?.items?.compactMap(\.text)
        #expect(ids == bench.cloud.serverIDs.reversed())
        #expect(note?["server_name"] == "game-1" && note?["scope"] == "project")
        #expect(try bench.mode("emergency/emergency-game-1-1.json") == 0o600)
    }
}
