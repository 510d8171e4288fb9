import Checking
import Projects
import Testing

/// Tables in a script are held against the models of the requests they are for.
struct ModelCheckTests {
    /// What is found, without the file: `2:3: error: …`.
    private func check(_ text: String) throws -> [String] {
        let checker = try ScriptChecker()
        return checker.check(try Script(name: "s", bytes: Array(text.utf8))).map { String($0.description.dropFirst(2)) }
    }

    private static let complete = """
        server_name = "a", server_model_name = "m", count = 1, keypair_name = "k",
        order_param = { charging_mode = 0, period_type = 2, period_num = 1 },
        public_ip = { band_width = { band_width_size = 5, band_width_charge_mode = 1, band_width_share_type = 0 } },
        nics = { { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } },
        """

    @Test func `nothing is wrong with a right table`() throws {
        #expect(try check("cph.validate { \(Self.complete) }") == [])
        #expect(try check("cph.models.CreateServer { \(Self.complete) }") == [])
        #expect(try check("local body = { \(Self.complete) }\ncph.api.create_cloud_phone_single_server(body)") == [])
    }

    @Test(arguments: [
        ("count = 11", "error: count is 11; must be 1 to 10"),
        ("count = '1'", "error: count is a string (\"1\"); must be an integer"),
        ("count = -1", "error: count is -1; must be 1 to 10"),
        ("cuont = 1", "error: cuont is not a field of CreateServer; did you mean count?"),
        ("nics = { { subnet = 'x' } }", "nics[1].subnet is not a field of NicForSingleServer; did you mean subnet_id?"),
        ("nics = {}", "nics has no items; must have at least 1 item"),
        ("order_param = { charging_mode = 0, period_type = 4, period_num = 1 }", "must be 2 (month) or 3 (year)"),
        ("order_param = { charging_mode = 0, period_type = 2, period_num = 10 }", "is 10 months"),
        ("keypair_name = ''", "keypair_name is empty; must not be empty"),
    ])
    func `each slip is found at its place`(field: String, finding: String) throws {
        let name = String(field.prefix { $0 != " " })
        let found = try check(
            "cph.models.CreateServer { \(Self.complete.with(name == "cuont" ? "count" : name, field)) }")
        #expect(found.contains { $0.contains(finding) }, "\(found)")
    }

    @Test func `a field that lacks is said once for each table`() throws {
        let found = try check("cph.models.OrderParam { is_auto_pay = 1 }\ncph.models.CreateServer { order_param = {} }")
        #expect(
            found == [
                "1:23: error: charging_mode, period_type and period_num are missing",
                "2:25: error: server_name, server_model_name, count, nics, public_ip and keypair_name are missing",
                "2:41: error: order_param.charging_mode, order_param.period_type and order_param.period_num are missing",
            ])
    }

    @Test(arguments: [
        "cph.models.OrderParam(f())",
        "cph.models.OrderParam { charging_mode = f(), period_type = f(), period_num = f() }",
        "cph.models.OrderParam { [f()] = 1 }", "cph.models.OrderParam(setmetatable({}, f()))",
        "local t = {} t.charging_mode = 0 cph.models.OrderParam(t)", "local t = {} f(t) cph.models.OrderParam(t)",
        "local t = {} t = f() cph.models.OrderParam(t)", "local function g(t) cph.models.OrderParam(t) end g {}",
        "cph.models.PublicIP { ids = { f() }, band_width = f() }",
        "cph.models.PublicIP { count = 1, band_width = f(), type = f() }",
        "local t = { nics = {} } table.insert(t.nics, 1) cph.template(t)",
        "local n = 0 n = n + 1 cph.models.DataVolume { volume_type = 'SSD', size = n }",
    ])
    func `what only a run can tell is not guessed`(code: String) throws {
        #expect(try check("local f = print\n\(code)\nf()") == [])
    }

    @Test func `constants are known where they are used`() throws {
        let found = try check(
            "local SIZE <const>, KIND = 40000, 'SDD'\ncph.models.DataVolume { volume_type = KIND, size = SIZE }")
        #expect(
            found == [
                "2:39: error: volume_type is \"SDD\"; must be \"SSD\" (ultra-high I/O) or \"GPSSD\" (general-purpose SSD); did you mean \"SSD\"?",
                "2:52: error: size is 40000; must be 1 to 32768",
            ])
    }

    @Test func `a table in a local is complained of where it is written`() throws {
        let found = try check(
            "local order = { charging_mode = 1, period_type = 2, period_num = 1 }\ncph.template { order_param = order }"
        )
        #expect(found == ["1:33: error: order_param.charging_mode is 1; must be 0 (yearly/monthly)"])
    }

    @Test func `a template may leave out what its bodies bring`() throws {
        let template = "local base = cph.template { keypair_name = 'k', public_ip = { count = 1 } }\n"
        #expect(try check(template + "base { count = 200 }") == [])
        #expect(
            try check(template + "base { cuont = 1 }") == [
                "2:8: error: cuont is not a field of CreateServer; did you mean count?"
            ])
    }

    @Test func `a plan's row is complete with its template, and may be of any count`() throws {
        let text = """
            local base = cph.template { \(Self.complete.with("keypair_name", "")) }
            local plan = cph.plan "p"
            plan:add(base { count = 200, keypair_name = "k" })
            plan:add(base { server_name = "b" })
            """
        let found = try check(text)
        #expect(found.count == 1)
        #expect(
            found.first?.hasSuffix("keypair_name is missing; needs string: Existing key pair for logging in") == true)
    }

    @Test func `a purchase may leave out what has a default`() throws {
        let fields = Self.complete.with("count", "").replacing("charging_mode = 0, ", with: "")
        #expect(try check("cph.servers.create { \(fields) }") == [])
        #expect(try check("cph.api.create_cloud_phone_single_server { \(fields) }").count == 2)
    }

    @Test func `warnings stay warnings`() throws {
        let found = try check(
            "cph.models.OrderParam { charging_mode = 0, period_type = 3, period_num = 5 }")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("1:74: warning: period_num is 5 years") == true)
    }

    @Test(arguments: ["list_cloud_phone_servers { limt = 1 }", "list_cloud_phone_servers { limit = 101 }"])
    func `queries have models too`(call: String) throws {
        #expect(try check("cph.api.\(call)").count == 1)
    }
}

extension String {
    /// The text of fields with one of them exchanged.
    fileprivate func with(_ name: String, _ field: String) -> String {
        var depth = 0
        var fields = [""]
        for character in self {
            depth += character == "{" ? 1 : character == "}" ? -1 : 0
            if character == ",", depth == 0 { fields.append("") } else { fields[fields.count - 1].append(character) }
        }
        return fields.map { $0.drop { $0 == " " || $0 == "\n" }.hasPrefix("\(name) ") ? " \(field)" : $0 }
            .filter { $0.contains { $0 != " " && $0 != "\n" } }.joined(separator: ",")
    }

    fileprivate func replacing(_ text: String, with other: String) -> String {
        guard let start = firstRange(of: text) else { return self }
        return String(self[..<start.lowerBound]) + other + self[start.upperBound...]
    }

    private func firstRange(of text: String) -> Range<Index>? {
        indices.lazy.compactMap { index in
            self[index...].hasPrefix(text) ? index..<self.index(index, offsetBy: text.count) : nil
        }.first
    }
}
