import CPHModel
import Schema
import Testing

@testable import Ledger

/// Jobs, approvers and time in any order, with kills and lost answers: what must hold of every history.
struct ApprovalStoryTests {
    /// One history, from a seed.
    private struct Story {
        let bench: Bench
        private var random: UInt64
        private var runs = 0

        init(_ seed: Int) throws {
            random = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
            bench = try Bench(faults: seed.isMultiple(of: 3) ? [.none, .answerLost, .none, .notSent] : [])
        }

        private mutating func below(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(bound))
        }

        mutating func step() async throws {
            let user = ["ci", "bob", "eve"][below(3)]
            switch below(8) {
            case 0...3: await run(as: user)
            case 4: try? agree(as: user)
            case 5: if below(2) == 0 { try? bench.decline(as: user) }
            case 6: try await bench.clock.pause(for: .seconds(3600 * below(100)))
            default: try? agree(as: user, for: 3_600_000 * (1 + below(48)))
            }
        }

        private mutating func run(as user: String) async {
            runs += 1
            let (point, last) = (CrashPoint.allCases[below(CrashPoint.allCases.count)], below(4))
            let hook: CrashPointHook = { (step: CrashPoint) throws(CrashPointFault) in
                if last == 0, step == point { throw .crash }
            }
            guard let gate = try? bench.gate("job\(runs)", as: user, hook: hook) else { return }
            let some = Array(CreateServer.fleet.prefix(1 + below(3)))
            do {
                try await gate.approve(
                    PlanSummary(
                        name: "fleet", hash: Bench.hash,
                        purchases: try CreateServer.fleet.map { try PurchaseSummary($0) }))
                for request in some {
                    _ = try await gate.buy(request)
                    // Somebody may change their mind, or time may pass, while the job runs.
                    if below(6) == 0 { try? bench.decline(as: "eve") }
                    if below(6) == 0 { try await bench.clock.pause(for: .seconds(3600 * 24 * below(5))) }
                }
            } catch {
                // Refused, waiting or killed: what may not happen is looked for in the record at the end.
            }
        }

        private func agree(as user: String, for time: Int = Agreement.longest) throws {
            try bench.agree(as: user, for: time)
        }
    }

    @Test(arguments: 0..<120)
    func `nothing is sent but under a yes that holds, nothing twice, and nobody approves their own`(seed: Int)
        async throws
    {
        var story = try Story(seed)
        for _ in 0..<25 { try await story.step() }
        let bench = story.bench
        let events = try bench.events()
        let names = bench.cloud.now.servers.map { String($0.name.prefix(1)) }
        for name in ["a", "b", "c"] { #expect(names.filter { $0 == name }.count <= 2, "\(name) in \(names)") }
        var last: [Int: Object] = [:]
        for event in events {
            guard let purchase = event.purchase else { continue }
            if event.kind == .approved { last[purchase] = event.detail }
            guard event.kind == .sending else { continue }
            let seq = try #require(last[purchase]?["agreement"]?.integer)
            let yes = try #require(events.first { $0.seq == seq })
            #expect(yes.kind == .agreed && seq < event.seq)
            #expect(event.at < (yes.detail["until"]?.integer ?? 0))
            #expect(!events.contains { $0.kind == .declined && $0.seq > seq && $0.seq < event.seq })
        }
        check(askers: events)
        _ = try bench.journal(.read).verify()
    }

    private func check(askers events: [Event]) {
        var (askers, since): ([String?], Int) = ([], 0)
        for event in events {
            let user = event.detail["who"]?.members?["session_user"]?.text
            switch event.kind {
            case .asked:
                if event.at - since >= PlanStanding.patience { askers = [] }
                askers.append(user)
                since = event.at
            case .agreed:
                #expect(!askers.contains(user) && event.detail["checked"] == true, "event \(event.seq)")
                askers = []
            case .declined: askers = []
            default: break
            }
        }
    }
}
