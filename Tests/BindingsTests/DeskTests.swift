import Bindings
import CPHModel
import LuaKit
import Schema
import Synchronization
import Testing

/// What scripts see of gate and ledger, with a control that remembers what it was told.
struct DeskTests {
    @Test func `a plan is announced with its calls and the hash that scripts see`() throws {
        let control = RememberingDesk()
        let hash = try run("cph.gate.approve('p', { body }) return cph.gate.hash('p', { body })", control)
        let plan = try #require(control.plans.first)
        #expect(try plan.hash(in: .embedded(projectID: "p")) == hash)
        #expect(control.plans.first?.name == "p")
        #expect(control.plans.first?.calls.first?.serverName == "cph-test-wy")
    }

    @Test func `a plan's prices are told, and are no part of its hash`() throws {
        let control = RememberingDesk()
        let hash = try run(
            """
            cph.gate.approve('p', { body }, { a = cph.money(1, 'CNY'), b = cph.money('2.5', 'CNY') })
            cph.gate.approve('p', { body })
            return cph.gate.hash('p', { body })
            """, control)
        #expect(
            control.plans.map(\.prices) == [
                ServerPrices(byModel: ["a": 1, "b": Decimal(2.5) ?? 0], currency: "CNY"), nil,
            ])
        #expect(try control.plans.first?.hash(in: .embedded(projectID: "p")) == hash)
    }

    @Test func `the hash is of project, region and host too`() throws {
        let plan = try AnnouncedPlan(name: "p", calls: [CreateServer()])
        let accounts = [
            AccountScope(projectID: "a", region: "r") { _ in "h" },
            AccountScope(projectID: "b", region: "r") { _ in "h" },
            AccountScope(projectID: "a", region: "s") { _ in "h" },
            AccountScope(projectID: "a", region: "r") { _ in "i" },
        ]
        #expect(Set(try accounts.map { account throws(CPHError) in try plan.hash(in: account) }).count == 4)
    }

    @Test func `the hash is of name, content and order`() throws {
        let script = """
            local other = {} for k, v in pairs(body) do other[k] = v end
            other.server_name = "other"
            local hashes, count = {}, 0
            for _, plan in ipairs { { "p", { body, other } }, { "p", { other, body } }, { "q", { body, other } } } do
              hashes[cph.gate.hash(plan[1], plan[2])] = true
            end
            for _ in pairs(hashes) do count = count + 1 end
            return count
            """
        #expect(try run(script, RememberingDesk()) == "3")
    }

    @Test(arguments: [
        ("cph.gate.approve('p', { { server_name = 'x' } })", "nothing was sent"),
        ("cph.gate.approve('a\\27b', { body })", "visible text"),
        ("cph.gate.approve('', { body })", "visible text"),
        ("cph.gate.hash('p')", "bad argument #2 to cph.gate.hash (calls: table[] expected, got no value)"),
        ("cph.ledger.list { prefx = 'a' }", "did you mean prefix?"),
        ("cph.ledger.list { prefix = 1 }", "(filter.prefix: string expected, got integer)"),
        ("cph.ledger.show()", "(name: string expected, got no value)"),
    ])
    func `wrong arguments are refused before the control hears of them`(script: String, message: String) {
        let control = RememberingDesk()
        let error = #expect(throws: LuaError.self) { try run(script, control) }
        #expect(error?.message.contains(message) == true)
        #expect(control.plans.isEmpty)
    }

    @Test func `a refusal reaches the script`() throws {
        let control = RememberingDesk(refusal: CPHError(.denied, "no"))
        #expect(try run("local _, e = cph.try(cph.gate.approve, 'p', { body }) return e.kind", control) == "denied")
    }

    @Test func `the ledger is listed by prefix and state, and shown by name`() throws {
        let control = RememberingDesk(records: ["a-b01": "accepted", "a-b02": "in_doubt", "b": "accepted"])
        #expect(try run("return #cph.ledger.list() .. #cph.ledger.list { prefix = 'a' }", control) == "32")
        #expect(try run("return cph.ledger.list { prefix = 'a', state = 'in_doubt' }[1].name", control) == "a-b02")
        #expect(try run("return cph.ledger.show('b').state", control) == "accepted")
        #expect(try run("return tostring(cph.ledger.show('a'))", control) == "nil")
    }

    private func run(_ script: String, _ control: RememberingDesk) throws -> String {
        let state = try LuaState()
        state.translateError = translated
        state.setGlobal("cph", CPHModule(ScriptedAPI(), control: control, version: "test", state: state))
        try state.run("body = \(pageExample)")
        let result = try state.run(script, chunk: "test.lua")
        guard let first = result.first else { return "(nothing)" }
        first.push(to: state.context)
        return try state.context.text(at: -1)
    }
}

private final class RememberingDesk: PurchaseControl {
    private let announced = Mutex<[AnnouncedPlan]>([])
    private let records: [String: String]
    private let refusal: CPHError?

    init(records: [String: String] = [:], refusal: CPHError? = nil) {
        (self.records, self.refusal) = (records, refusal)
    }

    var plans: [AnnouncedPlan] { announced.withLock { $0 } }

    func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        if let refusal { throw refusal }
        announced.withLock { $0.append(plan) }
    }

    func scope() async throws(CPHError) -> AccountScope { .embedded(projectID: "p") }

    func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        records.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
            .map { ["name": .string($0.key), "state": .string($0.value)] }
    }
}
