import CPHModel
import PostgresSupport
import Schema
import TestSupport
import Testing

@testable import Ledger

/// Approvals on a server, where each person has a role of their own that may do no more than buying needs.
@Suite(.ownThreads)
struct SharedApprovalTests {
    /// A ledger on a server, and the people who may write to it.
    private struct Office: Sendable {
        let place: TemporaryFolder
        let clock: FakeClock
        let cloud: FakeCloud
        let database: TestDatabase

        /// - Parameter people: Who has a role.
        init(_ people: String...) throws {
            let bench = try StoreKind.server.bench()
            (place, clock, cloud) = (bench.place, bench.clock, bench.cloud)
            database = try #require(bench.database)
            for person in people {
                try database.cluster.createRole(role(person))
                for sql in ServerSchema.grants(to: role(person)) { try database.run(sql) }
            }
        }

        func role(_ person: String) -> String { "\(person)_\(database.name)" }

        func address(_ person: String) throws -> DatabaseAddress {
            try DatabaseAddress(database.cluster.address(database: database.name, user: role(person)))
        }

        func journal(_ access: Journal.Access, _ run: String, as person: String) throws -> sending Journal {
            var options = Journal.Options()
            options.memory = "\(place.path)/memory of \(person)"
            let info = RunInfo(id: run, host: "here", pid: 7, user: person, script: "buy.lua")
            return try Journal.open(
                .server(try address(person)), access, run: access == .write ? info : nil, options: options)
        }

        func gate(_ run: String, as person: String, _ limits: SpendLimits = SpendLimits()) throws -> SpendGuard {
            var options = Ledger.Options(scope: "project")
            (options.clock, options.lag, options.settle) = (clock, .zero, .seconds(900))
            let ledger = Ledger(
                try journal(.write, run, as: person), in: cloud, options: options)
            return SpendGuard(ledger, limits: limits, approver: nil)
        }

        /// Says yes to the only plan that waits.
        @discardableResult
        func agree(as person: String) throws -> Agreement {
            let desk = try journal(.write, "desk of \(person)", as: person)
            let question = try #require(try desk.plans(at: now).compactMap { $0.question(at: now) }.first)
            let agreement = try desk.agree(to: question, until: .max, at: now).agreement
            try desk.close(exit: 0, at: now)
            return agreement
        }

        var now: Int { clock.milliseconds() }

        /// As who set the ledger up.
        func ownersJournal(_ run: String) throws -> Journal {
            try Journal.open(.server(try DatabaseAddress(database.address)), .write, run: RunInfo(id: run))
        }
    }

    private static var needing: SpendLimits {
        var limits = SpendLimits()
        limits.needsSecondPerson = true
        return limits
    }

    @Test func `one person's job asks, another one agrees, and the job buys it once`() async throws {
        let office = try Office("ci", "bob")
        #expect(try await office.gate("job", as: "ci", Self.needing).refusal() == "waiting")
        #expect(try await office.gate("job again", as: "ci", Self.needing).refusal() == "waiting")
        let own = #expect(throws: CPHError.self) { try office.agree(as: "ci") }
        #expect(own?.code == "own_plan")
        let agreement = try office.agree(as: "bob")
        #expect(agreement.isChecked && agreement.user.sessionUser == office.role("bob"))
        #expect(try await office.gate("job2", as: "ci", Self.needing).refusal() == nil)
        #expect(try await office.gate("job3", as: "ci", Self.needing).refusal() == nil)
        #expect(office.cloud.creates == 3)
        let journal = try office.journal(.read, "", as: "bob")
        let events = try journal.events(where: "e.seq > $1", [.int(0)])
        #expect(events.filter { $0.kind == .asked }.count == 1)
        let approved = events.filter { $0.kind == .approved }.map(\.detail)
        #expect(approved.allSatisfy { $0["checked"] == true && $0["session_user"]?.text == office.role("bob") })
        _ = try journal.verify()
    }

    @Test func `where one role is for all, a yes is not checked`() async throws {
        let office = try Office("cph")
        #expect(try await office.gate("job", as: "cph").refusal() == "waiting")
        #expect(try await office.gate("policy", as: "cph", Self.needing).refusal() == "second_person")
        #expect(try !office.agree(as: "cph").isChecked)
        #expect(try await office.gate("job2", as: "cph").refusal() == nil)
        #expect(office.cloud.creates == 3)
    }

    @Test func `of many who approve and decline at the same moment, each is answered, and one order of events holds`()
        async throws
    {
        let office = try Office("ci", "bob", "eve", "kim")
        #expect(try await office.gate("job", as: "ci").refusal() == "waiting")
        let now = office.now
        let question = try #require(
            try office.journal(.read, "", as: "bob").plans(at: now).compactMap { $0.question(at: now) }.first)
        let new = try await withThrowingTaskGroup(of: Bool.self) { group in
            for person in ["bob", "eve", "kim"] {
                group.addTask {
                    try office.journal(.write, "desk of \(person)", as: person)
                        .agree(to: question, until: .max, at: now).isNew
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(new == 1)
        let plan = try #require(try office.journal(.read, "", as: "bob").plans(at: now).first)
        let gate = try office.gate("job2", as: "ci")
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await gate.refusal() }
            group.addTask {
                try? office.journal(.write, "no", as: "eve").decline(plan, reason: "too dear", at: now)
            }
        }
        let journal = try office.journal(.read, "", as: "bob")
        let events = try journal.events(where: "e.seq > $1", [.int(0)])
        let no = try #require(events.first { $0.kind == .declined })
        #expect(!events.contains { $0.kind == .sending && $0.seq > no.seq }, "nothing is sent behind a no")
        #expect(events.filter { $0.kind == .agreed }.count == 1)
        _ = try journal.verify()
    }

    @Test(arguments: [
        ("asked", #"{"hash":"h","scope":"project","who":{"user":"x","host":"y","session_user":"somebody"}}"#),
        ("declined", #"{"hash":"h","scope":"project","reason":"r"}"#),
        ("agreed", #"{"hash":"h","scope":"project","asked":2,"checked":true,"until":9,"who":{"session_user":"ROLE"}}"#),
    ])
    func `nobody writes in another's name, nor checks themselves, whatever program they use`(
        kind: String, detail: String
    ) async throws {
        let office = try Office("ci", "bob")
        #expect(try await office.gate("job", as: "ci").refusal(hash: "h") == "waiting")
        let detail = detail.replacing("ROLE", with: office.role("ci"))
        let sql = """
            INSERT INTO cph.event SELECT seq + 1, 1, 'r', NULL, '\(kind)', NULL, NULL, '\(detail)', '\\x00' FROM cph.head
            """
        let error = #expect(throws: (any Error).self) { try office.database.run(sql, user: office.role("ci")) }
        let words = kind == "agreed" ? "whoever asked may not approve" : "a line about a plan names whoever writes it"
        #expect("\(String(describing: error))".contains(words), "\(String(describing: error))")
    }

    @Test func `what was asked in a file and copied to a server is not checked there`() async throws {
        let office = try Office("ci", "bob")
        let gate = try office.gate("job", as: "ci")
        #expect(await gate.refusal() == "waiting")
        // As a copy has it: the owner may write other people's lines.
        let journal = try office.ownersJournal("copy")
        journal.assumedSession = (nil, true)
        let question = PlanQuestion(
            PlanSummary(
                name: "other", hash: String(repeating: "e", count: 64),
                purchases: [try PurchaseSummary(CreateServer.sample("n"))]), scope: "project",
            in: .embedded(projectID: "p"))
        do throws(JournalError) {
            _ = try journal.ask(question, at: office.now) { (_: Agreement) throws(JournalError) in false }
        } catch { Issue.record("\(error)") }
        let desk = try office.journal(.write, "desk", as: "bob")
        let plan = try desk.plans(at: office.now).plan("eeeeeeee")
        let shown = try #require(plan.question(at: office.now))
        #expect(try !desk.agree(to: shown, until: .max, at: office.now).agreement.isChecked)
    }
}
