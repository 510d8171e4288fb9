import CPHModel
import Files
import Schema
import Synchronization
import Testing

@testable import CPHClient

/// What is sent to IAM, STS and a node for keys, as Huawei's SDKs send it, and that calls are signed with what comes back.
struct IdentityServiceTests {
    private static let account = "0123456789abcdef0123456789abcdef"
    private static let token = TestCloud.token("SUBJECT")
    private static func keys(_ number: Int = 1, wrapper: String = "credential", end: String = "2026-01-02T05:04:05Z")
        -> String
    {
        response(
            201,
            #"{"\#(wrapper)":{"access":"AK\#(number)","secret":"SK\#(number)","securitytoken":"ST\#(number)","expires_at":"\#(end)"}}"#
        )
    }
    private static let list = response(200, #"{"servers":[]}"#)

    /// A client that finds these variables and files.
    private func client(
        _ cloud: TestCloud, _ variables: [String: String], files: [String: String] = [:],
        _ change: (inout ClientSettings) -> Void = { _ in }
    ) throws -> CloudPhoneClient {
        var settings = ClientSettings()
        (settings.region, settings.endpoints, settings.projectID) = ("cn-east-3", [cloud.server.address], "p1")
        change(&settings)
        return try CloudPhoneClient(
            settings, cloud.machine.surroundings(variables, files: files), logger: cloud.notes.logger)
    }

    private func json(_ request: WireRequest) -> Value? { try? Value(json: request.body) }

    @Test func `an identity provider's token is exchanged at IAM for a token, and that for keys`() async throws {
        let cloud = try TestCloud(answers: [Self.token, Self.keys(), Self.list])
        let variables = [
            "HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token", "HUAWEICLOUD_SDK_AK": "X",
            "HUAWEICLOUD_SDK_SK": "Y",
        ]
        let client = try client(cloud, variables, files: ["/token": " ID.TOKEN\n"])
        _ = try await client.exchange(TestCloud.list)
        let requests = cloud.server.requests
        #expect(
            requests.prefix(2).map { "\($0.method) \($0.target)" } == [
                "POST /v3.0/OS-AUTH/id-token/tokens", "POST /v3.0/OS-CREDENTIAL/securitytokens",
            ])
        #expect(requests[0].header("X-Idp-Id") == "corp")
        #expect(json(requests[0]) == ["auth": ["id_token": ["id": "ID.TOKEN"]]])
        let means: Value = ["methods": ["token"], "token": ["id": "SUBJECT", "duration_seconds": 21_600]]
        #expect(json(requests[1]) == ["auth": ["identity": means]])
        #expect(requests[0].header("Authorization") == nil && requests[1].header("Authorization") == nil)
        #expect(requests[2].header("X-Security-Token") == "ST1")
        #expect(requests[2].header("Authorization")?.contains("Access=AK1,") == true)
        #expect(client.warnings.first?.hasSuffix("not used: HUAWEICLOUD_SDK_AK beside it") == true)
        #expect(
            try await client.scope().signer == "identity provider corp from the environment (HUAWEICLOUD_SDK_IDP_ID)")
    }

    @Test func `an identity token gets the keys of an agency at STS`() async throws {
        let cloud = try TestCloud(answers: [Self.keys(wrapper: "credentials"), Self.list])
        let prefix = "HUAWEICLOUD_OIDC_"
        let variables = [
            prefix + "PROVIDER_URN": "iam::a:oidc-provider:corp", prefix + "AGENCY_URN": "iam::a:agency:buyers",
            prefix + "ID_TOKEN": "ID.TOKEN", prefix + "SESSION_NAME": "night", prefix + "DURATION_SECONDS": "900",
            prefix + "POLICY": "{}", prefix + "POLICY_IDS": "x, y,",
        ]
        _ = try await client(cloud, variables).exchange(TestCloud.list)
        #expect(cloud.server.requests[0].target == "/v5/agencies/assume-with-oidc")
        #expect(
            json(cloud.server.requests[0]) == [
                "provider_urn": "iam::a:oidc-provider:corp", "agency_urn": "iam::a:agency:buyers",
                "agency_session_name": "night", "id_token": "ID.TOKEN", "duration_seconds": 900, "policy": "{}",
                "policy_ids": ["x", "y"],
            ])
        #expect(cloud.server.requests[1].header("X-Security-Token") == "ST1")
    }

    @Test func `the agent of a node gets the token of the pod as it is`() async throws {
        let cloud = try TestCloud(answers: [
            response(
                200,
                #"{"credentials":{"accessKeyId":"AK1","secretAccessKey":"SK1","securityToken":"ST1","expiration":"2026-01-02T05:04:05Z"}}"#
            ),
            Self.list,
        ])
        let variables = [
            "HC_CONTAINER_CREDENTIALS_FULL_URI": "\(cloud.server.address)/v1/credentials?x=1",
            "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/pod",
        ]
        // Never through the proxy: the node is nearer.
        let client = try client(cloud, variables, files: ["/pod": "POD.TOKEN\n"]) {
            $0.proxy = nil
        }
        _ = try await client.exchange(TestCloud.list)
        let request = cloud.server.requests[0]
        #expect(request.method == "POST" && request.target == "/v1/credentials?x=1" && request.body == Array("{}".utf8))
        #expect(request.header("Authorization") == "POD.TOKEN")
        #expect(cloud.server.requests[1].header("X-Security-Token") == "ST1")
    }

    @Test func `agencies are entered one after the other, by name at IAM and by id at STS`() async throws {
        let cloud = try TestCloud(answers: [Self.keys(1), Self.keys(2, wrapper: "credentials"), Self.list])
        let client = try client(cloud, TestCloud.keys) { settings in
            settings.projectID = "p2"
            var first = Agency("buyers", account: "partner")
            first.duration = 43_200
            var second = Agency("east", accountID: Self.account)
            (second.session, second.externalID) = ("night", "e1")
            settings.agencies = [first, second]
        }
        _ = try await client.exchange(TestCloud.list)
        let requests = cloud.server.requests
        #expect(requests.prefix(2).map(\.target) == ["/v3.0/OS-CREDENTIAL/securitytokens", "/v5/agencies/assume"])
        let role: Value = ["agency_name": "buyers", "domain_name": "partner", "duration_seconds": 43_200]
        #expect(json(requests[0]) == ["auth": ["identity": ["methods": ["assume_role"], "assume_role": role]]])
        #expect(
            json(requests[1]) == [
                "agency_urn": .string("iam::\(Self.account):agency:east"), "agency_session_name": "night",
                "external_id": "e1",
            ])
        #expect(requests[0].header("Authorization")?.contains("Access=AKEXAMPLE,") == true)
        #expect(requests[1].header("X-Security-Token") == "ST1" && requests[2].header("X-Security-Token") == "ST2")
        // The project of the first account is none of the second's.
        #expect(requests[2].target.hasPrefix("/v1/p2/"))
        let signer = try await client.scope().signer
        #expect(
            signer
                == "access key AKEXAM… from the environment (HUAWEICLOUD_SDK_AK), then agency buyers of partner, then "
                + "agency east of \(Self.account)")
    }

    @Test func `project and account of whoever enters an agency are not those of the agency`() async throws {
        let cloud = try TestCloud(answers: [Self.keys(), TestCloud.projects("theirs"), Self.list])
        let variables = TestCloud.keys.merging(["HUAWEICLOUD_SDK_DOMAIN_ID": "mine"]) { $1 }
        let client = try client(cloud, variables) { settings in
            (settings.projectID, settings.agencies) = (nil, [Agency("buyers", account: "partner")])
        }
        _ = try await client.exchange(TestCloud.list)
        #expect(cloud.server.requests[1].target == "/v3/projects?name=cn-east-3")
        #expect(cloud.server.requests[2].target.hasPrefix("/v1/theirs/"))
        #expect(try await client.scope().projectID == "theirs")
    }

    @Test func `a token or a password enters agencies by the account's name alone`() async throws {
        let cloud = try TestCloud(answers: [Self.keys(), Self.list])
        let byName = try client(cloud, ["CPH_AUTH_TOKEN": "TOKEN1"]) {
            $0.agencies = [Agency("buyers", account: "partner")]
        }
        _ = try await byName.exchange(TestCloud.list)
        #expect(cloud.server.requests[0].header("X-Auth-Token") == "TOKEN1")
        let byID = try client(cloud, ["CPH_AUTH_TOKEN": "TOKEN1"]) {
            $0.agencies = [Agency("buyers", accountID: Self.account)]
        }
        let error = await #expect(throws: CPHError.self) { try await byID.exchange(TestCloud.list) }
        #expect(error?.message.contains("is entered with keys") == true && error?.isOfCredentials == true)
        #expect(cloud.server.requests.count == 2)
    }

    @Test func `keys that a service refuses are fetched anew once, and the purchase goes out once more`() async throws {
        let refused = TestCloud.refusal(401, "APIGW.0301")
        let cloud = try TestCloud(answers: [
            Self.token, Self.keys(1), refused, Self.token, Self.keys(2), TestCloud.bought,
        ])
        let variables = ["HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token"]
        let client = try client(cloud, variables, files: ["/token": "ID"])
        let exchange = try await client.exchange(TestCloud.purchase)
        #expect(exchange.answer?.status == 200)
        let purchases = cloud.server.requests.filter { $0.target.contains("/v2.1/") }
        #expect(purchases.map { $0.header("X-Security-Token") } == ["ST1", "ST2"])
    }

    @Test func `a purchase that was refused stays refused where no new keys can be had`() async throws {
        let refused = TestCloud.refusal(401, "APIGW.0301")
        let cloud = try TestCloud(answers: [Self.token, Self.keys(1), refused, response(403, "{}")])
        let variables = ["HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token"]
        let client = try client(cloud, variables, files: ["/token": "ID"])
        let exchange = try await client.exchange(TestCloud.purchase)
        #expect(exchange.answer?.status == 401 && exchange.bytesSent > 0)
        #expect(cloud.server.requests.filter { $0.target.contains("/v2.1/") }.count == 1)
    }

    @Test(
        arguments: [
            ("", "/token: the identity token is empty"), ("  \n", "/token: the identity token is empty"),
            ("a b", "/token: the identity token has blanks, line ends or signs beyond ASCII in it"),
            ("a\nb", "has blanks, line ends"), ("ä", "signs beyond ASCII"),
            (
                String(repeating: "x", count: 20_001),
                "/token: the identity token has 20001 bytes, and 20000 at most are taken"
            ),
            (nil, "/token, the file of the identity token, does not exist"),
        ] as [(String?, String)])
    func `a token file that is no token is an error, and nothing is sent`(text: String?, message: String) async throws {
        let cloud = try TestCloud(answers: [Self.token])
        let variables = [
            "HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token", "HW_ACCESS_KEY": "other",
            "HW_SECRET_KEY": "other",
        ]
        let client = try client(cloud, variables, files: text.map { ["/token": $0] } ?? [:])
        for call in [TestCloud.list, TestCloud.purchase] {
            let error = await #expect(throws: CPHError.self) { try await client.exchange(call) }
            #expect(error?.message.contains(message) == true && error?.isOfCredentials == true, "\(error as Any)")
        }
        #expect(cloud.server.requests.isEmpty)
    }

    /// A client of an identity provider whose token file holds one text after the other, and the last one for good.
    private func client(_ cloud: TestCloud, tokens: [String]) throws -> CloudPhoneClient {
        let rest = Mutex(tokens)
        var surroundings = cloud.machine.surroundings([
            "HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token",
        ])
        surroundings.readFile = { path throws(FileError) in
            guard path == "/token" else { return nil }
            return rest.withLock { Array(($0.count > 1 ? $0.removeFirst() : $0[0]).utf8) }
        }
        var settings = ClientSettings()
        (settings.region, settings.endpoints, settings.projectID) = ("cn-east-3", [cloud.server.address], "p1")
        return try CloudPhoneClient(settings, surroundings, logger: cloud.notes.logger)
    }

    private func givenTokens(_ cloud: TestCloud) -> [String] {
        cloud.server.requests.filter { $0.target.contains("id-token") }.compactMap { request in
            let auth = json(request)?.members?["auth"]?.members
            return auth?["id_token"]?.members?["id"]?.text
        }
    }

    @Test func `a token that is replaced while it is refused is followed by the new one, once`() async throws {
        let refused = response(401, #"{"error":{"code":401,"message":"ended","title":"x"}}"#)
        let cloud = try TestCloud(answers: [refused, Self.token, Self.keys(), Self.list])
        _ = try await client(cloud, tokens: ["OLD", "NEW"]).exchange(TestCloud.list)
        #expect(givenTokens(cloud) == ["OLD", "NEW"])
        let same = try TestCloud(answers: [refused])
        await #expect(throws: CPHError.self) { try await client(same, tokens: ["OLD"]).exchange(TestCloud.list) }
        #expect(givenTokens(same) == ["OLD"])
    }

    @Test func `a token file that is being written is read again`() async throws {
        let cloud = try TestCloud(answers: [Self.token, Self.keys(), Self.list])
        // Each reading looks twice: whether it is a token, and whether it is empty.
        _ = try await client(cloud, tokens: ["", "", "\n", "\n", "TOKEN"]).exchange(TestCloud.list)
        #expect(givenTokens(cloud) == ["TOKEN"] && cloud.machine.slept == [.milliseconds(200), .milliseconds(200)])
    }

    @Test func `an agency that STS would not let in for so long is refused before anything is sent`() throws {
        let cloud = try TestCloud(answers: [""])
        func make(_ proof: [String: String], _ agencies: [(id: String?, duration: Int)]) throws {
            _ = try cloud.client(proof) { settings in
                settings.agencies = agencies.map { agency in
                    var made = Agency("a", account: agency.id == nil ? "n" : nil, accountID: agency.id)
                    made.duration = agency.duration
                    return made
                }
            }
        }
        let temporary = TestCloud.keys.merging(["HUAWEICLOUD_SDK_SECURITY_TOKEN": "T"]) { $1 }
        try make(TestCloud.keys, [(Self.account, 43_200)])
        try make(TestCloud.keys, [(nil, 43_200), (Self.account, 3600)])
        try make(temporary, [(Self.account, 3600)])
        try make(temporary, [(nil, 86_400)])
        for (proof, agencies) in [
            (temporary, [(Self.account, 3601)]), (TestCloud.keys, [(nil, 900), (Self.account, 3601)]),
        ] as [([String: String], [(id: String?, duration: Int)])] {
            let error = #expect(throws: SetupError.self) { try make(proof, agencies) }
            #expect(
                error?.message == "agency a of \(Self.account): the duration is to be 3600 s at most, not 3601")
        }
    }

    @Test func `a token file is read again for each renewal`() async throws {
        let cloud = try TestCloud(answers: [
            Self.token, Self.keys(1), Self.list, Self.token, Self.keys(2, end: "2026-01-03T05:04:05Z"), Self.list,
        ])
        let text = Mutex("FIRST")
        var surroundings = cloud.machine.surroundings([
            "HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token",
        ])
        surroundings.readFile = { path throws(FileError) in path == "/token" ? Array(text.withLock { $0 }.utf8) : nil }
        var settings = ClientSettings()
        (settings.region, settings.endpoints, settings.projectID) = ("cn-east-3", [cloud.server.address], "p1")
        let client = try CloudPhoneClient(settings, surroundings, logger: cloud.notes.logger)
        _ = try await client.exchange(TestCloud.list)
        text.withLock { $0 = "SECOND" }
        cloud.machine.advance(seconds: 2 * 3600)
        _ = try await client.exchange(TestCloud.list)
        let given = cloud.server.requests.filter { $0.target.contains("id-token") }.compactMap(json)
        #expect(given == ["FIRST", "SECOND"].map { ["auth": ["id_token": ["id": .string($0)]]] })
    }

    @Test(arguments: [
        (response(401, #"{"error":{"code":401,"message":"who is SECRET-ID-TOKEN","title":"x"}}"#), "who is ***"),
        (response(200, "<html>SECRET-ID-TOKEN</html>"), "IAM's answer carries no token"),
        (response(201, "{}"), "IAM's answer carries no token"), (response(500, ""), "500"),
    ])
    func `what IAM refuses is told without the token, and no other source is asked`(answer: String, words: String)
        async throws
    {
        let cloud = try TestCloud(answers: [answer])
        let variables = [
            "HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token", "HW_ACCESS_KEY": "other",
            "HW_SECRET_KEY": "other",
        ]
        let client = try client(cloud, variables, files: ["/token": "SECRET-ID-TOKEN"])
        let error = await #expect(throws: CPHError.self) { try await client.exchange(TestCloud.purchase) }
        #expect(error?.description.contains(words) == true, "\(error as Any)")
        #expect(error?.isOfCredentials == true)
        #expect(!"\(error as Any) \(cloud.notes.text)".contains("SECRET-ID-TOKEN"))
        #expect(!cloud.server.requests.contains { $0.target.contains("cloud-phone") })
    }

    @Test func `no secret that came or went is in the log`() async throws {
        let cloud = try TestCloud(answers: [Self.token, Self.keys(), Self.list])
        let variables = ["HUAWEICLOUD_SDK_IDP_ID": "corp", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/token"]
        _ = try await client(cloud, variables, files: ["/token": "SECRET-ID-TOKEN"]).exchange(TestCloud.list)
        for secret in ["SECRET-ID-TOKEN", "SUBJECT", "SK1", "ST1"] { #expect(!cloud.notes.text.contains(secret)) }
    }
}

/// Where the account is decides which billing service is asked.
struct AccountSiteTests {
    private static let order = Operations.listOrders.call(ListOrders())
    private static let orders = response(200, #"{"order_infos":[],"total_count":0}"#)
    private static func refusal(_ code: String) -> String { TestCloud.refusal(403, code) }

    private func hosts(
        _ answers: [String], site: AccountSite? = nil, _ variables: [String: String] = [:], calls: Int = 1
    ) async throws -> (china: [String], intl: [String]) {
        let china = try TestCloud(answers: answers)
        let intl = try TestCloud(answers: [Self.orders])
        let client = try china.client(
            TestCloud.keys.merging(["HUAWEICLOUD_SDK_DOMAIN_ID": "d"]) { $1 }.merging(variables) { $1 }
        ) { settings in
            settings.endpoints = [
                "cph=\(china.server.address)", "bss=\(china.server.address)", "bss-intl=\(intl.server.address)",
            ]
            settings.site = site
        }
        for _ in 0..<calls { _ = try await client.exchange(Self.order) }
        return (china.server.requests.map(\.target), intl.server.requests.map(\.target))
    }

    private static let look = "/v2/products/service-types?limit=1"

    @Test(arguments: ["CBC.0150", "CBC.0156"])
    func `an account that the Chinese site does not know is asked for at the international one`(code: String)
        async throws
    {
        let (china, intl) = try await hosts([Self.refusal(code)], calls: 2)
        #expect(china == [Self.look] && intl.count == 2)
    }

    @Test func `one that it knows stays there, and is asked about once`() async throws {
        let (china, intl) = try await hosts([response(200, "{}"), Self.orders], calls: 2)
        #expect(china.first == Self.look && china.count == 3 && intl.isEmpty)
    }

    @Test func `another refusal decides nothing, and it is asked again`() async throws {
        let (china, intl) = try await hosts(
            [Self.refusal("CBC.9999"), Self.orders, Self.refusal("CBC.0150")], calls: 2)
        #expect(china.filter { $0 == Self.look }.count == 2 && intl.count == 1)
    }

    @Test func `a site that is said is not asked for`() async throws {
        #expect(try await hosts([Self.orders], site: .china).china.contains(Self.look) == false)
        let skipped = try await hosts([Self.orders], ["SKIP_CHECK_WEBSITE_TYPE": "true"])
        #expect(!skipped.china.contains(Self.look) && skipped.intl.isEmpty)
    }

    @Test(arguments: [
        (AccountSite.china, "bss.myhuaweicloud.com"), (.international, "bss-intl.myhuaweicloud.com"),
        (.europe, "bss.myhuaweicloud.eu"), (nil, "bss.myhuaweicloud.com"),
    ])
    func `each site has its billing service`(site: AccountSite?, host: String) throws {
        let endpoints = try Endpoints(region: "ap-southeast-1", overrides: [], site: site, TestMachine().surroundings())
        #expect(endpoints.endpoint(.bss).authority == host && endpoints.mayBeInternational == (site == nil))
        #expect(endpoints.endpoint(.cph).authority == "cph.ap-southeast-1.myhuaweicloud.com")
    }

    @Test func `the regions of the European site, and other clouds, have domains of their own`() throws {
        let overrides = ["cph=https://cph.eu-west-101.myhuaweicloud.eu"]
        let europe = try Endpoints(region: "eu-west-101", overrides: overrides, TestMachine().surroundings())
        #expect(europe.endpoint(.bss).authority == "bss.myhuaweicloud.eu" && !europe.mayBeInternational)
        #expect(europe.endpoint(.vpc).authority == "vpc.eu-west-101.myhuaweicloud.eu")
        let other = TestMachine().surroundings(["HW_CLOUD": "cloud.example.com"])
        let endpoints = try Endpoints(region: "cn-east-3", overrides: [], other)
        #expect(endpoints.endpoint(.cph).authority == "cph.cn-east-3.cloud.example.com")
        let wrong = TestMachine().surroundings(["HW_CLOUD": "http://x"])
        let error = #expect(throws: SetupError.self) { try Endpoints(region: "cn-east-3", overrides: [], wrong) }
        #expect(error?.message == "HW_CLOUD is no domain: \"http://x\"")
    }

    @Test(arguments: [
        (["LANG": "zh_CN.UTF-8"], "zh_CN"), (["LANG": "de_DE.UTF-8"], "en_US"), ([:], "en_US"),
        (["LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"], "en_US"),
    ])
    func `words come in the user's language`(variables: [String: String], language: String) async throws {
        let cloud = try TestCloud(answers: [Self.orders])
        let keys = TestCloud.keys.merging(["HUAWEICLOUD_SDK_DOMAIN_ID": "d"]) { $1 }
        _ = try await cloud.client(keys.merging(variables) { $1 }).exchange(Self.order)
        #expect(cloud.server.requests.map { $0.header("X-Language") } == [language])
    }

    @Test(arguments: [
        ("cn-east-3", "sts.cn-east-3.myhuaweicloud.com"), ("ru-northwest-2", "sts.cn-north-4.myhuaweicloud.com"),
    ])
    func `STS is the region's where it has one`(region: String, host: String) throws {
        #expect(
            try Endpoints(region: region, overrides: [], TestMachine().surroundings()).endpoint(.sts).authority == host)
        let moved = TestMachine().surroundings(["HUAWEICLOUD_SDK_STS_ENDPOINT": "https://sts.example.com"])
        #expect(try Endpoints(region: region, overrides: [], moved).endpoint(.sts).authority == "sts.example.com")
        let own = TestMachine().surroundings()
        let all = try Endpoints(region: region, overrides: ["http://127.0.0.1:9"], own)
        #expect(all.endpoint(.sts).authority == "127.0.0.1:9" && !all.mayBeInternational)
    }
}
