import CPHModel
import Glibc
import Schema
import Testing

@testable import Ledger

/// Makes a ledger with a purchase in every state, each named for its state.
///
/// `Tests/Samples/make` keeps the file: every later version is tested against the ones that earlier versions made.
struct SampleLedgerTests {
    @Test func `one file can hold a purchase in every state`() async throws {
        let bench = try Bench()
        for state in PurchaseState.allCases { try await make(state, in: bench) }
        let journal = try bench.journal(.read)
        let records = try journal.purchases()
        #expect(Set(records.map(\.state)) == Set(PurchaseState.allCases))
        #expect(records.allSatisfy { $0.key == $0.state.rawValue })
        _ = try journal.verify()
        if let folder = getenv("CPH_SAMPLES") { try keep(bench, in: String(cString: folder)) }
    }

    /// Brings the purchase that is called as `state` there, in a run of its own.
    private func make(_ state: PurchaseState, in bench: Bench) async throws {
        switch state {
        case .planned, .approved: try draft(state, in: bench)
        case .sending: try await buy(state, in: bench, crash: .intentDurable)
        case .accepted: try await buy(state, in: bench)
        case .partial: try await buy(state, .partial, in: bench)
        case .orderOnly: try await buy(state, .orderOnly, in: bench, lag: 99)
        case .refused: try await buy(state, .refused, in: bench)
        case .notSent: try await buyUnsent(in: bench)
        case .inDoubt: try await buy(state, .requestLost, in: bench)
        case .adopted: try await buy(state, .answerLost, in: bench)
        case .absent:
            try await buy(state, .requestLost, in: bench)
            _ = try await bench.ledger(run: "absent-2").resolve("absent", .absent(evidence: "ticket 7"), by: "ann")
        case .duplicate:
            try await buy(state, .requestLost, in: bench)
            for _ in 1...2 { _ = try await bench.cloud.buy(.sample(state.rawValue)) }
            _ = try await bench.ledger(run: "duplicate-2").resolve("duplicate", .look, by: "ann")
        case .unpaid, .paying, .paid, .paymentInDoubt, .cancelled, .expired: try await order(state, in: bench)
        }
    }

    /// What no run leaves behind, because intent and approval are written together with what follows them.
    private func draft(_ state: PurchaseState, in bench: Bench) throws {
        let content = try PurchaseContent(CreateServer.sample(state.rawValue))
        var drafts = [Journal.Draft(kind: .planned, to: .planned, detail: Ledger.plan(content))]
        if state == .approved {
            drafts.append(Journal.Draft(kind: .approved, to: .approved, detail: Approval(.none).detail))
        }
        _ = try bench.journal(.write, run: state.rawValue).append(
            drafts, to: PurchaseRecord(scope: "project", key: state.rawValue), at: bench.clock.milliseconds(), "test",
            open: .intentOpen, durable: .intentDurable)
    }

    private func buy(
        _ state: PurchaseState, _ fault: FakeCloud.Fault = .none, in bench: Bench, lag: Int = 0,
        crash: CrashPoint? = nil
    ) async throws {
        bench.cloud.change { ($0.faults, $0.lag) = ([fault], lag) }
        let ledger = try bench.ledger(run: state.rawValue, settle: .zero) { (step) throws(CrashPointFault) in
            if step == crash { throw .crash }
        }
        _ = try? await ledger.buy(.sample(state.rawValue))
        _ = try? await ledger.end(exit: 0)
        bench.cloud.change { ($0.faults, $0.lag) = ([], 0) }
    }

    private func buyUnsent(in bench: Bench) async throws {
        bench.cloud.change { $0.faults = [.notSent, .notSent, .notSent, .notSent] }
        _ = try? await bench.ledger(run: "not_sent", settle: .zero).buy(.sample("not_sent"))
        bench.cloud.change { $0.faults = [] }
    }

    /// An order that waits for payment, then what becomes of it.
    private func order(_ state: PurchaseState, in bench: Bench) async throws {
        let name = state.rawValue
        bench.cloud.change { $0.lag = 99 }
        _ = try await bench.ledger(run: name).buy(.sample(name, paysAtOnce: false))
        bench.cloud.change { $0.lag = 0 }
        let billing = FakeBilling()
        let ledger = try bench.ledger(run: "\(name)-2") { (step) throws(CrashPointFault) in
            if step == .findingDurable, state == .paying { throw .crash }
        }
        switch state {
        case .cancelled:
            bench.cloud.change { for index in $0.servers.indices { $0.servers[index].hiddenFor = 99 } }
            _ = try await ledger.resolve(name, .absent(evidence: "cancelled in the console"), by: "ann")
            return
        case .expired: billing.state.withLock { $0.status = .expired }
        case .paymentInDoubt: billing.state.withLock { $0.failures = [false, true] }
        default: break
        }
        if state != .unpaid { _ = try? await ledger.pay(name, by: "ann", on: billing) }
    }

    /// Copies the file and its mark, without what SQLite keeps beside an open file.
    private func keep(_ bench: Bench, in folder: String) throws {
        for suffix in ["", ".mark"] {
            let bytes = try #require(Bench.bytes(at: bench.file + suffix))
            let file = try #require(fopen("\(folder)/states.sqlite3\(suffix)", "wb"))
            defer { fclose(file) }
            #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        }
    }
}
