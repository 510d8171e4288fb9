import CPHModel
import Schema
import Synchronization
import Testing

@testable import CPHClient

struct ProjectLookupTests {
    private let keys = TestCloud.keys.filter { $0.key != "HUAWEICLOUD_SDK_PROJECT_ID" }

    @Test func `asks IAM once for the region's project`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.projects("p1"), response(200, "{}")])
        let client = try cloud.client(keys)
        async let first = client.currentProjectID()
        async let second = client.currentProjectID()
        #expect(try await [first, second] == ["p1", "p1"])
        _ = try await client.exchange(TestCloud.list)
        #expect(
            cloud.server.requests.map(\.target) == [
                "/v3/projects?name=cn-east-3", "/v1/p1/cloud-phone/servers?server_name=%E4%BA%91%20a",
            ])
        #expect(cloud.server.requests[0].header("X-Project-Id") == nil)
        #expect(cloud.server.requests[1].header("X-Project-Id") == "p1")
    }

    @Test(arguments: [
        (
            TestCloud.projects(), "the account has no project cn-east-3 that is enabled",
            "check the region, or give --project-id"
        ),
        (
            TestCloud.projects("a", "b"), "the account has 2 projects called cn-east-3: cn-east-3 (a), cn-east-3 (b)",
            "choose one with --project-id"
        ),
        (
            TestCloud.projects("../../x"), "the account has no project cn-east-3 that is enabled",
            "check the region, or give --project-id"
        ),
        (
            response(200, #"{"projects":[{"id":"g","name":"cn-east-3_game"}]}"#),
            "the account has no project cn-east-3 that is enabled; it has cn-east-3_game (g)",
            "choose one with --project-id"
        ),
        (
            response(
                200, #"{"projects":[{"id":"p","name":"cn-east-3","enabled":false},{"id":"g","name":"cn-east-3_game"}]}"#
            ),
            "the account has no project cn-east-3 that is enabled; it has cn-east-3 (p, disabled), cn-east-3_game (g)",
            "choose one with --project-id"
        ),
        (response(200, "<html>"), "IAM's answer lists no projects", nil),
    ])
    func `none, several or nonsense is an error before anything is bought`(
        answer: String, message: String, hint: String?
    ) async throws {
        let cloud = try TestCloud(answers: [answer])
        let error = await #expect(throws: CPHError.self) { try await cloud.client(keys).exchange(TestCloud.purchase) }
        #expect(error?.message == message && error?.hint == hint && error?.operation == "project id look-up")
        #expect(cloud.requests("POST").isEmpty)
    }

    @Test func `the project with the region's own name is taken, however many begin alike`() async throws {
        let list =
            #"{"projects":[{"id":"g","name":"cn-east-3_game","enabled":true},{"id":"p","name":"cn-east-3","enabled":true}]}"#
        let cloud = try TestCloud(answers: [response(200, list)])
        #expect(try await cloud.client(keys).currentProjectID() == "p")
    }

    @Test func `a failure is not remembered`() async throws {
        let cloud = try TestCloud(answers: [response(404, "no"), TestCloud.projects("p1")])
        let client = try cloud.client(keys)
        await #expect(throws: CPHError.self) { try await client.currentProjectID() }
        #expect(try await client.currentProjectID() == "p1")
    }

    @Test func `an IAM that cannot be reached is a network error`() async throws {
        let cloud = try TestCloud(answers: [""])
        let nobody = try RefusingPort()
        let client = try cloud.client(keys) { $0.endpoints.append("iam=\(nobody.address)") }
        let error = await #expect(throws: CPHError.self) { try await client.exchange(TestCloud.purchase) }
        #expect(error?.kind == .network && error?.isRetryable == true)
        #expect(cloud.server.connections == 0)
    }
}

struct AccountLookupTests {
    private static let order = Operations.showOrder.call(
        (try? ShowOrder(validating: ["order_id": "CS1"])) ?? ShowOrder())

    @Test func `a global service is told the account, which IAM is asked for once`() async throws {
        let account = response(200, #"{"domains":[{"id":"d1","name":"n"}]}"#)
        let cloud = try TestCloud(answers: [account, response(200, "{}"), response(200, "{}")])
        let client = try cloud.client()
        for _ in 0..<2 { _ = try await client.exchange(Self.order) }
        let path = "/v2/orders/customer-orders/details/CS1"
        #expect(cloud.server.requests.map(\.target) == ["/v3/auth/domains", path, path])
        #expect(cloud.server.requests.map { $0.header("X-Domain-Id") } == [nil, "d1", "d1"])
        #expect(cloud.server.requests.allSatisfy { $0.header("X-Project-Id") == nil })
    }

    @Test func `an account that the credentials name is not asked for`() async throws {
        let cloud = try TestCloud(answers: [response(200, "{}")])
        let keys = TestCloud.keys.merging(["HUAWEICLOUD_SDK_DOMAIN_ID": "mine"]) { $1 }
        _ = try await cloud.client(keys).exchange(Self.order)
        #expect(cloud.server.requests.map { $0.header("X-Domain-Id") } == ["mine"])
    }

    @Test func `where IAM names no account STS is asked whose keys they are`() async throws {
        let caller = #"{"account_id":"a1","principal_urn":"iam::a1:user:op","principal_id":"p1"}"#
        let cloud = try TestCloud(answers: [
            response(200, #"{"domains":[]}"#), response(200, caller), response(200, "{}"),
        ])
        _ = try await cloud.client().exchange(Self.order)
        #expect(cloud.server.requests.map(\.target).prefix(2) == ["/v3/auth/domains", "/v5/caller-identity"])
        #expect(cloud.server.requests.last?.header("X-Domain-Id") == "a1")
    }

    @Test(arguments: ["{}", #"{"account_id":""}"#, #"{"account_id":"../x"}"#, "<html>"])
    func `an account that nobody names stops the call`(answer: String) async throws {
        let cloud = try TestCloud(answers: [response(200, #"{"domains":[]}"#), response(200, answer)])
        let error = await #expect(throws: CPHError.self) { try await cloud.client().exchange(Self.order) }
        #expect(error?.message == "the answer names no account" && cloud.server.requests.count == 2)
        #expect(error?.hint == "set HUAWEICLOUD_SDK_DOMAIN_ID")
    }

    @Test func `a password gets a token for the account, and another for the project`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.token("wide"), response(200, "{}"), TestCloud.token("narrow")])
        let client = try cloud.client(TestCloud.password.merging(["HW_PROJECT_ID": "p"]) { $1 })
        _ = try await client.exchange(Self.order)
        _ = try await client.exchange(TestCloud.list)
        let requests = cloud.server.requests
        #expect(
            String(decoding: requests[0].body, as: UTF8.self).hasSuffix(#""scope":{"domain":{"name":"account"}}}}"#))
        #expect(requests[1].header("X-Auth-Token") == "wide" && requests[3].header("X-Auth-Token") == "narrow")
    }
}

struct TokenSourceTests {
    private let variables = TestCloud.password.merging(["HW_PROJECT_ID": "p"]) { $1 }

    @Test func `gets a token by password and keeps it`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.token("first"), response(200, "{}")])
        let client = try cloud.client(variables)
        _ = try await client.exchange(TestCloud.list)
        _ = try await client.exchange(TestCloud.purchase)
        let requests = cloud.server.requests
        #expect(requests.map(\.method) == ["POST", "GET", "POST"])
        #expect(requests[0].target == "/v3/auth/tokens?nocatalog=true")
        #expect(
            String(decoding: requests[0].body, as: UTF8.self) == """
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"domain":{"name":"account"},\
                "name":"op","password":"pass\\"word/1"}}},"scope":{"project":{"id":"p"}}}}
                """)
        #expect(requests[0].header("X-Auth-Token") == nil && requests[0].header("Authorization") == nil)
        #expect(requests[1].header("X-Auth-Token") == "first" && requests[2].header("X-Auth-Token") == "first")
        #expect(!cloud.notes.text.contains("first") && !cloud.notes.text.contains("pass\"word"))
    }

    @Test func `asks for the region's own project when none is given`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.token("t"), TestCloud.projects("p1"), response(200, "{}")])
        _ = try await cloud.client(TestCloud.password).exchange(TestCloud.list)
        #expect(
            String(decoding: cloud.server.requests[0].body, as: UTF8.self).hasSuffix(
                #""scope":{"project":{"name":"cn-east-3"}}}}"#))
        #expect(cloud.server.requests[1].header("X-Auth-Token") == "t")
        #expect(cloud.server.requests[2].target.hasPrefix("/v1/p1/"))
    }

    @Test func `calls at the same time share one token`() async throws {
        let cloud = try TestCloud(answers: [TestCloud.token("t"), response(200, "{}")])
        let client = try cloud.client(variables)
        await withTaskGroup { group in
            for _ in 0..<16 { group.addTask { _ = try? await client.exchange(TestCloud.list) } }
        }
        #expect(cloud.requests("POST").count == 1 && cloud.requests("GET").count == 16)
    }

    @Test func `a look renews a token, so that a purchase has one that lasts`() async throws {
        let first = TestCloud.token("first", expires: "2026-01-02T03:24:05.000000Z")
        let cloud = try TestCloud { connection in
            while let request = connection.readRequest() {
                connection.send(request.target.hasPrefix("/v3") ? first : response(200, "{}"))
            }
        }
        let client = try cloud.client(variables)
        let tokens = { cloud.server.requests.filter { $0.target.hasPrefix("/v3") }.count }
        _ = try await client.exchange(TestCloud.list)
        cloud.machine.advance(seconds: 799)
        for call in [TestCloud.list, TestCloud.purchase] { _ = try await client.exchange(call) }
        #expect(tokens() == 1, "a third of its life is left")
        cloud.machine.advance(seconds: 1200 - 799 - 199)
        _ = try await client.exchange(TestCloud.purchase)
        #expect(tokens() == 1, "it lasts on the way")
        _ = try await client.exchange(TestCloud.list)
        #expect(tokens() == 2, "less than a sixth of its life is left")
    }

    @Test func `a token that is refused is renewed once`() async throws {
        let refused = TestCloud.refusal(401, "APIGW.0301", "The token must be updated.")
        let cloud = try TestCloud(answers: [
            TestCloud.token("first"), refused, TestCloud.token("second"), TestCloud.bought,
        ])
        let exchange = try await cloud.client(variables).exchange(TestCloud.purchase)
        #expect(exchange.answer?.status == 200)
        #expect(cloud.server.requests.compactMap { $0.header("X-Auth-Token") } == ["first", "second"])
        #expect(cloud.machine.slept.isEmpty)
    }

    @Test func `a token that many calls carried when it was refused is renewed once`() async throws {
        let issued = Mutex(0)
        let cloud = try TestCloud { connection in
            while let request = connection.readRequest() {
                guard request.target.hasPrefix("/v3") else {
                    let isOld = request.header("X-Auth-Token") == "token 1"
                    connection.send(isOld ? TestCloud.refusal(401, "APIGW.0301") : response(200, "{}"))
                    continue
                }
                let number = issued.withLock { count in
                    count += 1
                    return count
                }
                connection.send(TestCloud.token("token \(number)"))
            }
        }
        let client = try cloud.client(variables)
        let statuses = await withTaskGroup { group in
            for _ in 0..<16 { group.addTask { try? await client.exchange(TestCloud.list).answer?.status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 16))
        #expect(issued.withLock { $0 } == 2)
    }

    @Test func `and not twice`() async throws {
        let refused = TestCloud.refusal(401, "APIGW.0301", "The token must be updated.")
        let cloud = try TestCloud(answers: [TestCloud.token("first"), refused, TestCloud.token("second"), refused])
        let exchange = try await cloud.client(variables).exchange(TestCloud.purchase)
        #expect(exchange.answer?.status == 401)
        #expect(cloud.server.requests.count == 4)
    }

    @Test func `a wrong password is said in IAM's words`() async throws {
        let words = #"{"error":{"code":401,"message":"The username or password is wrong.","title":"Unauthorized"}}"#
        let cloud = try TestCloud(answers: [response(401, words)])
        let error = await #expect(throws: CPHError.self) { try await cloud.client(variables).exchange(TestCloud.list) }
        #expect(
            error?.message == "no credentials from the environment (HW_USER_NAME): The username or password is wrong. "
                + "(IAM token, 401); nothing was sent with them")
        #expect(error?.isOfCredentials == true && error?.httpStatus == 401)
        #expect(cloud.server.requests.count == 1)
    }

    @Test func `an answer without a token is an error`() async throws {
        let cloud = try TestCloud(answers: [response(201, "{}")])
        let error = await #expect(throws: CPHError.self) { try await cloud.client(variables).exchange(TestCloud.list) }
        #expect(error?.message.contains("IAM's answer carries no token") == true && error?.isOfCredentials == true)
    }
}
