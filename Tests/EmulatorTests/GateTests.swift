import CPHModel
import CPHSigner
import Clock
import Emulator
import Schema
import Testing

struct GateTests {
    /// `status code` and the start of the message.
    private func expect(
        _ response: Response, _ refusal: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(response.refusal == refusal, sourceLocation: sourceLocation)
        let text = response.json["error_msg"]?.text ?? ""
        #expect(text.hasPrefix(message), "\(text)", sourceLocation: sourceLocation)
        #expect(isHexID(response.json["request_id"]?.text), sourceLocation: sourceLocation)
    }

    @Test func `lets nobody in without credentials, and counts them all the same`() async throws {
        try await Site.with { site in
            let response = try await site.send(site.unsigned("POST", site.createPath, body: purchase().json()))
            expect(
                response, "401 APIGW.0301",
                "Incorrect IAM authentication information: neither x-auth-token nor authorization was found")
            #expect(site.cloud.orders.isEmpty)
            #expect(site.cloud.requestCounts["create_cloud_phone_single_server"] == 1)
        }
    }

    @Test func `tells a wrong secret key what it would have signed`() async throws {
        try await Site.with { original in
            var site = original
            site.secretKey = "wrong"
            let response = try await site.send(try site.create())
            expect(
                response, "401 APIGW.0303",
                """
                Incorrect app authentication information: verify signature fail, canonical request: \
                POST|\(site.createPath)/||content-type:application/json|host:\(site.host)|
                """)
            #expect(site.cloud.orders.isEmpty)
        }
    }

    @Test func `does not know another access key`() async throws {
        try await Site.with { original in
            var site = original
            site.accessKey = "OTHER"
            expect(
                try await site.send(try site.create()), "401 APIGW.0301",
                "Incorrect IAM authentication information: the access key does not exist")
        }
    }

    @Test(arguments: [(-900, true), (900, true), (-901, false), (901, false)])
    func `tolerates clocks that differ by a quarter of an hour`(skew: Int, isAccepted: Bool) async throws {
        try await Site.with { original in
            var site = original
            site.skew = skew
            let response = try await site.send(try site.create())
            if isAccepted {
                #expect(response.status == 200)
            } else {
                expect(
                    response, "401 APIGW.0301",
                    """
                    Incorrect IAM authentication information: the signature has expired, \
                    signed \(-skew) s before the gateway's clock
                    """)
            }
        }
    }

    @Test func `notices a body that was changed after signing`() async throws {
        try await Site.with { site in
            let bytes = try site.create(purchase("game", count: 1)).bytes(isLast: true)
            let text = String(decoding: bytes, as: UTF8.self)
            let forged = text.split(separator: "\"count\":1,").joined(separator: "\"count\":9,")
            let response = try #require(await Loopback.talk(port: site.port, Array(forged.utf8)).responses.first)
            #expect(response.refusal == "401 APIGW.0303")
            #expect(site.cloud.orders.isEmpty)
        }
    }

    @Test(arguments: [
        ("Basic dXNlcjpwYXNz", "the authorization header is malformed"),
        ("SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST", "the authorization header is malformed"),
        (
            "SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST, SignedHeaders=host, Signature=0",
            "x-sdk-date is missing or malformed"
        ),
    ])
    func `says what is wrong with an authorization`(header: String, reason: String) async throws {
        try await Site.with { site in
            let request = site.unsigned("GET", site.serversPath, [HeaderField("Authorization", header)])
            expect(
                try await site.send(request), "401 APIGW.0301",
                "Incorrect IAM authentication information: \(reason)")
        }
    }

    @Test func `insists on a signed date`() async throws {
        try await Site.with { site in
            let headers = [
                HeaderField("X-Sdk-Date", "20260102T030405Z"),
                HeaderField(
                    "Authorization", "SDK-HMAC-SHA256 Access=AKEXAMPLE0000000TEST, SignedHeaders=host, Signature=0"),
            ]
            expect(
                try await site.send(site.unsigned("GET", site.serversPath, headers)), "401 APIGW.0303",
                "Incorrect app authentication information: x-sdk-date is not signed")
        }
    }

    @Test func `keeps out of other projects`() async throws {
        try await Site.with { site in
            let other = String(repeating: "f", count: 32)
            let request = try site.signed("POST", "/v2.1/\(other)/cloud-phone/servers", body: purchase().json())
            expect(try await site.send(request), "403 APIGW.0310", "The project is unavailable: \(other)")
            #expect(site.cloud.orders.isEmpty)
        }
    }
}

struct IdentityTests {
    private let clock = ManualClock(milliseconds: start)

    private func login(user: String = "operator", password: String = "SkExample", scope: Value? = nil) -> Value {
        let user: Value = [
            "name": .string(user), "password": .string(password), "domain": ["name": "account"],
        ]
        var auth: Object = ["identity": ["methods": ["password"], "password": ["user": user]]]
        auth["scope"] = scope
        return ["auth": .object(auth)]
    }

    private func token(_ site: Site, _ body: Value) async throws -> Response {
        try await site.send(site.unsigned("POST", "/v3/auth/tokens?nocatalog=true", body: body.json()))
    }

    @Test func `trades a password for a token that opens the services for a day`() async throws {
        try await Site.with(clock: clock) { site in
            let response = try await token(site, login(scope: ["project": ["name": "cn-east-3"]]))
            #expect(response.status == 201)
            let body = try #require(response.json["token"]?.members)
            #expect(body["issued_at"] == "2026-01-02T03:04:05.000000Z")
            #expect(body["expires_at"] == "2026-01-03T03:04:05.000000Z")
            #expect(body["project"]?.members?["id"]?.text == site.projectID)

            let header = HeaderField("X-Auth-Token", try #require(response.header("X-Subject-Token")))
            let request = site.unsigned("POST", site.createPath, [header], body: purchase().json())
            clock.advance(by: .seconds(86_399))
            #expect(try await site.send(request).status == 200)
            clock.advance(by: .seconds(1))
            #expect(try await site.send(request).refusal == "401 APIGW.0301")
            #expect(site.cloud.orders.count == 1 && site.cloud.requestCounts["create_token"] == 1)
        }
    }

    @Test func `does not know tokens that it did not issue`() async throws {
        try await Site.with { site in
            let request = site.unsigned("GET", site.serversPath, [HeaderField("X-Auth-Token", "made-up")])
            let response = try await site.send(request)
            #expect(response.refusal == "401 APIGW.0301")
            #expect(response.json["error_msg"] == "Incorrect IAM authentication information: verify token failed")
        }
    }

    @Test func `refuses empty names, other projects, unknown regions and other methods`() async throws {
        try await Site.with { site in
            for (body, status) in [
                (login(user: ""), 400), (login(password: ""), 400), (login(password: "guess"), 401), ([:], 400),
                (["auth": ["identity": ["methods": ["token"]]]], 400),
                (login(scope: ["project": ["id": "0"]]), 401), (login(scope: ["project": ["name": "nowhere"]]), 401),
            ] as [(Value, Int)] {
                let response = try await token(site, body)
                #expect(response.status == status && response.header("X-Subject-Token") == nil)
                #expect(response.json["error"]?.members?["code"] == .int(status))
            }
        }
    }

    @Test(arguments: [
        ("localhost", true), ("LOCALHOST:1", true), ("127.0.0.1", true), ("127.1.2.3:65535", true), ("[::1]", true),
        ("[::1]:80", true), ("evil.example", false), ("evil.example:80", false), ("localhost.evil.example", false),
        ("127.0.0.1.evil.example", false), ("127.0.0.1@evil.example", false), ("128.0.0.1", false), ("", false),
        ("localhost:", false), ("localhost:65536", false), ("localhost:x", false), ("0.0.0.0", false), ("[::]", false),
    ])
    func `answers to names and pages of this machine only`(authority: String, isAnswered: Bool) async throws {
        try await Site.with { site in
            let body = login().json()
            let refused = "403 APIGW.0301"
            func send(_ headers: [HeaderField]) async throws -> Response {
                let request = UnsignedRequest(
                    method: "POST", host: site.host, path: "/v3/auth/tokens", headers: headers, body: Array(body.utf8))
                return try await site.send(request.unsigned())
            }
            let byHost = try await send([HeaderField("Host", authority)])
            #expect(isAnswered ? byHost.status == 201 : byHost.refusal == refused || byHost.status == 400)
            for scheme in ["http://", "https://"] {
                let origin = HeaderField("Origin", scheme + authority)
                let byOrigin = try await send([HeaderField("Host", site.host), origin])
                #expect(isAnswered ? byOrigin.status == 201 : byOrigin.refusal == refused)
            }
            #expect(try await send([HeaderField("Host", site.host), HeaderField("Origin", "null")]).refusal == refused)
        }
    }

    @Test func `knows only the users that it was given`() async throws {
        var cloud = EmulatedCloud.Configuration()
        cloud.passwords = ["operator": "SkExample"]
        let server = try EmulatorServer(.init(cloud: cloud))
        let site = Site(server: server, port: try await server.start())
        #expect(try await token(site, login()).status == 201)
        #expect(try await token(site, login(password: "guess")).status == 401)
        #expect(try await token(site, login(user: "stranger")).status == 401)
        await server.stop()
    }

    @Test(arguments: [
        ("cn-east-3", true), ("ru-northwest-2", true), ("cn-southwest-2", true), ("nowhere", false), ("cn-east", false),
        ("CN-EAST-3", false), ("", false),
    ])
    func `finds the project of a region by its name`(region: String, isKnown: Bool) async throws {
        try await Site.with { site in
            let request = try site.signed("GET", "/v3/projects", query: [QueryItem("name", region)])
            let response = try await site.send(request)
            let ids = response.json["projects"]?.items?.compactMap { $0.members?["id"]?.text }
            #expect(response.status == 200 && ids == (isKnown ? [site.projectID] : []))
        }
    }

    @Test func `asks for a signature before it names a project`() async throws {
        try await Site.with { site in
            let response = try await site.send(site.unsigned("GET", "/v3/projects?name=cn-east-3"))
            #expect(response.refusal == "401 APIGW.0301")
        }
    }
}
