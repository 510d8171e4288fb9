import CPHModel
import Checking
import Emulator
import LuaKit
import Projects
import Session
import Testing

@testable import Docs
@testable import Rehearsal

/// The examples of operations, on an account that has what they name.
struct OperationExampleTests {
    @Test func `every operation has one example, in the order of operations, and none is for nothing`() {
        #expect(OperationExamples.embedded.all.map(\.name) == Operations.all.map { $0.name })
    }

    @Test func `the page of an operation shows its example on terminal, site and in Markdown`() throws {
        let reference = try Library().reference
        let site = try #require(Site(reference, version: "test").files.first { $0.name == "cph.api.html" }).text
        for (name, code) in OperationExamples.embedded.all {
            let page = try #require(reference["cph.api.\(name)"])
            let indented = "\n\n" + code.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n") + "\n\n"
            #expect(page.text.contains(indented + "  body "), "\(name)")
            #expect(page.markdown().contains(indented + "- `body` "), "\(name)")
            #expect(page.summary == reference["cph.api"]?.row(name)?.doc, "\(name)")
        }
        #expect(site.components(of: "<code class=\"lua\">") == Operations.all.count)
    }

    @Test(arguments: Operations.all)
    func `an example is short, calls its operation and prints what the answer holds`(
        operation: any APIOperation
    ) throws {
        let code = try #require(OperationExamples.embedded[operation.name])
        #expect((2...9).contains(code.split(separator: "\n").count) && code.contains("cph.api.\(operation.name)"))
        let account = try Account()
        let before = account.calls(of: operation)
        let printed = try account.run(code)
        #expect(account.calls(of: operation) > before)
        #expect(!printed.isEmpty && !printed.contains("nil"), "\(printed)")
    }

    @Test func `nothing is found wrong with an example before it runs`() throws {
        let checker = try ScriptChecker()
        for (name, code) in OperationExamples.embedded.all {
            let findings = checker.check(try Script(name: name, bytes: Array(code.utf8)))
            #expect(findings.isEmpty, "\(findings)")
        }
    }

    @Test func `an example that buys, renews or changes leaves the payment to somebody`() {
        for (name, code) in OperationExamples.embedded.all { #expect(!code.contains("is_auto_pay = 1"), "\(name)") }
        let orders: [any APIOperation] = [
            Operations.createServer, Operations.createNet2Server, Operations.renewResources,
            Operations.changeServerModel,
        ]
        for operation in orders {
            #expect(
                OperationExamples.embedded[operation.name]?.contains("is_auto_pay = 0") == true, "\(operation.name)")
        }
    }
}

/// An account with servers, orders and networks, on a clock that does not keep anybody waiting.
private struct Account {
    private let cloud: EmulatedCloud
    private let session: Session

    init() throws {
        let clock = SimulatedClock()
        var configuration = EmulatedCloud.Configuration(seed: 7)
        configuration.clock = clock
        configuration.catalogue = try Catalogue(json: Array(catalogue.utf8), path: "account.json")
        cloud = try EmulatedCloud(configuration)
        var options = LuaState.Options()
        options.clock = clock
        session = try Session(cloud, version: "test", script: "example", arguments: [], options: options)
        try clock.install(in: session.state)
        try run(history)
    }

    /// How many requests of an operation came, and of those that differ from it only in their body, as tags' do.
    func calls(of operation: any APIOperation) -> Int {
        Operations.all.filter { $0.method == operation.method && $0.path == operation.path }
            .map { cloud.requestCounts[$0.name] }.reduce(0, +)
    }

    /// Runs code and returns what it printed.
    @discardableResult
    func run(_ code: String) throws -> String {
        do throws(LuaError) {
            _ = try session.evaluate("printed = {}", name: "before")
            _ = try session.evaluate(code, name: "example")
            return try session.evaluate("table.concat(printed, '\\n')", name: "after").map(session.text).joined()
        } catch {
            Issue.record("\(session.report(error))")
            return ""
        }
    }
}

/// What happened in the account three days ago, and a `print` that keeps what is printed.
private let history = """
    function print(...)
      local words = table.pack(...)
      for i = 1, words.n do words[i] = tostring(words[i]) end
      table.insert(printed, table.concat(words, "\\t"))
    end
    local function buy(name, count, pay, renew)
      return cph.api.create_cloud_phone_single_server {
        server_name = name, server_model_name = "physical.rx2.32xlarge.4", count = count, keypair_name = "KeyPair-ops",
        nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" }, data_volume = cph.disk("SSD", 500),
        public_ip = cph.public_ip.new("5_bgp", { band_width_size = 300 }),
        order_param = cph.order.months(1, { pay = pay, renew = renew }),
      }.server_ids
    end
    local given_back = buy("game-x01", 1, true)
    buy("trial-a01", 1, true)
    buy("farm-a01", 1, true, true)
    for _, id in ipairs(buy("game-a01", 2, true)) do
      cph.api.batch_create_tags {
        resource_type = "cph-server", resource_id = id, action = "create", tags = { { key = "env", value = "prod" } },
      }
    end
    buy("game-b01", 1, false)
    cph.sleep "3d"
    cph.api.cancel_resources_subscription { resource_ids = given_back, unsubscribe_type = 1 }
    """

/// What the examples name beside servers and orders, and what lists have to hold for them to show something.
private let catalogue = """
    {
      "vpcs": [
        {"id": "6eb5019f-df01-4ded-9486-d54e7b282ced", "name": "vpc-games", "cidr": "10.0.0.0/8", "status": "OK"}
      ],
      "subnets": [
        {
          "id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0", "name": "subnet-games", "cidr": "10.1.0.0/16",
          "ipv6_enable": true, "vpc_id": "6eb5019f-df01-4ded-9486-d54e7b282ced"
        }
      ],
      "publicips": [
        {
          "id": "b36c20ae-757f-4655-8ea0-ad3b5d1b1ee1", "public_ip_address": "100.64.0.9", "type": "5_bgp",
          "bandwidth_size": 50
        }
      ],
      "bandwidths": [
        {"id": "fbe74c2f-e2ba-427a-b8aa-1c7c4f510ac1", "name": "shared", "share_type": "WHOLE", "size": 300}
      ],
      "band_widths": [{"band_width_id": "5a1d", "band_width_name": "phones", "band_width_size": 200}],
      "keypairs": [
        {"name": "KeyPair-ops", "fingerprint": "aa:bb", "frozen_state": 0},
        {"name": "KeyPair-2027", "fingerprint": "cc:dd", "frozen_state": 0}
      ],
      "images": [{"id": "image-1", "name": "base", "status": "active", "virtual_env_type": "Ironic",
        "__os_version": "Ubuntu 22.04"}],
      "phone_images": [{"image_id": "9e1b0c5a7d3f4e2886a4c1d2e3f40516", "image_name": "AOSP 11", "is_public": 1,
        "image_label": "cloud_phone"}],
      "phone_models": [
        {
          "server_model_name": "physical.rx1.xlarge", "phone_model_name": "rx1.cp.c15.d46.e1v1", "status": 1,
          "phone_capacity": 15, "resolution": "1080x1920", "image_label": "cloud_phone"
        }
      ],
      "image_infos": [{"image_id": "i1", "image_name": "arena", "image_type": "private", "status": 1,
        "create_time": "2026-01-01T00:00:00Z"}],
      "enterprise_projects": [{"id": "dddddddd-0000-4000-8000-000000000001", "name": "games", "status": 1}],
      "quotas": [{"type": "publicIp", "used": 1, "quota": 1000}],
      "coupons": [{"coupon_id": "CP1", "face_value": 500, "expire_time": "2099-01-01T00:00:00Z"}],
      "discounts": [{"discount_id": "D1", "discount_type": 2, "percent_off": 10}],
      "scheduled_events": [
        {
          "event_id": "e1", "server_name": "game-a01-0001", "type": "system-maintenance", "state": "scheduled",
          "not_before": "2026-02-01T00:00:00Z", "description": "memory is replaced"
        }
      ]
    }
    """

extension Page {
    /// The row about the function of this name.
    fileprivate func row(_ name: String) -> Row? { sections.flatMap(\.rows).first { $0.link == "cph.api.\(name)" } }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int {
        split(separator: text, omittingEmptySubsequences: false).count - 1
    }
}
