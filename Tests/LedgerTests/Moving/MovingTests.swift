import CPHModel
import Files
import Glibc
import PostgresSupport
import TestSupport
import Testing

@testable import Ledger

/// A ledger goes from one place to another, and at no moment are there two that buy.
@Suite(.ownThreads)
struct MovingTests {
    typealias Kind = PlacedLedger.Kind

    /// A ledger with a bought, a doubtful, a refused and a partly bought purchase.
    private func bought(_ kind: Kind) async throws -> (Bench, PlacedLedger) {
        let bench = try Bench(faults: [.none, .requestLost, .refused, .partial])
        let source = try PlacedLedger(kind, bench)
        try source.setUp()
        let ledger = try source.ledger()
        for name in ["a", "b", "c", "d"] { _ = try? await ledger.buy(.sample(name)) }
        try await ledger.end(exit: 0)
        return (bench, source)
    }

    private func refusal(_ ledger: Ledger, _ name: String) async -> CPHError? {
        do throws(CPHError) {
            _ = try await ledger.buy(.sample(name))
            return nil
        } catch { return error }
    }

    private func opening(_ place: PlacedLedger) -> CPHError? {
        do throws(CPHError) {
            _ = try place.journal(.write, run: "r-opening")
            return nil
        } catch { return error }
    }

    @Test(arguments: Kind.allCases, Kind.allCases)
    func `the copy has the same events, and goes on where the source ended`(from: Kind, to: Kind) async throws {
        let (bench, source) = try await bought(from)
        let target = try PlacedLedger(to, bench, number: 2)
        let (before, events) = (try source.verify(), try source.events())
        let copy = try source.move(to: target)
        #expect(copy == before && copy.purchases == 4 && copy.servers == 3 && copy.inDoubt.map(\.key) == ["b"])
        #expect(try target.events() == events)
        // The source can be read, and says where the ledger went.
        let last = try #require(try source.events().last)
        let kept = try source.verify()
        #expect(last.contains(#""decision":"moved""#) && kept.purchases == 4)
        let error = try #require(opening(source))
        #expect(error.code == "moved" && error.message.contains("it was moved to \(target.location.place)"))
        #expect(error.message.hasSuffix("nothing was sent") && error.hint?.contains("--ledger") == true)
        // What was known is known, and the rest is bought.
        let ledger = try target.ledger("r2")
        #expect(try await ledger.buy(.sample("a")).count == 2 && bench.cloud.creates == 4)
        #expect(try await ledger.buy(.sample("e")).count == 2 && bench.cloud.creates == 5)
        try await ledger.end(exit: 0)
        #expect(try target.verify().purchases == 5)
        #expect(try source.move(to: target).purchases == 5, "once more changes nothing")
    }

    @Test(arguments: Kind.allCases, Kind.allCases)
    func `killed at any point, never two can buy, and it can be run again`(from: Kind, to: Kind) async throws {
        for step in [CrashPoint.findingOpen, .findingDurable] {
            let (bench, source) = try await bought(from)
            let target = try PlacedLedger(to, bench, number: 2)
            let before = try source.verify()
            let hook: CrashPointHook = { (reached: CrashPoint) throws(CrashPointFault) in
                if reached == step { throw .crash }
            }
            #expect(throws: CPHError.self) { try source.move(to: target, hook: hook) }
            let sourceBuys = opening(source) == nil
            #expect(sourceBuys == (step == .findingOpen), "\(step)")
            if to == .server {
                #expect(opening(target)?.code == "unfinished", "\(step)")
            } else {
                let path = try #require(target.path)
                #expect(!Files.exists(path), "\(step)")
            }
            if sourceBuys {
                let ledger = try source.ledger("r2")
                #expect(try await ledger.buy(.sample("e")).count == 2)
                try await ledger.end(exit: 0)
            }
            let copy = try source.move(to: target)
            #expect(copy.purchases == before.purchases + (sourceBuys ? 1 : 0), "\(step)")
            #expect(opening(source)?.code == "moved" && opening(target) == nil, "\(step)")
            #expect(try target.verify().ledgerID == before.ledgerID)
        }
    }

    @Test(arguments: Kind.allCases)
    func `a run that opened the source before buys nothing with it after`(kind: Kind) async throws {
        let (bench, source) = try await bought(kind)
        let target = try PlacedLedger(.file, bench, number: 2)
        let open = try source.ledger("prompt", lockScope: .purchase)
        #expect(try await open.buy(.sample("e")).count == 2)
        _ = try source.move(to: target)
        let creates = bench.cloud.creates
        let error = await refusal(open, "f")
        #expect(error?.message.contains("it was moved to") == true && bench.cloud.creates == creates)
        #expect(try target.verify().purchases == 5)
    }

    @Test func `a run that has the file keeps it from being moved`() async throws {
        let (bench, source) = try await bought(.file)
        let target = try PlacedLedger(.file, bench, number: 2)
        let running = try source.ledger("r2")
        #expect(try await running.buy(.sample("e")).count == 2)
        let error = #expect(throws: CPHError.self) { try source.move(to: target) }
        #expect(error?.code == "locked" && opening(target) == nil)
        try await running.end(exit: 0)
    }

    @Test(arguments: Kind.allCases)
    func `a place that holds a ledger is left alone`(kind: Kind) async throws {
        let (bench, source) = try await bought(.file)
        let target = try PlacedLedger(kind, bench, number: 2)
        try target.setUp()
        let other = try target.ledger("other")
        _ = try await other.buy(.sample("mine"))
        try await other.end(exit: 0)
        let before = try target.events()
        let error = #expect(throws: CPHError.self) { try source.move(to: target) }
        #expect(error?.code == "not_empty" && opening(source) == nil)
        #expect(try target.events() == before && opening(target) == nil)
    }

    @Test func `a ledger that went elsewhere is not copied again, nor onto itself`() async throws {
        let (bench, source) = try await bought(.file)
        let (first, second) = (try PlacedLedger(.file, bench, number: 2), try PlacedLedger(.file, bench, number: 3))
        #expect(throws: CPHError.self) { try source.move(to: source) }
        _ = try source.move(to: first)
        let error = #expect(throws: CPHError.self) { try source.move(to: second) }
        #expect(error?.code == "moved" && error?.message.contains(first.location.place) == true)
        // It may go on from where it is.
        #expect(try first.move(to: second).purchases == 4 && opening(first)?.code == "moved")
    }

    @Test func `a ledger without an event can be moved`() throws {
        let bench = try Bench()
        let (source, target) = (try PlacedLedger(.server, bench), try PlacedLedger(.server, bench, number: 2))
        try source.setUp()
        let copy = try source.move(to: target)
        #expect(copy.events == 0 && opening(target) == nil && opening(source)?.code == "moved")
    }

    @Test func `what waits in the spool for the source is delivered to where it went`() async throws {
        let bench = try Bench()
        let source = try PlacedLedger(.file, bench)
        let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
            if step == .answerOpen { throw .diskFull }
        }
        _ = try? await source.ledger(hook: hook).buy()
        let target = try PlacedLedger(.server, bench, number: 2)
        _ = try source.move(to: target)
        #expect(try await target.ledger("r2").buy() == bench.cloud.serverIDs.reversed() && bench.cloud.creates == 1)
        #expect(Files.list("\(bench.folder)/spool").isEmpty)
    }

    @Test func `a backup of a server is a file that can be looked at and restored`() async throws {
        let (bench, source) = try await bought(.server)
        let file = "\(bench.folder)/copy.db"
        #expect(try source.journal(.read).backup(to: file) == source.verify())
        let copy = try Journal.open(.file(file), .read)
        var lines: [String] = []
        try copy.export { lines.append($0) }
        #expect(try lines == source.events())
        #expect(throws: CPHError.self) { try source.journal(.read).backup(to: file) }
    }
}

extension PlacedLedger {
    /// Nil for a server.
    fileprivate var path: String? { if case .file(let path) = location { path } else { nil } }
}
