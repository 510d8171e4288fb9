import CPHModel
import Emulator
import LuaKit
import Projects
import Session
import TestSupport
import Testing

@testable import cph

/// `plan:check` and what comes before `plan:apply`, on an account that is written down.
@Suite(.ownThreads)
struct PreflightTests {
    private static let subnets = (0..<50).map { index in
        "00000000-0000-4000-8000-0000000000\(index < 10 ? "0" : "")\(index)"
    }
    private static let vpc = "6eb5019f-df01-4ded-9486-d54e7b282ced"
    private static let freeIP = "aaaaaaaa-0000-4000-8000-000000000001"
    private static let boundIP = "aaaaaaaa-0000-4000-8000-000000000002"

    /// One model in two zones, of which one has 20 left; subnets with 1,000 addresses each, the first with 12.
    private static var account: String {
        let subnets = subnets.enumerated().map { index, id in
            """
            {"id":"\(id)","vpc_id":"\(vpc)","status":"ACTIVE","ipv6_enable":false,"cidr":"10.0.\(index).0/20",
            "available_ip_address_count":\(index == 0 ? 12 : 1000)}
            """
        }
        return """
            {"server_models":[{"server_model_name":"m","disk_max_num":0}],
            "stock":[{"available_zone":"z1","server_model_name":"m"},
            {"available_zone":"z2","server_model_name":"m","servers":0}],
            "subnets":[\(subnets.joined(separator: ","))],"keypairs":[{"name":"k"}],"images":[],"enterprise_projects":[],
            "publicips":[{"id":"\(freeIP)","status":"DOWN"},
            {"id":"\(boundIP)","status":"ACTIVE"}],
            "quotas":[{"type":"publicIp","used":0,"quota":5}]}
            """
    }

    private struct Outcome {
        var text: String
        var requests: RequestCounts
    }

    /// Runs `script` with `row(fields)`, which fills in a body.
    private func run(_ script: String, account: String = account, faults: String = "") throws -> Outcome {
        var configuration = EmulatedCloud.Configuration(projectID: "p", seed: 7)
        configuration.catalogue = try Catalogue(json: Array(account.utf8), path: "account.json")
        if !faults.isEmpty { configuration.faults = try FaultPlan(parsing: faults) }
        let cloud = try EmulatedCloud(configuration)
        let session = try Session(cloud, version: "test", script: "a.lua", arguments: [])
        let values = try session.run(Script(name: "a.lua", bytes: Array((Self.preamble + script).utf8)))
        return Outcome(text: try values.map(session.text).joined(separator: " "), requests: cloud.requestCounts)
    }

    private static let preamble = """
        local S1, S2, VPC = "\(subnets[0])", "\(subnets[1])", "\(vpc)"
        local plan = cph.plan "p"
        local function row(fields)
          local body = { server_model_name = "m", keypair_name = "k", order_param = cph.order.months(1), count = 10,
            public_ip = cph.public_ip.none(), availability_zone = "z1", nics = { cph.nic(S2) } }
          for name, value in pairs(fields) do body[name] = value end
          plan:add(body)
        end
        local function problems()
          local lines = {}
          for index, problem in ipairs(plan:check()) do
            lines[index] = tostring(problem):gsub(" in %w+ %(a.lua:%d+%)", "")
          end
          return table.concat(lines, "\\n")
        end

        """

    @Test func `a plan that the account can carry has no problems and is bought`() throws {
        let outcome = try run(
            """
            row { server_name = "a" }
            assert(problems() == "", problems())
            return #plan:apply().server_ids
            """)
        #expect(outcome.text == "10")
    }

    @Test func `everything that stands in the way is said at once, in the order of the rows`() throws {
        let outcome = try run(
            """
            row { server_name = "a", nics = { cph.nic(S1) } }
            row { server_name = "b", nics = { { subnet_id = S1, vpc_id = S2, ipv6_enable = true } } }
            row { server_name = "c", availability_zone = "z2", image_id = "9e2c1c2e-0000-4000-8000-000000000000" }
            row { server_name = "d", keypair_name = "kk", nics = { cph.nic(VPC) } }
            row { server_name = "e", count = 1, public_ip = cph.public_ip.existing "\(Self.boundIP)" }
            row { server_name = "f", count = 6, public_ip = cph.public_ip.new("5_bgp", { band_width_size = 5 }),
              enterprise_project_id = VPC, data_volume = cph.disk("SSD", 10) }
            return problems()
            """)
        #expect(
            outcome.text == """
                rows[2].nics[1].vpc_id: is not the subnet's VPC; the subnet lies in \(Self.vpc)
                rows[2].nics[1].ipv6_enable: the subnet has no IPv6; turn IPv6 on there, or leave it out
                rows[2].nics[1].subnet_id: has 12 free addresses; the plan needs 20 in this subnet
                rows[3].availability_zone: m is sold out in z2; in stock in z1
                rows[3].image_id: warning: no image 9e2c1c2e-0000-4000-8000-000000000000; must exist in this project and \
                region
                rows[4].keypair_name: no key pair kk; must exist in this project and region
                rows[4].nics[1].subnet_id: no subnet \(Self.vpc); must exist in this project and region
                rows[5].public_ip.ids[1]: is not free: ACTIVE; must be unbound: DOWN
                rows[6].enterprise_project_id: no enterprise project \(Self.vpc); must exist in this project and region
                rows[6].data_volume: the model has local disks only; leave data_volume out
                rows[6].public_ip.count: the quota leaves 5 elastic IPs; the plan needs 6; ask for more in the console
                """)
        #expect(outcome.requests["create_cloud_phone_single_server"] == 0)
    }

    @Test func `ten thousand calls over fifty subnets read each thing once`() throws {
        let outcome = try run(
            """
            for index = 0, 9999 do
              row { server_name = ("fleet-%05d"):format(index), count = 1,
                nics = { cph.nic(("00000000-0000-4000-8000-0000000000%02d"):format(1 + index % 49)) } }
            end
            row { server_name = "fleet-last", count = 1, nics = { cph.nic(S1) } }
            return #plan:check()
            """)
        #expect(outcome.text == "0")
        #expect(outcome.requests["show_subnet"] == 50)
        #expect(outcome.requests["list_keypair_detail"] == 1)
        #expect(outcome.requests["list_cloud_phone_server_model_offerings"] == 1)
        #expect(outcome.requests["list_cloud_phone_servers"] == 1)
        #expect(outcome.requests.total == 53)
    }

    @Test func `what may not be read is a warning that names the permission, and the plan is bought`() throws {
        let outcome = try run(
            "row { server_name = 'a' } local text = problems() return text, #plan:apply().server_ids",
            faults: "403@lookup+list")
        for action in [
            "cph:system:listServerTypesSoldOutStatus", "vpc:subnets:get", "kps:domainKeypairs:get", "cph:servers:list",
        ] {
            #expect(outcome.text.contains("grant \(action) to the user"), "\(outcome.text)")
        }
        #expect(outcome.text.contains("subnets: warning: not checked: "))
        #expect(outcome.text.hasSuffix(" 10"))
    }

    @Test func `a name that the account has is refused before anything is sent`() throws {
        let outcome = try run(
            """
            row { server_name = "a" }
            local body = plan:calls()[1]
            cph.api.create_cloud_phone_single_server(body)
            local _, err = cph.try(plan.apply, plan)
            return err.kind, err.code, err.problems[1].path, err.problems[1].message:match "^a%-b01%-0010 exists already"
            """)
        #expect(outcome.text == "denied taken rows[1].server_name a-b01-0010 exists already")
        #expect(outcome.requests["create_cloud_phone_single_server"] == 1)
    }

    @Test func `a refusal by the account ends with 3, and check = false asks nobody`() throws {
        try withCloud { cloud in
            let path = try #require(cloud.environment["HOME"]) + "/account.json"
            let written = try cloud.run("local f = io.open('\(path)', 'w') f:write [[\(Self.account)]] f:close()")
            #expect(written.status == 0)
            let mirror = try LocalCloud("--catalogue", path)
            let refused = try mirror.run(fleet("game", 5, model: "mm"), "--allow-spend", "5")
            #expect(refused.status == 3)
            #expect(refused.error.contains("rows[1].server_model_name: warning: no zone sells mm in game (stdin:"))
            #expect(refused.error.contains("rows[1].nics[1].subnet_id: no subnet 3c5e2638-b71f-4499-8d1e-355e89f21ae0"))
            #expect(!mirror.hasLedger, "nothing was begun")
            let blind = fleet("game", 5, model: "mm", then: "plan:apply { check = false }")
            let tried = try mirror.run(blind, "--allow-spend", "5")
            #expect(tried.status == 5 && tried.error.contains("CPS.0089"), "the service refuses it then")
        }
    }
}
