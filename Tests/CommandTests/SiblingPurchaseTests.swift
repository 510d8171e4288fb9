import TestSupport
import Testing

/// `create_net2_cloud_phone_server`, which sells servers with phones: the same fences stand in front of it.
@Suite(.ownThreads)
struct SiblingPurchaseTests {
    private static func script(_ name: String, extra: String = "", then: String = "print(table.concat(ids, ' '))")
        -> String
    {
        """
        local body = { server_name = "\(name)", server_model_name = "physical.rx1.xlarge",
          phone_model_name = "rx1.cp.c15.d46.e1v1", image_id = "abcdef0123456789", count = 2,
          extend_param = { charging_mode = 0, period_type = 2, period_num = 1, is_auto_pay = 1 },
          tenant_vpc_id = "0f1a9c1e-6a5b-4a7e-9a43-3c1f6e0d2b11",
          nics = { { subnet_id = "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } },
          band_width = { band_width_size = 300, band_width_charge_mode = 0, band_width_share_type = 0 } }
        \(extra)
        local ids = cph.api.create_net2_cloud_phone_server(body).server_ids
        \(then)
        """
    }

    @Test func `it is bought once, and a second run gets the recorded answer`() throws {
        try withCloud { cloud in
            let first = try cloud.run(Self.script("phones"), "--allow-spend", "2")
            #expect(first.status == 0 && first.lines[0].split(separator: " ").count == 2, "\(first.error)")
            #expect(try cloud.run(Self.script("phones")).output == first.output, "no allowance is needed any more")
            #expect(try cloud.servers() == 2)
            let shown = try cloud.cph("-e", "cph.servers.list({ server_name = 'phones' })[1].phone_model_name")
            #expect(shown.output == "rx1.cp.c15.d46.e1v1\n")
        }
    }

    @Test func `without an allowance nothing is sent, and a dry run says what would be`() throws {
        try withCloud { cloud in
            let refused = try cloud.run(Self.script("phones"))
            #expect(refused.status == 3 && refused.error.contains("--allow-spend 2"), "\(refused.error)")
            let dry = try cloud.run(Self.script("phones"), "--dry-run")
            #expect(dry.status == 0 && dry.error.contains("would buy phones: 2 servers x 1 month"), "\(dry.error)")
            #expect(try cloud.servers() == 0)
        }
    }

    @Test func `a name belongs to one purchase, whichever call made it`() throws {
        try withCloud { cloud in
            _ = try cloud.run(Self.script("shared"), "--allow-spend", "2")
            let other = try cloud.run(
                """
                cph.servers.create { server_name = "shared", server_model_name = "m", keypair_name = "k", count = 2,
                  order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
                  nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
                """, "--allow-spend", "9")
            #expect(other.status == 1 && other.error.contains("is bought with other content"), "\(other.error)")
            let changed = try cloud.run(Self.script("shared", extra: "body.image_id = 'other'"), "--allow-spend", "9")
            #expect(changed.status == 1 && changed.error.contains("image_id: is \"other\""), "\(changed.error)")
            #expect(try cloud.servers() == 2)
        }
    }

    @Test func `a lost answer is looked up, and what stays in doubt ends with 20`() throws {
        try withCloud(faults: "reset-after=once") { cloud in
            let outcome = try cloud.run(Self.script("phones"), "--allow-spend", "2")
            #expect(outcome.status == 0 && outcome.lines.count == 1, "\(outcome.error)")
            #expect(try cloud.servers() == 2)
        }
        try withCloud(faults: "reset-before=once") { cloud in
            let outcome = try cloud.run(Self.script("phones"), "--allow-spend", "2", "--settle", "0s")
            #expect(
                outcome.status == 20 && outcome.error.contains("create_net2_cloud_phone_server"), "\(outcome.error)")
        }
    }

    @Test func `every wrong field is named before anything is sent`() throws {
        let extra = """
            body.count, body.ports, body.property = 11, { { name = "adb", listen_port = 80 } }, "{"
            body.extend_param.period_num, body.phone_mdel_name = 10, "x"
            """
        let outcome = try Command.cph("--emulator", "-e", Self.script("phones", extra: extra))
        #expect(outcome.status == 1)
        for text in [
            "count: is 11", "ports[1].name: is \"adb\"", "ports[1].listen_port: is 80",
            "ports[1].internet_accessible: is missing", "extend_param.period_num: is 10 months", "property: is not",
            "phone_mdel_name: is not a field",
        ] { #expect(outcome.error.contains(text), "\(text) in \(outcome.error)") }
    }
}
