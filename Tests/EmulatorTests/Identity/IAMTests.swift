import CPHSigner
import Clock
import Emulator
import Schema
import Testing

struct IAMTests {
    private let clock = ManualClock(milliseconds: start)

    @Test func `trades an identity token for a token of a user, without a project`() async throws {
        try await Site.with(clock: clock) { site in
            let response = try await site.tokenByIdentity()
            #expect(response.status == 201)
            let token = try #require(response.json["token"]?.members)
            #expect(token["expires_at"] == "2026-01-03T03:04:05.000000Z" && token["methods"] == ["mapped"])
            #expect(token["project"] == nil && token["user"]?.members?["name"] == "federated")
            let keys = try await site.keysByToken(try response.subjectToken).keys()
            #expect(try await site.with(keys).principal() == "iam::\(site.account.id):user:federated")
        }
    }

    @Test func `says whose a token is until it ends`() async throws {
        try await Site.with(clock: clock) { site in
            let token = try await site.tokenByIdentity().subjectToken
            func show(_ subject: String) async throws -> Response {
                let headers = [HeaderField("X-Auth-Token", token), HeaderField("X-Subject-Token", subject)]
                return try await site.send(site.unsigned("GET", "/v3/auth/tokens", headers))
            }
            let body = try await show(token).json["token"]?.members
            #expect(
                body?["user"]?.members?["name"] == "federated" && body?["expires_at"] == "2026-01-03T03:04:05.000000Z")
            #expect(try await show("guess").iamRefusal == "404 The token could not be found.")
        }
    }

    @Test func `scopes a token to the account's project or to the account`() async throws {
        try await Site.with { site in
            let project = try await site.tokenByIdentity(scope: ["project": ["name": "cn-east-3"]])
            #expect(project.json["token"]?.members?["project"]?.members?["id"]?.text == site.projectID)
            let account = try await site.tokenByIdentity(scope: ["domain": ["id": .string(site.account.id)]])
            #expect(account.json["token"]?.members?["domain"]?.members?["name"] == "emulator")
            let other = try await site.tokenByIdentity(scope: ["domain": ["id": .string(site.partner.id)]])
            #expect(other.iamRefusal == "401 The identity token is not valid.")
        }
    }

    @Test func `believes one provider and one token`() async throws {
        try await Site.with { site in
            #expect(
                try await site.tokenByIdentity(provider: "other").iamRefusal
                    == "401 The identity provider does not exist.")
            #expect(try await site.tokenByIdentity("guess").iamRefusal == "401 The identity token is not valid.")
            let empty = try await site.send(site.unsigned("POST", "/v3.0/OS-AUTH/id-token/tokens", body: "{}"))
            #expect(empty.iamRefusal == "400 The request body has no identity token.")
            #expect(empty.json["error"]?.members?["title"] == "Bad Request")
        }
    }

    @Test func `gives temporary keys for a token that opens the account`() async throws {
        try await Site.with(clock: clock) { site in
            let keys = try await site.keysByToken(try await site.tokenByIdentity().subjectToken).keys()
            #expect(keys.access.hasPrefix("HST") && keys.expiry == "2026-01-02T03:19:05.000000Z")
            #expect(try await site.with(keys).send(site.with(keys).create()).status == 200)
            #expect(site.cloud.orders.count == 1)
        }
    }

    @Test(
        arguments: [
            (899, nil), (900, "2026-01-02T03:19:05.000000Z"), (86_400, "2026-01-03T03:04:05.000000Z"), (86_401, nil),
        ] as [(Int, String?)])
    func `gives keys of IAM a quarter of an hour to a day`(seconds: Int, expiry: String?) async throws {
        try await Site.with(clock: clock) { site in
            let token = try await site.tokenByIdentity().subjectToken
            let byToken = try await site.keysByToken(token, seconds: .int(seconds))
            let byAgency = try await site.keysByAgency([
                "agency_name": "buyer-agency", "domain_name": "partner", "duration_seconds": .int(seconds),
            ])
            for response in [byToken, byAgency] {
                if let expiry {
                    #expect(try response.status == 201 && response.keys().expiry == expiry)
                } else {
                    #expect(response.iamRefusal == "400 duration_seconds must be 900 to 86400.")
                }
            }
            #expect(try await site.keysByToken(token, seconds: "3600").status == 400)
        }
    }

    @Test func `gives no keys for a token that it did not issue, or that has ended`() async throws {
        try await Site.with(clock: clock) { site in
            let refused = "401 The token is not valid, or has expired."
            #expect(try await site.keysByToken("made-up").iamRefusal == refused)
            let token = try await site.tokenByIdentity().subjectToken
            clock.advance(by: .seconds(86_399))
            #expect(try await site.keysByToken(token).status == 201)
            clock.advance(by: .seconds(1))
            #expect(try await site.keysByToken(token).iamRefusal == refused)
        }
    }

    @Test(arguments: ["domain_name", "domain_id"])
    func `lets a signer into an agency of the other account`(member: String) async throws {
        try await Site.with { site in
            let account = member == "domain_id" ? site.partner.id : site.partner.name
            let role: Object = ["agency_name": "buyer-agency", member: .string(account)]
            let keys = try await site.keysByAgency(role).keys()
            #expect(
                try await site.with(keys).principal()
                    == "sts::\(site.partner.id):assumed-agency:buyer-agency/emulator")
            let unsigned = try await site.keysByAgency(role, isSigned: false)
            #expect(unsigned.iamRefusal == "401 The request you have made requires authentication.")
        }
    }

    @Test func `lets a token into an agency, under the name of a session`() async throws {
        try await Site.with { site in
            let token = HeaderField("X-Auth-Token", try await site.tokenByIdentity().subjectToken)
            let body = """
                {"auth":{"identity":{"methods":["assume_role"],"assume_role":{"agency_name":"buyer-agency",\
                "domain_id":"\(site.account.id)","session_user":{"name":"nightly"}}}}}
                """
            let request = site.unsigned("POST", "/v3.0/OS-CREDENTIAL/securitytokens", [token], body: body)
            let keys = try await site.send(request).keys()
            #expect(
                try await site.with(keys).principal() == "sts::\(site.account.id):assumed-agency:buyer-agency/nightly")
        }
    }

    @Test(arguments: [(4, 400), (5, 201), (64, 201), (65, 400)])
    func `names a session in 5 to 64 characters`(length: Int, status: Int) async throws {
        try await Site.with { site in
            let response = try await site.keysByAgency([
                "agency_name": "buyer-agency", "domain_name": "partner",
                "session_user": ["name": .string(String(repeating: "n", count: length))],
            ])
            let refused = "400 The name of session_user must have 5 to 64 characters."
            #expect(response.status == status && (status == 201 || response.iamRefusal == refused))
        }
    }

    @Test func `refuses agencies that are not there or not the caller's to enter`() async throws {
        try await Site.with { site in
            for (agency, account) in [
                ("nobody", "partner"), ("buyer-agency", "stranger"), ("ecs-agency", "emulator"),
                ("oidc-agency", "partner"),
            ] {
                let response = try await site.keysByAgency([
                    "agency_name": .string(agency), "domain_name": .string(account),
                ])
                #expect(response.iamRefusal == "403 You are not authorized to assume the agency \(agency).")
            }
            #expect(
                try await site.keysByAgency(["agency_name": "buyer-agency"]).iamRefusal
                    == "400 An agency needs agency_name, and domain_name or domain_id.")
        }
    }

    @Test func `names the account to users and none to those in an agency`() async throws {
        try await Site.with { site in
            func accounts(_ site: Site) async throws -> [String]? {
                let response = try await site.send(site.signed("GET", "/v3/auth/domains"))
                return response.json["domains"]?.items?.compactMap { $0.members?["id"]?.text }
            }
            #expect(try await accounts(site) == [site.account.id])
            let user = site.with(try await site.keysByToken(try await site.tokenByIdentity().subjectToken).keys())
            #expect(try await accounts(user) == [site.account.id])
            #expect(try await accounts(site.with(try await site.assume().keys())) == [])
        }
    }

    @Test func `says since when the permanent key exists`() async throws {
        try await Site.with(identity: .with(\.keyAge, .seconds(90 * 86_400))) { site in
            func show(_ key: String) throws -> SignedRequest {
                try site.signed("GET", "/v3.0/OS-CREDENTIAL/credentials/\(key)")
            }
            let response = try await site.send(try show(site.accessKey))
            let credential = try #require(response.json["credential"]?.members)
            #expect(credential["create_time"] == "2025-10-04T03:04:05.000000Z" && credential["status"] == "active")
            #expect(credential["access"]?.text == site.accessKey && isHexID(credential["user_id"]?.text))
            let temporary = try await site.assume().keys()
            for key in [temporary.access, "nobody"] {
                #expect(try await site.send(try show(key)).iamRefusal == "404 Could not find credential: \(key).")
            }
            let stranger = site.with(temporary)
            let refused = try await stranger.send(
                stranger.signed("GET", "/v3.0/OS-CREDENTIAL/credentials/\(site.accessKey)"))
            #expect(refused.status == 404)
        }
    }
}

struct LoginTests {
    private func token(_ site: Site, _ user: Value, scope: Value? = nil) async throws -> Response {
        var auth: Object = ["identity": ["methods": ["password"], "password": ["user": user]]]
        auth["scope"] = scope
        return try await site.send(
            site.unsigned("POST", "/v3/auth/tokens", body: Value.object(["auth": .object(auth)]).json()))
    }

    @Test func `takes a user's id, or a name with the account's name or id`() async throws {
        try await Site.with { site in
            let users: [Value] = [
                ["id": "0123", "password": "SkExample"],
                ["name": "operator", "password": "SkExample", "domain": ["name": "any"]],
                ["name": "operator", "password": "SkExample", "domain": ["id": .string(site.account.id)]],
            ]
            for user in users {
                let response = try await token(site, user)
                #expect(response.status == 201)
                #expect(response.json["token"]?.members?["project"]?.members?["id"]?.text == site.projectID)
            }
            let unknown: Value = ["name": "operator", "password": "SkExample", "domain": ["id": "f"]]
            #expect(try await token(site, unknown).iamRefusal == "401 The username or password is wrong.")
            let nowhere: Value = ["name": "operator", "password": "SkExample"]
            #expect(try await token(site, nowhere).iamRefusal == "400 The request body is not a password login.")
        }
    }

    @Test func `scopes a login to an account, by its id, its name or the name in the login`() async throws {
        try await Site.with { site in
            let user: Value = ["name": "operator", "password": "SkExample", "domain": ["name": "any"]]
            for name: Value in [["id": .string(site.account.id)], ["name": "emulator"], ["name": "any"]] {
                let response = try await token(site, user, scope: ["domain": name])
                let body = response.json["token"]?.members
                #expect(body?["domain"]?.members?["id"]?.text == site.account.id && body?["project"] == nil)
            }
            #expect(try await token(site, user, scope: ["domain": ["name": "partner"]]).status == 401)
        }
    }

    @Test func `a login to the other account opens that one`() async throws {
        try await Site.with { site in
            let user: Value = ["name": "operator", "password": "SkExample", "domain": ["name": "partner"]]
            let response = try await token(site, user)
            let header = HeaderField("X-Auth-Token", try response.subjectToken)
            let projects = try await site.send(site.unsigned("GET", "/v3/projects?name=cn-east-3", [header]))
            let ids = projects.json["projects"]?.items?.compactMap { $0.members?["id"]?.text }
            #expect(ids == [site.partner.projectID])
        }
    }
}
