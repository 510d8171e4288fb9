import CPHSigner
import Clock
import Emulator
import Schema
import Testing

/// What issued keys open, and for how long.
struct IssuedKeyTests {
    private let clock = ManualClock(milliseconds: start)

    private func message(_ response: Response) -> String {
        "\(response.refusal) \(response.json["error_msg"]?.text ?? "")"
    }
    private let refused = "401 APIGW.0301 Incorrect IAM authentication information:"

    @Test func `opens the services until the keys end`() async throws {
        try await Site.with(clock: clock) { site in
            let buyer = site.with(try await site.assume().keys())
            clock.advance(by: .milliseconds(3_599_999))
            #expect(try await buyer.send(buyer.create()).status == 200)
            clock.advance(by: .milliseconds(1))
            #expect(message(try await buyer.send(buyer.create())) == "\(refused) the security token has expired")
            #expect(site.cloud.orders.count == 1)
        }
    }

    @Test func `takes temporary keys with their own security token only`() async throws {
        try await Site.with { site in
            let (one, other) = (try await site.assume().keys(), try await site.assume().keys())
            #expect(one.access != other.access && one.secret != other.secret && one.token != other.token)
            var buyer = site.with(one)
            buyer.securityToken = nil
            #expect(message(try await buyer.send(buyer.create())) == "\(refused) the security token is missing")
            buyer.securityToken = other.token
            #expect(
                message(try await buyer.send(buyer.create()))
                    == "\(refused) the security token does not belong to the access key")
            buyer.securityToken = one.token
            buyer.secretKey = other.secret
            #expect(try await buyer.send(buyer.create()).refusal == "401 APIGW.0303")
            #expect(site.cloud.orders.isEmpty)
        }
    }

    @Test func `takes a security token whether or not it is signed`() async throws {
        try await Site.with { site in
            let keys = try await site.assume().keys()
            var buyer = site.with(keys)
            buyer.securityToken = nil
            let bytes = try buyer.create().bytes(isLast: true)
            let line = "Connection: close\r\nX-Security-Token: \(keys.token)\r\n"
            let text = String(decoding: bytes, as: UTF8.self).split(separator: "Connection: close\r\n")
                .joined(separator: line)
            let response = try #require(await Loopback.talk(port: site.port, Array(text.utf8)).responses.first)
            #expect(response.status == 200)
        }
    }

    @Test func `takes the permanent key without a security token only`() async throws {
        try await Site.with { original in
            var site = original
            site.securityToken = try await site.assume().keys().token
            #expect(
                message(try await site.send(site.create()))
                    == "\(refused) the access key is permanent, and has no security token")
        }
    }

    @Test func `caps the life of everything that it gives out`() async throws {
        try await Site.with(clock: clock, identity: .with(\.keyLife, .seconds(600))) { site in
            let expiry = "2026-01-02T03:14:05.000000Z"
            let token = try await site.tokenByIdentity()
            #expect(token.json["token"]?.members?["expires_at"]?.text == expiry)
            #expect(try await site.keysByToken(try token.subjectToken, seconds: 86_400).keys().expiry == expiry)
            #expect(try await site.securityKey().keys().expiry == expiry)
            for response in [
                try await site.podCredentials(), try await site.assume(), try await site.assumeWithOIDC(),
            ] { #expect(try response.keys().expiry == "2026-01-02T03:14:05.000Z") }
            clock.advance(by: .seconds(600))
            #expect(try await site.keysByToken(try token.subjectToken).status == 401)
        }
    }

    @Test func `never draws keys from the seed`() async throws {
        var keys: [Keys] = []
        for _ in 0..<2 { try await Site.with { keys.append(try await $0.assume().keys()) } }
        #expect(keys[0].access != keys[1].access && keys[0].secret != keys[1].secret)
        #expect(keys[0].token != keys[1].token)
        #expect(IdentitySettings().identityToken != IdentitySettings().identityToken)
    }

    @Test(arguments: [("abc", false), ("abcd", true), ("a b c", false), ("ab\ncd", false), ("", false)])
    func `takes an identity token that could be one`(token: String, isTaken: Bool) {
        var settings = IdentitySettings()
        do {
            try settings.setIdentityToken(token)
            #expect(isTaken && settings.identityToken == token)
        } catch {
            #expect(!isTaken)
            #expect(
                error.message == "an identity token has 4 to 20000 letters, digits and signs of ASCII, without blanks")
        }
    }
}

/// The second account.
struct PartnerTests {
    private func buyer(at site: Site) async throws -> Site {
        site.with(try await site.assume(site.partner.urn(of: .buyers)).keys())
    }

    @Test func `has a project, servers and orders of its own`() async throws {
        try await Site.with { site in
            let buyer = try await buyer(at: site)
            let path = "/v2.1/\(site.partner.projectID)/cloud-phone/servers"
            let bought = try await buyer.send(buyer.signed("POST", path, body: purchase().json()))
            #expect(bought.status == 200 && bought.json["server_ids"]?.items?.count == 1)
            #expect(site.cloud.orders.isEmpty && site.server.partner.orders.count == 1)
            #expect(site.server.partner.requestCounts["create_cloud_phone_single_server"] == 1)
            let list = try await site.send(site.signed("GET", site.serversPath))
            #expect(list.json["count"] == 0)
            let order = try #require(site.server.partner.orders.first)
            #expect(order.orderID == bought.json["order_id"]?.text)
        }
    }

    @Test func `keys open the project of their account and no other`() async throws {
        try await Site.with { site in
            let buyer = try await buyer(at: site)
            #expect(try await buyer.send(buyer.create()).refusal == "403 APIGW.0310")
            let path = "/v2.1/\(site.partner.projectID)/cloud-phone/servers"
            #expect(
                try await site.send(site.signed("POST", path, body: purchase().json())).refusal == "403 APIGW.0310")
            #expect(site.cloud.orders.isEmpty && site.server.partner.orders.isEmpty)
        }
    }

    @Test func `finds its project by the name of a region`() async throws {
        try await Site.with { site in
            let buyer = try await buyer(at: site)
            let request = try buyer.signed("GET", "/v3/projects", query: [QueryItem("name", "cn-east-3")])
            let project = try await buyer.send(request).json["projects"]?.items?.first?.members
            #expect(project?["id"]?.text == site.partner.projectID && project?["domain_id"]?.text == site.partner.id)
        }
    }
}

/// Faults that are aimed at identity services.
struct IdentityFaultTests {
    @Test(arguments: ["iam", "sts", "metadata", "pod_identity"])
    func `strikes the service that it is aimed at and no other`(scope: String) async throws {
        try await Site.with(faults: "503-before@\(scope)") { site in
            let statuses = [
                "iam": try await site.tokenByIdentity().status, "sts": try await site.assume().status,
                "metadata": try await site.metadataToken().status,
                "pod_identity": try await site.podCredentials().status,
            ]
            for (name, status) in statuses { #expect((status == 503) == (name == scope), "\(name): \(status)") }
        }
    }

    @Test(arguments: ["reset-before@metadata", "silent-after@metadata", "truncate-after@metadata", "html@metadata"])
    func `breaks the way to keys as it breaks purchases`(spec: String) async throws {
        try await Site.with(faults: spec) { site in
            let transcript = await site.talk(site.unsigned("GET", "/openstack/latest/securitykey"), halfClose: true)
            let response = transcript.responses.first
            switch spec.prefix(while: { $0.isLetter }) {
            case "reset": #expect(transcript.ending == .reset && transcript.bytes.isEmpty)
            case "silent": #expect(transcript.ending == .closed && transcript.bytes.isEmpty)
            case "html": #expect(response?.status == 200 && response?.text.hasPrefix("<html>") == true)
            default: #expect(response?.status == 200 && response?.json.isEmpty == true)
            }
        }
    }

    @Test func `delays keys on the cloud's clock`() async throws {
        let clock = ManualClock(milliseconds: start)
        try await Site.with(faults: "latency@sts=2s", clock: clock) { site in
            let response = try await site.assume()
            #expect(response.status == 200 && clock.milliseconds() == start + 2000)
        }
    }

    @Test func `gives keys and tokens that have ended already`() async throws {
        try await Site.with(faults: "expired-keys") { site in
            let token = try await site.tokenByIdentity()
            #expect(token.json["token"]?.members?["expires_at"] == "2026-01-02T03:04:04.000000Z")
            #expect(try await site.keysByToken(try token.subjectToken).status == 401)
            for response in [
                try await site.assume(), try await site.assumeWithOIDC(), try await site.securityKey(),
                try await site.podCredentials(),
            ] {
                let keys = try response.keys()
                #expect(keys.expiry?.hasPrefix("2026-01-02T03:04:04.000") == true)
                #expect(try await site.with(keys).send(site.with(keys).create()).refusal == "401 APIGW.0301")
            }
        }
    }

    @Test func `leaves out when keys and tokens end`() async throws {
        try await Site.with(faults: "no-expiry") { site in
            let token = try await site.tokenByIdentity()
            #expect(token.json["token"]?.members?["expires_at"] == nil)
            for response in [
                try await site.keysByToken(try token.subjectToken), try await site.assume(),
                try await site.securityKey(), try await site.podCredentials(),
            ] {
                let keys = try response.keys()
                #expect(keys.expiry == nil)
                #expect(try await site.with(keys).send(site.with(keys).create()).status == 200)
            }
        }
    }

    @Test func `leaves purchases alone`() async throws {
        try await Site.with(faults: "expired-keys,no-expiry") { site in
            let response = try await site.send(site.create())
            #expect(response.status == 200)
        }
    }
}
