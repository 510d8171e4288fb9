import Clock
import Policies
import Schema
import Testing

/// What a policy's text may say, and what is said of one that is wrong.
struct PolicyReadingTests {
    private func policy(_ rules: Value, lines: [Path: Int] = [:]) throws(PolicyError) -> Policy {
        try Policy(reading: rules, source: "policy.lua", lines: lines)
    }

    private func problems(_ rules: Value, lines: [Path: Int] = [:]) -> [String] {
        do throws(PolicyError) {
            _ = try policy(rules, lines: lines)
            return []
        } catch { return error.lines }
    }

    @Test func `a policy without rules forbids nothing`() throws {
        #expect(try policy([:]).written.isEmpty)
        #expect(try policy([:]).breaches(.anything).isEmpty)
    }

    @Test func `every problem is told at once, each with its line`() {
        let rules: Value = [
            "zone": ["a"], "servers": ["per_run": -1, "per_week": 3], "hours": ["from": "9:00", "to": "18:00"],
        ]
        let found = problems(rules, lines: ["zone": 2, "servers": 3, "servers.per_run": 4])
        #expect(found.count == 4, "\(found)")
        #expect(found.contains { $0.hasPrefix("policy.lua:2: zone") && $0.contains("did you mean") }, "\(found)")
        #expect(found.contains { $0.hasPrefix("policy.lua:4: servers.per_run: is -1; must be at least 0") }, "\(found)")
        #expect(found.contains { $0.hasPrefix("policy.lua:3: servers.per_week") }, "\(found)")
        #expect(found.contains { $0.contains("hours.from: is \"9:00\"; must be a time such as 09:00") }, "\(found)")
    }

    @Test(
        arguments: [
            ("zones", [], "must name at least one"), ("zones", [""], "none of them empty"), ("zones", "a", "a list"),
            ("periods", ["month"], "must be like"), ("periods", ["0 months"], "must be like"),
            ("periods", ["01 month"], "must be like"), ("time_zone", "Asia", "must be UTC"),
            ("cost", ["per_run": 1], "currency"), ("cost", ["currency": "cny", "per_run": 1], "three capital letters"),
            ("cost", ["currency": "CNY", "per_run": "-1"], "must not be negative"),
            ("cost", ["currency": "CNY", "per_run": "a lot"], "an amount"), ("auto_renewal", 0, "true or false"),
            ("second_person", [:], "names neither"), ("second_person", ["cost": 1], "currency"),
            ("hours", ["from": "24:01", "to": "10:00"], "must be a time"),
            ("hours", ["from": "08:00", "to": "10:00", "days": ["monday"]], "\"mon\" (monday)"),
        ] as [(String, Value, String)])
    func `a rule that is not as it must be is an error`(rule: String, value: Value, words: String) {
        let found = problems(.object([rule: value]))
        #expect(found.count == 1 && found[0].contains(words), "\(found)")
    }

    @Test func `both ends of what a rule may be are read`() throws {
        for text in ["1 month", "9 months", "1 year", "2 years"] {
            #expect(try policy(["periods": [.string(text)]]).rules.periods == [text])
        }
        for zone in ["UTC", "+00:00", "+14:00", "-14:00"] {
            #expect(try policy(["time_zone": .string(zone)]).zone == CalendarZone(zone))
        }
        #expect(try policy(["hours": ["from": "00:00", "to": "24:00"]]).rules.hours?.to == "24:00")
        #expect(try policy(["servers": ["per_run": 0]]).rules.servers?.perRun == 0)
    }

    @Test func `a rule's place is its line, or that of what it stands in`() throws {
        let read = try policy(
            ["servers": ["per_run": 1, "per_day": 2]], lines: ["": 1, "servers": 3, "servers.per_day": 5])
        #expect(read.place(of: "servers.per_day") == "policy.lua:5")
        #expect(read.place(of: "servers.per_run") == "policy.lua:3")
        #expect(read.place(of: "zones") == "policy.lua:1")
        #expect(read.written.map(\.line) == [3, 5])
    }

    @Test func `days and months without a ledger that they are counted in are noted`() throws {
        #expect(try policy(["servers": ["per_day": 1]]).notes.count == 1)
        #expect(try policy(["servers": ["per_run": 1]]).notes.isEmpty)
        #expect(try policy(["servers": ["per_day": 1], "ledger": "/l"]).notes.isEmpty)
        #expect(try policy(["cost": ["currency": "CNY", "per_month": 1]]).notes.count == 1)
    }
}

extension PolicySubject {
    /// A purchase of everything that policies look at.
    static var anything: PolicySubject {
        PolicySubject(
            name: "web-1", model: "m1", zone: "z1", image: "i1", keyPair: "k1", servers: 10,
            terms: .init(period: .month, number: 2, paysAtOnce: true, renewsItself: true))
    }
}
