import CPHModel
import Schema
import Testing

/// The example request of the API page, as the page prints it.
let pageExample: Value = [
    "server_name": "cph-test-wy",
    "server_model_name": "physical.rx2.32xlarge.4",
    "count": 1,
    "order_param": ["charging_mode": 0, "period_type": 2, "period_num": 1, "is_auto_renew": 0, "is_auto_pay": 1],
    "nics": [
        [
            "subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "vpc_id": "6eb5019f-df01-4ded-9486-d54e7b282ced",
            "ipv6_enable": true, "ipv6_band_width_id": "fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1",
        ]
    ],
    "public_ip": [
        "type": "5_bgp", "count": 1,
        "band_width": ["band_width_share_type": 0, "band_width_size": 300, "band_width_charge_mode": 1],
    ],
    "keypair_name": "KeyPair-1d1d-wy",
    "enterprise_project_id": "0",
]

/// The page's example with the value at `path` replaced; nil removes it.
func example(_ changes: (Path, Value?)...) -> Value {
    changes.reduce(pageExample) { $0.setting($1.0.steps[...], to: $1.1) }
}

extension Value {
    fileprivate func setting(_ steps: ArraySlice<Path.Step>, to value: Value?) -> Value {
        switch steps.first {
        case .key(let key)?:
            var object = members ?? [:]
            object[key] = steps.count == 1 ? value : (object[key] ?? [:]).setting(steps.dropFirst(), to: value)
            return .object(object)
        case .index(let index)?:
            var items = items ?? []
            items[index - 1] = items[index - 1].setting(steps.dropFirst(), to: value)
            return .list(items)
        case .words?, nil: return value ?? .null
        }
    }
}

private let nic = Path([.key("nics"), .index(1)])

private func at(_ path: Path, _ last: String) -> Path { Path(path.steps + [.key(last)]) }

func lines(_ value: Value) -> [String] { CreateServer.problems(in: value).map(\.description) }

struct CreateServerTests {
    @Test func `the page's own example has no problem at all`() {
        #expect(lines(pageExample) == [])
    }

    @Test(arguments: [
        ("n", true), (String(repeating: "n", count: 60), true), (String(repeating: "云", count: 60), true),
        ("AZ-az_09", true), ("\u{4E00}\u{9FFF}", true), ("", false), (String(repeating: "n", count: 61), false),
        ("a b", false), ("a.b", false), ("phone📱", false), ("\u{4DFF}", false), ("\u{A000}", false), ("é", false),
    ])
    func `server_name has 1 to 60 letters, digits, _, - or Chinese characters`(name: String, isValid: Bool) {
        #expect(lines(example(("server_name", .string(name)))).isEmpty == isValid)
    }

    @Test func `points at the first character that a name may not have`() {
        #expect(
            lines(example(("server_name", "phone 1"))) == [
                "server_name: has \" \" as character 6; "
                    + "must have only letters, digits, _, - and Chinese characters (U+4E00 to U+9FFF)"
            ])
    }

    @Test(arguments: [(0, false), (1, true), (10, true), (11, false), (-1, false)])
    func `count is 1 to 10`(count: Int, isValid: Bool) {
        #expect(lines(example(("count", .int(count)))) == (isValid ? [] : ["count: is \(count); must be 1 to 10"]))
    }

    @Test(arguments: [
        (2, 0, false), (2, 1, true), (2, 9, true), (2, 10, false), (3, 1, true), (3, 3, true), (3, 11, false),
    ])
    func `period_num is 1 to 9 months or 1 to 10 years`(type: Int, number: Int, isValid: Bool) {
        let body = example(("order_param.period_type", .int(type)), ("order_param.period_num", .int(number)))
        #expect(lines(body).isEmpty == isValid)
    }

    @Test(arguments: [4, 10])
    func `warns above 3 years, which only the sibling call refuses`(years: Int) {
        let body = example(("order_param.period_type", 3), ("order_param.period_num", .int(years)))
        #expect(CreateServer.problems(in: body).map(\.severity) == [.warning])
        #expect(CreateServer.problems(in: body).map(\.basis) == [.inferred])
    }

    @Test(arguments: [(1, false), (2, true), (3, true), (4, false)])
    func `period_type is 2 for months or 3 for years`(type: Int, isValid: Bool) {
        let body = example(("order_param.period_type", .int(type)))
        #expect(lines(body) == (isValid ? [] : ["order_param.period_type: is \(type); must be 2 (month) or 3 (year)"]))
    }

    @Test(arguments: ["charging_mode", "is_auto_pay", "is_auto_renew"])
    func `flags of the order are numbers and not booleans`(field: String) {
        let path = Path([.key("order_param"), .key(field)])
        let problems = CreateServer.problems(in: example((path, true)))
        #expect(problems.map(\.path) == [path])
        #expect(problems.map(\.code) == [.type])
    }

    @Test(arguments: [
        ("0", true), ("3c5e2638-b71f-4499-8d1e-355e89f21ae0", true), ("1", false), ("", false),
    ])
    func `enterprise_project_id is 0 or a UUID`(id: String, isValid: Bool) {
        #expect(lines(example(("enterprise_project_id", .string(id)))).isEmpty == isValid)
    }

    @Test(arguments: [(0, false), (1, true), (36, true), (37, false)])
    func `image_id has 1 to 36 bytes`(length: Int, isValid: Bool) {
        #expect(lines(example(("image_id", .string(String(repeating: "x", count: length))))).isEmpty == isValid)
    }

    @Test func `image_id is counted in bytes and not in characters`() {
        #expect(
            lines(example(("image_id", .string(String(repeating: "云", count: 13))))) == [
                "image_id: has 39 bytes; must be 1 to 36 bytes"
            ])
    }

    @Test func `subnet_id is a UUID in either case`() {
        #expect(lines(example((at(nic, "subnet_id"), "ABCDEFAB-CDEF-4ABC-8DEF-ABCDEFABCDEF"))).isEmpty)
        #expect(
            lines(example((at(nic, "subnet_id"), "sub-1"))) == [
                "nics[1].subnet_id: is \"sub-1\"; must be a UUID, such as 3c5e2638-b71f-4499-8d1e-355e89f21ae0"
            ])
    }

    @Test func `vpc_id may be given as in the page's example and is checked`() {
        #expect(lines(example((at(nic, "vpc_id"), nil))).isEmpty)
        #expect(
            lines(example((at(nic, "vpc_id"), "x"))) == [
                "nics[1].vpc_id: warning: is \"x\"; must be a UUID, such as 3c5e2638-b71f-4499-8d1e-355e89f21ae0 (inferred)"
            ])
    }

    @Test func `an IPv6 bandwidth without IPv6 has no effect`() {
        #expect(
            lines(example((at(nic, "ipv6_enable"), false))) == [
                "nics[1].ipv6_band_width_id: warning: has no effect without IPv6; "
                    + "takes effect only with ipv6_enable = true (inferred)"
            ])
    }

    @Test func `nics is a list with at least one item`() {
        #expect(CreateServer.problems(in: example(("nics", []))).map(\.code) == [.length])
        #expect(lines(example(("nics", [nil]))) == ["nics[1]: is null; must be a table of NicForSingleServer"])
    }

    @Test func `a new EIP needs its type`() {
        #expect(
            lines(example(("public_ip.type", nil))) == [
                "public_ip.type: is missing; is needed when count is 1 and ids is absent"
            ])
        #expect(lines(example(("public_ip.type", nil), ("public_ip.count", 0))).isEmpty)
        #expect(lines(example(("public_ip.type", nil), ("public_ip.count", nil))).isEmpty)
    }

    @Test(arguments: ["5_telcom", "5_union", "5_bgp", "5_sbgp"])
    func `accepts each EIP type of the page`(type: String) {
        #expect(lines(example(("public_ip.type", .string(type)))).isEmpty)
    }

    @Test func `refuses an EIP type that the page does not list, with a suggestion`() {
        #expect(
            lines(example(("public_ip.type", "5_bpg"))) == [
                "public_ip.type: is \"5_bpg\"; must be \"5_telcom\" (China Telecom), \"5_union\" (China Unicom), "
                    + "\"5_bgp\" (Dynamic BGP) or \"5_sbgp\" (Static BGP); did you mean \"5_bgp\"?"
            ])
    }

    @Test func `an existing EIP makes type and count useless`() {
        let ids: Value = ["11111111-2222-4333-8444-555555555555"]
        #expect(
            lines(example(("public_ip.ids", ids))) == [
                "public_ip.type: warning: has no effect beside ids; takes effect only without ids",
                "public_ip.count: warning: has no effect beside ids; takes effect only without ids",
            ])
    }

    @Test func `one existing EIP cannot serve several servers`() {
        let body = example(
            ("public_ip.ids", ["11111111-2222-4333-8444-555555555555"]), ("public_ip.type", nil),
            ("public_ip.count", nil), ("count", 2))
        let problems = CreateServer.problems(in: body)
        #expect(problems.map(\.path.description) == ["public_ip.ids"])
        #expect(problems.map(\.severity) == [.error])
        #expect(problems.map(\.basis) == [.inferred])
    }

    @Test(arguments: [0, 2])
    func `ids holds exactly one EIP`(count: Int) {
        let ids = Value.list(Array(repeating: "11111111-2222-4333-8444-555555555555", count: count))
        let body = example(("public_ip.ids", ids), ("public_ip.type", nil), ("public_ip.count", nil))
        #expect(lines(body) == ["public_ip.ids: has \(count) items; must have exactly 1 item"])
    }

    @Test func `a dedicated bandwidth needs a size, a shared one an id`() {
        #expect(
            lines(example(("public_ip.band_width.band_width_size", nil))) == [
                "public_ip.band_width.band_width_size: is missing; is needed when band_width_share_type is 0 (dedicated)"
            ])
        let shared = example(
            ("public_ip.band_width.band_width_share_type", 1), ("public_ip.band_width.band_width_size", nil))
        #expect(
            lines(shared) == [
                "public_ip.band_width.band_width_id: is missing; is needed when band_width_share_type is 1 (shared)"
            ])
    }

    @Test func `says which of size and id is useless`() {
        let id: Value = "11111111-2222-4333-8444-555555555555"
        let dedicated = example(("public_ip.band_width.band_width_id", id))
        #expect(CreateServer.problems(in: dedicated).map(\.path.description) == ["public_ip.band_width.band_width_id"])
        let shared = example(
            ("public_ip.band_width.band_width_share_type", 1), ("public_ip.band_width.band_width_id", id))
        #expect(CreateServer.problems(in: shared).map(\.path.description) == ["public_ip.band_width.band_width_size"])
        #expect(CreateServer.problems(in: shared).map(\.code) == [.noEffect])
    }

    @Test func `band_width is mandatory even without an EIP`() {
        #expect(
            lines(example(("public_ip", ["count": 0]))) == [
                "public_ip.band_width: is missing; "
                    + "needs cph.BandWidth: Bandwidth; mandatory even without an EIP"
            ])
    }

    @Test(arguments: [(0, ["error"]), (1, []), (2000, []), (2001, ["warning"])])
    func `a size below 1 is an error and above 2000 a warning`(size: Int, severities: [String]) {
        let body = example(("public_ip.band_width.band_width_size", .int(size)))
        #expect(CreateServer.problems(in: body).map(\.severity.rawValue) == severities)
    }

    @Test(arguments: [
        ("SSD", 1, true), ("GPSSD", 32_768, true), ("SAS", 1, false), ("SSD", 0, false), ("SSD", 32_769, false),
    ])
    func `a data disk is SSD or GPSSD of 1 to 32768 GiB`(type: String, size: Int, isValid: Bool) {
        let body = example(("data_volume", ["volume_type": .string(type), "size": .int(size)]))
        #expect(lines(body).isEmpty == isValid)
    }

    @Test func `an empty body names every mandatory field`() {
        #expect(
            CreateServer.problems(in: [:]).map(\.path.description) == [
                "server_name", "server_model_name", "count", "order_param", "nics", "public_ip", "keypair_name",
            ])
    }
}
