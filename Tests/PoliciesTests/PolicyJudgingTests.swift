import CPHModel
import Clock
import Policies
import Schema
import Testing

/// What a policy has against a purchase: each rule by itself, at both of its ends.
struct PolicyJudgingTests {
    private func breaches(_ rules: Value, _ subject: PolicySubject = .anything) throws -> [PolicyBreach] {
        try Policy(reading: rules, source: "p.lua", lines: [:]).breaches(subject)
    }

    @Test(
        arguments: [
            (["servers": ["per_call": 10]], nil), (["servers": ["per_call": 9]], "servers.per_call"),
            (["server_months": ["per_call": 20]], nil), (["server_months": ["per_call": 19]], "server_months.per_call"),
            (["zones": ["z0", "z1"]], nil), (["zones": ["z0"]], "zones"), (["zones": ["Z1"]], "zones"),
            (["models": ["m1"]], nil), (["models": ["m"]], "models"),
            (["images": ["i1"]], nil), (["images": ["i"]], "images"),
            (["key_pairs": ["k1"]], nil), (["key_pairs": ["k"]], "key_pairs"),
            (["names": ["web-*"]], nil), (["names": ["db-*", "w?b-1"]], nil), (["names": ["web"]], "names"),
            (["periods": ["2 months"]], nil), (["periods": ["2 month"]], nil),
            (["periods": ["1 month", "2 years"]], "periods"),
            (["auto_renewal": true], nil), (["auto_renewal": false], "auto_renewal"),
            (["auto_payment": true], nil), (["auto_payment": false], "auto_payment"),
        ] as [(Value, String?)])
    func `each rule forbids what it says and nothing else`(rules: Value, rule: String?) throws {
        let found = try breaches(rules)
        #expect(found.map { "\($0.rule)" } == (rule.map { [$0] } ?? []), "\(found)")
    }

    @Test(
        arguments: [
            ("renewal_resources", ["cost", "server_months", "periods", "auto_payment", "second_person"]),
            ("change_cloud_phone_server_model", ["cost", "auto_payment", "second_person"]),
            ("auto_renewal_resources", ["auto_renewal", "periods"]),
            ("update_server_name", []),
        ] as [(String, [String])])
    func `a call that nobody can hold to a rule is refused under it`(operation: String, rules: [String]) throws {
        let all: Value = [
            "cost": ["per_run": "1", "currency": "CNY"], "server_months": ["per_run": 1], "periods": ["1 month"],
            "auto_payment": false, "auto_renewal": false, "second_person": ["servers": 1], "servers": ["per_run": 1],
            "models": ["m"],
        ]
        let policies = PolicySet([try Policy(reading: all, source: "p.lua")])
        #expect(policies.breaches(ofBilling: operation).map { "\($0.rule)" } == rules)
        let mild = try Policy(reading: ["auto_payment": true, "auto_renewal": true], source: "p.lua")
        #expect(PolicySet([mild]).breaches(ofBilling: operation).isEmpty)
    }

    @Test(
        arguments: [
            ("cph.cn-east-3.myhuaweicloud.com", true), ("cph.cn-east-3.myhuaweicloud.eu", true), ("127.0.0.1:80", true),
            ("localhost:8443", true), ("[::1]:8443", true), ("cph.cn-north-9.myhuaweicloud.com", false),
            ("cph.myhuaweicloud.com", false), ("10.0.0.1", false),
            ("cph.cn-east-3.myhuaweicloud.com.evil.example", false),
            ("cph.cn-east-3.example.com", false), ("[2001:db8::1]:443", false), ("localhost.example.com", false),
            ("127.0.0.1.example.com", false),
            ("127.example.com:80", false),
        ])
    func `the name of a region does not lead to another one's address`(host: String, isAllowed: Bool) throws {
        let account = AccountScope(projectID: "p", region: "cn-east-3") { _ in host }
        let found = try Policy(reading: ["regions": ["cn-east-3"]], source: "p").breaches(by: account, at: nil)
        #expect(found.isEmpty == isAllowed, "\(found)")
        #expect(try Policy(reading: ["projects": ["p"]], source: "p").breaches(by: account, at: nil).isEmpty)
    }

    @Test func `what renews itself is held to the period that it renews itself by`() throws {
        let terms = PurchaseTerms(period: .month, number: 0, paysAtOnce: true, renewsItself: true)
        for (period, isAllowed) in [("1 month", true), ("1 year", false), (nil, true)] as [(String?, Bool)] {
            let subject = PolicySubject(
                newModel: nil, terms: terms, isRenewal: false, renewsEvery: period, isOrder: false)
            #expect(try breaches(["periods": ["1 month"]], subject).isEmpty == isAllowed)
        }
    }

    @Test func `what is left out is whatever the service chooses, which may be anything`() throws {
        let subject = PolicySubject(
            name: "a", model: "m", zone: nil, image: nil, keyPair: nil, servers: 1,
            terms: .init(period: .year, number: 1, paysAtOnce: false, renewsItself: false))
        for (rule, field) in [("zones", "availability_zone"), ("images", "image_id"), ("key_pairs", "keypair_name")] {
            let found = try breaches(.object([rule: ["x"]]), subject)
            #expect(found.map { "\($0.field)" } == [field] && found[0].message.contains("left out"), "\(found)")
        }
        #expect(try breaches(["periods": ["12 months"]], subject).count == 1, "a year is not twelve months")
    }

    @Test func `what only running a script would tell is not held against it`() throws {
        let rules: Value = [
            "zones": ["x"], "models": ["x"], "images": ["x"], "key_pairs": ["x"], "names": ["x"], "periods": ["1 year"],
            "auto_renewal": false, "auto_payment": false, "servers": ["per_call": 0],
        ]
        #expect(try breaches(rules, PolicySubject(request: ["nics": []])).isEmpty)
        let written: Value = [
            "availability_zone": "a", "count": 1, "order_param": ["period_type": 2, "period_num": 1, "is_auto_pay": 1],
        ]
        let found = try breaches(rules, PolicySubject(request: written)).map { "\($0.field)" }
        #expect(found == ["count", "availability_zone", "order_param.period_num", "order_param.is_auto_pay"])
        // The other call that buys has its terms elsewhere.
        let sibling: Value = ["extend_param": ["is_auto_renew": 1]]
        #expect(
            try breaches(rules, PolicySubject(request: sibling)).map { "\($0.field)" } == ["extend_param.is_auto_renew"]
        )
    }

    @Test func `a breach names rule, file and line, and what is allowed`() throws {
        let policy = try Policy(reading: ["zones": ["z0", "z2"]], source: "/etc/cph/policy.lua", lines: ["zones": 12])
        let problem = try #require(policy.breaches(.anything).first).problem
        #expect(problem.code == .policy)
        #expect(
            "\(problem)"
                == "availability_zone: is \"z1\"; the only zones are z0, z2 (zones, /etc/cph/policy.lua:12)")
    }

    @Test func `regions and projects hold for real accounts, and not for a cloud inside this process`() throws {
        let set = PolicySet([try Policy(reading: ["regions": ["r1"], "projects": ["p1"]], source: "p", lines: [:])])
        let right = AccountScope(projectID: "p1", region: "r1") { _ in "cph.r1.myhuaweicloud.com" }
        let wrong = AccountScope(projectID: "p2", region: "r2") { _ in "h" }
        #expect(set.breaches(by: right, at: nil).isEmpty && set.breaches(by: nil, at: nil).isEmpty)
        #expect(set.breaches(by: wrong, at: nil).map { "\($0.field)" } == ["region", "project_id"])
        #expect(set.breaches(by: .embedded(projectID: "x"), at: nil).isEmpty)
    }

    @Test(arguments: [
        ("2026-01-05 08:59", false), ("2026-01-05 09:00", true), ("2026-01-05 17:59", true),
        ("2026-01-05 18:00", false),
        ("2026-01-04 12:00", false), ("2026-01-09 12:00", true),
    ])
    func `hours hold on their days, in the policy's zone`(time: String, isAllowed: Bool) throws {
        let rules: Value = [
            "time_zone": "+08:00",
            "hours": ["from": "09:00", "to": "18:00", "days": ["mon", "tue", "wed", "thu", "fri"]],
        ]
        let set = PolicySet([try Policy(reading: rules, source: "p", lines: [:])])
        let local = try #require(Self.seconds(time)) - 8 * 3600
        #expect(set.breaches(by: nil, at: local * 1000).isEmpty == isAllowed)
    }

    @Test(arguments: [
        ("2026-01-05 21:59", false), ("2026-01-05 22:00", true), ("2026-01-06 05:59", true),
        ("2026-01-06 06:00", false),
        ("2026-01-07 03:00", false),
    ])
    func `hours that go over midnight belong to the day on which they begin`(time: String, isAllowed: Bool) throws {
        let rules: Value = ["hours": ["from": "22:00", "to": "06:00", "days": ["mon"]]]
        let set = PolicySet([try Policy(reading: rules, source: "p", lines: [:])])
        #expect(set.breaches(by: nil, at: try #require(Self.seconds(time)) * 1000).isEmpty == isAllowed)
    }

    private static func seconds(_ text: String) -> Int? {
        ISOTime.unixSeconds(text.replacing(" ", with: "T") + ":00Z")
    }

    @Test func `of several policies each forbids, and none loosens another`() throws {
        let strict = try Policy(reading: ["zones": ["z1"], "auto_payment": false], source: "a", lines: [:])
        let open = try Policy(reading: ["zones": ["z1", "z2"], "auto_payment": true], source: "b", lines: [:])
        for policies in [[strict, open], [open, strict]] {
            #expect(PolicySet(policies).breaches(.anything).map { "\($0.rule)" } == ["auto_payment"])
        }
    }

    @Test func `a call that nobody knows is forbidden by every policy that does not allow it`() throws {
        let silent = try Policy(reading: [:], source: "a", lines: [:])
        let open = try Policy(reading: ["unknown_calls": true], source: "b", lines: [:])
        #expect(PolicySet().breachesOfUnknownCalls.isEmpty)
        #expect(PolicySet([open]).breachesOfUnknownCalls.isEmpty)
        #expect(PolicySet([silent, open]).breachesOfUnknownCalls.map(\.place) == ["a"])
    }

    @Test func `a change may not lead to what could not have been bought`() throws {
        let set = PolicySet([try Policy(reading: ["models": ["m1"], "key_pairs": ["k"]], source: "p", lines: [:])])
        #expect(set.breaches(ofChange: ["server_id": "s", "server_model_name": "m1"]).isEmpty)
        #expect(set.breaches(ofChange: ["server_model_name": "m2"]).map { "\($0.rule)" } == ["models"])
        // Wherever the field stands, and whatever it is wrapped in.
        let wrapped: [Value] = [
            ["servers": [["server_id": "s", "keypair_name": "evil"]]],
            ["method": "PUT", "path": "/v1/x", "body": ["servers": [["keypair_name": "evil"]]]],
            ["body": #"{"servers": [{"keypair_name": "evil"}]}"#], ["body": #"[{"keypair_name": "evil"}]"#],
        ]
        for request in wrapped {
            #expect(set.breaches(ofChange: request).map { "\($0.rule)" } == ["key_pairs"], "\(request)")
        }
        #expect(set.breaches(ofChange: ["servers": [["keypair_name": "k"]], "note": "{odd"]).isEmpty)
    }
}
