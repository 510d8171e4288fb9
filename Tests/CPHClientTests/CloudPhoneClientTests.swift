import CPHModel
import CPHSigner
import Schema
import Testing

@testable import CPHClient

struct CloudPhoneClientTests {
    @Test func `signs a call for the project, so that the service can check it`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.bought])
        let client = try cloud.client()
        #expect(cloud.server.connections == 0, "talks to nobody before the first call")
        #expect(try await client.exchange(TestCloud.purchase).answer?.status == 200)
        let request = try #require(cloud.server.requests.first)
        #expect(request.target == "/v2.1/0123456789abcdef0123456789abcdef/cloud-phone/servers")
        #expect(request.body == TestCloud.purchase.body)
        #expect(request.header("X-Sdk-Date") == "20260102T030405Z")
        #expect(request.header("Accept-Encoding") == "identity" && request.header("User-Agent") == "cph")
        #expect(try isSigned(request, covering: "content-type;host;x-project-id;x-sdk-date"))
    }

    @Test func `signs queries and temporary keys`() async throws {
        let cloud = try TestCloud(answers: [response(200, "{}")])
        let keys = TestCloud.keys.merging(["HUAWEICLOUD_SDK_SECURITY_TOKEN": "temporary"]) { $1 }
        _ = try await cloud.client(keys).exchange(TestCloud.list)
        let request = try #require(cloud.server.requests.first)
        #expect(request.target.hasSuffix("/cloud-phone/servers?server_name=%E4%BA%91%20a"))
        #expect(request.header("X-Security-Token") == "temporary")
        #expect(try isSigned(request, covering: "content-type;host;x-project-id;x-sdk-date;x-security-token"))
    }

    @Test func `goes to the next endpoint when one cannot be reached, with a purchase too`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.bought])
        let nobody = try RefusingPort()
        let client = try cloud.client { settings in
            settings.endpoints = ["cph=\(nobody.address)", "cph=\(cloud.server.address)"]
        }
        #expect(try await client.exchange(TestCloud.purchase).answer?.status == 200)
        #expect(cloud.server.requests.count == 1)
        #expect(
            try isSigned(
                try #require(cloud.server.requests.first), covering: "content-type;host;x-project-id;x-sdk-date"))
    }

    @Test func `stays with an endpoint that answers badly`() async throws {
        let cloud = try TestCloud(answers: [response(500, "{}")])
        let other = try TestCloud(answers: [TestCloud.bought])
        let client = try cloud.client { settings in
            settings.endpoints = ["cph=\(cloud.server.address)", "cph=\(other.server.address)"]
        }
        #expect(try await client.exchange(TestCloud.purchase).answer?.status == 500)
        #expect(other.server.requests.isEmpty)
    }

    @Test func `a setting's project wins over the credentials' one`() async throws {
        let cloud = try TestCloud(answers: [response(200, "{}")])
        _ = try await cloud.client { $0.projectID = "mine" }.exchange(TestCloud.list)
        #expect(cloud.server.requests.first?.target.hasPrefix("/v1/mine/") == true)
        let error = #expect(throws: SetupError.self) { try cloud.client { $0.projectID = "../mine" } }
        #expect(error?.message == "project id \"../mine\" is malformed")
    }

    @Test func `says where the credentials came from`() throws {
        let cloud = try TestCloud(answers: [""])
        #expect(try cloud.client().credentialSource == "the environment (HUAWEICLOUD_SDK_AK)")
    }

    @Test func `a token goes out as it is`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.bought])
        _ = try await cloud.client(["CPH_AUTH_TOKEN": "token-of-mine"]) { $0.projectID = "p" }
            .exchange(TestCloud.purchase)
        #expect(cloud.server.requests.first?.header("X-Auth-Token") == "token-of-mine")
        #expect(cloud.server.requests.first?.header("Authorization") == nil)
    }

    @Test func `logs calls without their secrets`() async throws {
        let echo = "the canonical request was: x-security-token:temporary-token"
        let cloud = try TestCloud(answers: [TestCloud.refusal(401, "APIGW.0303", echo)])
        let keys = TestCloud.keys.merging(["HUAWEICLOUD_SDK_SECURITY_TOKEN": "temporary-token"]) { $1 }
        let exchange = try await cloud.client(keys).exchange(TestCloud.purchase)
        let body = String(decoding: exchange.answer?.body ?? [], as: UTF8.self)
        #expect(body.contains("the canonical request was: x-security-token:***"))
        let signature = try #require(cloud.server.requests.first?.header("Authorization")?.split(separator: "=").last)
        for secret in ["temporary-token", "secret-key-0123456789", String(signature)] {
            #expect(!cloud.notes.text.contains(secret) && !body.contains(secret))
        }
        #expect(cloud.notes.text.contains("create_cloud_phone_single_server: POST \(cloud.server.address)/v2.1/"))
        #expect(cloud.notes.text.contains("status 401"))
        #expect(cloud.notes.text.contains("X-Security-Token: ***"))
    }

    private func isSigned(_ request: WireRequest, covering names: String) throws -> Bool {
        let authorization = try #require(request.header("Authorization").flatMap(Authorization.init))
        #expect(authorization.accessKey == "AKEXAMPLE")
        #expect(authorization.signedHeaders.joined(separator: ";") == names)
        let received = ReceivedRequest(
            method: request.method, target: request.target,
            headers: request.headers.map { HeaderField($0.name, $0.value) }, body: request.body)
        return try received.check(authorization, secretKey: Array("secret-key-0123456789".utf8)) == .valid
    }
}

/// What happens when the service, or the way to it, does not play along.
struct ClientFaultTests {
    @Test func `a purchase that may have been made is sent once`() async throws {
        let cloud = try TestCloud { connection in
            _ = connection.readRequest()
            connection.reset()
        }
        let exchange = try await cloud.client().exchange(TestCloud.purchase)
        #expect(exchange.failure?.kind == .broken && exchange.bytesSent > 0)
        #expect(cloud.server.requests.count == 1 && cloud.machine.slept.isEmpty)
    }

    @Test func `a service that refuses connections is tried four times`() async throws {
        let cloud = try TestCloud(answers: [""])
        let nobody = try RefusingPort()
        let client = try cloud.client { $0.endpoints = [nobody.address] }
        let exchange = try await client.exchange(TestCloud.purchase)
        #expect(exchange.failure?.kind == .connect && exchange.bytesSent == 0)
        #expect(cloud.machine.slept == [.milliseconds(250), .milliseconds(500), .milliseconds(1000)])
    }

    @Test func `a throttled purchase goes out again when its time has come, signed anew`() async throws {
        let throttled = TestCloud.refusal(429, "APIGW.0308", headers: ["Retry-After: 7"])
        let cloud = try TestCloud(answers: [throttled, throttled, TestCloud.bought])
        let exchange = try await cloud.client().exchange(TestCloud.purchase)
        #expect(exchange.answer?.status == 200)
        #expect(cloud.machine.slept == [.seconds(7), .seconds(7)])
        #expect(cloud.requests("POST").count == 3 && cloud.server.connections == 3)
    }

    @Test func `a read is repeated after a failure of the service`() async throws {
        let cloud = try TestCloud(answers: [response(503), response(200, "{}")])
        #expect(try await cloud.client().exchange(TestCloud.list).answer?.status == 200)
        #expect(cloud.requests("GET").count == 2)
    }

    @Test func `giving up while waiting returns what came last`() async throws {
        let cloud = try TestCloud(answers: [response(503)])
        var machine = cloud.machine.surroundings(TestCloud.keys)
        machine.sleep = { _ in throw CancellationError() }
        var settings = ClientSettings()
        settings.endpoints = [cloud.server.address]
        let client = try CloudPhoneClient(settings, machine, logger: cloud.notes.logger)
        #expect(try await client.exchange(TestCloud.list).answer?.status == 503)
        #expect(cloud.server.requests.count == 1)
    }

    @Test(arguments: [(-3600, "60 min ahead of"), (1200, "20 min behind")])
    func `a refusal by a service with another clock says so`(seconds: Int, words: String) async throws {
        let date = seconds < 0 ? "Fri, 02 Jan 2026 02:04:05 GMT" : "Fri, 02 Jan 2026 03:24:05 GMT"
        let cloud = try TestCloud(answers: [TestCloud.refusal(401, "APIGW.0301", headers: ["Date: \(date)"])])
        let error = await #expect(throws: CPHError.self) { try await cloud.client().exchange(TestCloud.purchase) }
        #expect(error?.kind == .api && error?.code == "APIGW.0301" && error?.httpStatus == 401)
        #expect(
            error?.hint
                == "this machine's clock is \(words) the service's; signatures are accepted up to 15 minutes apart: set the clock"
        )
    }

    @Test(arguments: [(401, "APIGW.0301"), (401, "IAM.0001"), (403, "APIGW.0303")])
    func `credentials that a read is refused for are named by their source`(status: Int, code: String) async throws {
        let cloud = try TestCloud(answers: [TestCloud.refusal(status, code)])
        let error = await #expect(throws: CPHError.self) { try await cloud.client().exchange(TestCloud.list) }
        #expect(error?.code == code && error?.httpStatus == status)
        #expect(error?.hint?.hasSuffix("the credentials came from the environment (HUAWEICLOUD_SDK_AK)") == true)
    }

    @Test(arguments: [(403, "CPS.9999"), (404, "CPS.0097")])
    func `a refusal for something else does not name them`(status: Int, code: String) async throws {
        let cloud = try TestCloud(answers: [TestCloud.refusal(status, code)])
        #expect(try await cloud.client().exchange(TestCloud.list).answer?.status == status)
    }

    @Test(
        arguments: [400, 401, 403],
        [
            "the request timed out", "invalid timestamp", "x-sdk-date is wrong", "signature expired",
        ])
    func `what may have bought something is an answer, whatever its words and clock`(
        status: Int, words: String
    ) async throws {
        for date in ["Fri, 02 Jan 2026 03:04:05 GMT", "Fri, 02 Jan 2026 09:04:05 GMT"] {
            for extra in ["", #","order_id":"CS1""#] {
                let body = #"{"error_code":"CPS.0003","error_msg":"\#(words)"\#(extra)}"#
                let cloud = try TestCloud(answers: [response(status, body, headers: ["Date: \(date)"])])
                let exchange = try await cloud.client().exchange(TestCloud.purchase)
                #expect(exchange.answer?.status == status && exchange.bytesSent > 0)
                #expect(cloud.server.requests.count == 1)
            }
        }
    }

    @Test func `words of a clock in a refused read are a hint, words of a time-out are none`() async throws {
        let skewed = try TestCloud(answers: [TestCloud.refusal(400, "X.1", "invalid X-Sdk-Date")])
        let error = await #expect(throws: CPHError.self) { try await skewed.client().exchange(TestCloud.list) }
        #expect(error?.hint?.contains("compare this machine's clock") == true)
        let slow = try TestCloud(answers: [TestCloud.refusal(400, "X.1", "the request timed out")])
        #expect(try await slow.client().exchange(TestCloud.list).answer?.status == 400)
    }

    @Test func `a refusal by a service with the same clock is passed on`() async throws {
        let refusal = TestCloud.refusal(401, "APIGW.0301", headers: ["Date: Fri, 02 Jan 2026 03:19:05 GMT"])
        let cloud = try TestCloud(answers: [refusal])
        #expect(try await cloud.client().exchange(TestCloud.purchase).answer?.status == 401)
        #expect(cloud.server.requests.count == 1, "keys cannot be renewed")
    }
}
