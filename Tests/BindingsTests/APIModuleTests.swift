import CPHModel
import LuaKit
import Schema
import Testing

struct APIModuleTests {
    @Test func `sends the page's example as the page has it and returns the answer`() throws {
        let api = ScriptedAPI()
        let id = try lua("return cph.api.create_cloud_phone_single_server(body).server_ids[1]", api)
        #expect(id == "1234567b8bab40ffb711234cb80d0234")
        #expect(api.calls.map(\.method) == [.post])
        #expect(api.calls.map { $0.path(projectID: "p") } == ["/v2.1/p/cloud-phone/servers"])
        #expect(
            String(decoding: api.calls[0].body ?? [], as: UTF8.self) == """
                {"server_name":"cph-test-wy","server_model_name":"physical.rx2.32xlarge.4","count":1,\
                "order_param":{"charging_mode":0,"period_type":2,"period_num":1,"is_auto_pay":1,"is_auto_renew":0},\
                "nics":[{"subnet_id":"3c5e2638-b71f-4499-8d1e-355e89f21ae0",\
                "vpc_id":"6eb5019f-df01-4ded-9486-d54e7b282ced","ipv6_enable":true,\
                "ipv6_band_width_id":"fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1"}],\
                "public_ip":{"type":"5_bgp","count":1,"band_width":{"band_width_size":300,\
                "band_width_charge_mode":1,"band_width_share_type":0}},"keypair_name":"KeyPair-1d1d-wy",\
                "enterprise_project_id":"0"}
                """)
    }

    @Test func `puts the fields of a list into the query`() throws {
        let api = ScriptedAPI(.answer(200, #"{"count":0,"servers":[]}"#))
        #expect(try lua(#"return #cph.api.list_cloud_phone_servers{server_name="云", limit=10}.servers"#, api) == "0")
        #expect(api.calls[0].query == [.init("limit", "10"), .init("server_name", "云")])
        #expect(api.calls[0].body == nil)
    }

    @Test func `fills in what the path names`() throws {
        let api = ScriptedAPI(.answer(200, #"{"server_id":"a/b"}"#))
        #expect(try lua(#"return cph.api.show_cloud_phone_server_detail{server_id="a-b"}.server_id"#, api) == "a/b")
        #expect(api.calls[0].path == "/v1/{project_id}/cloud-phone/servers/a-b")
    }

    @Test func `sends nothing that is invalid and names every problem`() throws {
        let api = ScriptedAPI()
        let error = failure(
            of: """
                body.count, body.nics[1].subnet_id, body.keypare_name = 11, "x", "k"
                cph.api.create_cloud_phone_single_server(body)
                """, api)
        #expect(
            error?.message == """
                argument error in create_cloud_phone_single_server: 3 problems in CreateServer; nothing was sent
                  count: is 11; must be 1 to 10
                  nics[1].subnet_id: is "x"; must be a UUID, such as 3c5e2638-b71f-4499-8d1e-355e89f21ae0
                  keypare_name: is not a field of CreateServer; did you mean keypair_name?
                """)
        #expect(error?.position?.line == 2)
        #expect(api.calls.isEmpty)
    }

    @Test func `the error object has the fields of the manual`() throws {
        let fields = try lua(
            """
            body.count = 11
            local ok, err = pcall(cph.api.create_cloud_phone_single_server, body)
            local problem = err.problems[1]
            return table.concat({ tostring(ok), err.kind, err.operation, tostring(err.retryable),
              tostring(err.maybe_done), problem.path, problem.code, problem.severity, problem.basis, problem.message,
              problem.hint, tostring(problem) }, "|")
            """)
        #expect(
            fields == "false|argument|create_cloud_phone_single_server|false|false|count|range|error|documented|is 11|"
                + "must be 1 to 10|count: is 11; must be 1 to 10")
    }

    @Test func `a refusal carries the service's code, words, request and our hint`() throws {
        let answer = Exchange.answer(
            400, #"{"request_id":"r1","error_code":"CPS.0006","error_msg":"The account is in arrears."}"#)
        let script = """
            local ok, err = pcall(cph.api.create_cloud_phone_single_server, body)
            return tostring(err) .. "|" .. err.code .. "|" .. err.http_status .. "|" .. err.request_id
            """
        #expect(
            try lua(script, ScriptedAPI(answer)) == """
                api error in create_cloud_phone_single_server: CPS.0006 The account is in arrears.
                  hint: top up the account, then run again
                  request r1|CPS.0006|400|r1
                """)
    }

    @Test func `an answer in doubt says so and keeps what it names`() throws {
        let answer = Exchange.answer(502, #"{"order_id":"CS1"}"#)
        let script = """
            local ok, err = pcall(cph.api.create_cloud_phone_single_server, body)
            return err.kind .. "|" .. tostring(err.maybe_done) .. "|" .. tostring(err.retryable) .. "|" .. err.result.order_id
            """
        #expect(try lua(script, ScriptedAPI(answer)) == "in_doubt|true|false|CS1")
    }

    @Test func `fewer servers than asked for are an error that carries them`() throws {
        let script = """
            body.count = 2
            local ok, err = pcall(cph.api.create_cloud_phone_single_server, body)
            return err.kind .. "|" .. #err.result.server_ids .. "|" .. err.message .. "|" .. err.hint
            """
        let told = try lua(script)
        #expect(told.hasPrefix("partial|1|1 of 2 servers were bought|"), "\(told)")
        #expect(told.contains("cph ledger show") && told.contains("under another name"))
    }

    @Test func `an error inside an answer with status 200 is an error`() throws {
        let answer = Exchange.answer(200, #"{"error_code":"CPS.0003","error_msg":"System error"}"#)
        let script = "local ok, err = pcall(cph.api.create_cloud_phone_single_server, body) return err.kind"
        #expect(try lua(script, ScriptedAPI(answer)) == "in_doubt")
    }

    @Test func `a failure before the first byte is retryable and not in doubt`() throws {
        let exchange = Exchange(bytesSent: 0, failure: TransportFailure(.connect, "connection refused"))
        let script = """
            local ok, err = pcall(cph.api.create_cloud_phone_single_server, body)
            return err.kind .. "|" .. tostring(err.retryable) .. "|" .. tostring(err.maybe_done) .. "|" .. err.message
            """
        #expect(try lua(script, ScriptedAPI(exchange)) == "network|true|false|connection refused")
    }
}
