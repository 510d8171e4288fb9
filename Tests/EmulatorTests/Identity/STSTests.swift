import Clock
import Emulator
import Schema
import Testing

struct STSTests {
    @Test func `says whom the permanent key stands for`() async throws {
        try await Site.with { site in
            let response = try await site.send(site.signed("GET", "/v5/caller-identity"))
            #expect(response.status == 200 && response.json["account_id"]?.text == site.account.id)
            #expect(response.json["principal_urn"]?.text == "iam::\(site.account.id):user:emulator")
            #expect(isHexID(response.json["principal_id"]?.text))
            let unsigned = try await site.send(site.unsigned("GET", "/v5/caller-identity"))
            #expect(unsigned.refusal == "401 APIGW.0301")
        }
    }

    @Test func `takes signatures only, and no tokens`() async throws {
        try await Site.with { site in
            let token = try await site.tokenByIdentity().subjectToken
            let request = site.unsigned("GET", "/v5/caller-identity", [.init("X-Auth-Token", token)])
            let response = try await site.send(request)
            #expect(
                response.json["error_msg"] == "Incorrect IAM authentication information: authorization was not found")
        }
    }

    @Test func `lets a signer into an agency of either account`() async throws {
        try await Site.with { site in
            for account in [site.account, site.partner] {
                let response = try await site.assume(account.urn(of: .buyers), ["source_identity": "somebody"])
                let principal = "sts::\(account.id):assumed-agency:buyer-agency/night"
                #expect(response.json["assumed_agency"]?.members?["urn"]?.text == principal)
                #expect(response.json["source_identity"] == "somebody")
                let keys = try response.keys()
                #expect(keys.expiry == "2026-01-02T04:04:05.000Z")
                #expect(try await site.with(keys).principal() == principal)
                let identity = try await site.with(keys).send(site.with(keys).signed("GET", "/v5/caller-identity"))
                #expect(identity.json["account_id"]?.text == account.id)
                #expect(identity.json["principal_id"] == response.json["assumed_agency"]?.members?["id"])
            }
        }
    }

    @Test func `goes from temporary keys to an agency for an hour at most`() async throws {
        try await Site.with { site in
            let partner = site.partner.urn(of: .buyers)
            let agency = try await site.assume(site.account.urn(of: .buyers)).keys()
            let user = try await site.keysByToken(try await site.tokenByIdentity().subjectToken).keys()
            for first in [site.with(agency), site.with(user)] {
                #expect(try await first.assume(partner, ["duration_seconds": 3600]).status == 200)
                let long = try await first.assume(partner, ["duration_seconds": 3601])
                let reason = "duration_seconds: must be at most 3600 when temporary keys sign"
                #expect(long.stsRefusal == "400 STS5.0002 invalid request: \(reason)")
            }
            #expect(try await site.assume(partner, ["duration_seconds": 3601]).status == 200)
        }
    }

    @Test func `refuses agencies that are not there or not the caller's to enter`() async throws {
        try await Site.with { site in
            let unknown = "iam::\(site.account.id):agency:nobody"
            let absent = try await site.assume(unknown)
            #expect(absent.stsRefusal == "403 STS5.1106 the agency '\(unknown)' cannot be found")
            #expect(isHexID(absent.json["request_id"]?.text) && absent.json["encoded_authorization_message"] == nil)
            for agency in [EmulatedAgency.machine, .pod, .federation] {
                let urn = site.account.urn(of: agency)
                let denied = try await site.assume(urn)
                #expect(
                    denied.stsRefusal
                        == "403 STS5.0001 access denied: the agency '\(urn)' does not trust the caller")
                #expect(denied.json["encoded_authorization_message"] != nil)
            }
            let buyers = site.account.urn(of: .buyers)
            #expect(try await site.assumeWithOIDC(["agency_urn": .string(buyers)]).refusal == "403 STS5.0001")
        }
    }

    /// Members that are wrong at one end of their range, and what is said.
    private static let wrong: [(Object, String)] = [
        (["duration_seconds": 899], "duration_seconds: is 899; must be 900 to 43200"),
        (["duration_seconds": 43_201], "duration_seconds: is 43201; must be 900 to 43200"),
        (["agency_session_name": "a"], "agency_session_name: has 1 character; must be 2 to"),
        (["agency_session_name": "a b"], "agency_session_name: has \" \" as character 2; must have only"),
        (["agency_session_name": nil], "agency_session_name: is missing"),
        (["policy": "a"], "policy: has 1 character; must be 2 to"),
        (["policy_ids": .list(.init(repeating: "a", count: 21))], "policy_ids: has 21 items"),
        (["agency_urn": nil], "agency_urn: is missing"),
    ]

    @Test(arguments: wrong.indices)
    func `says what is wrong with a request`(index: Int) async throws {
        let (change, message) = Self.wrong[index]
        try await Site.with { site in
            for response in [try await site.assume(nil, change), try await site.assumeWithOIDC(change)] {
                #expect(response.stsRefusal.hasPrefix("400 STS5.0002 invalid request: \(message)"))
            }
        }
    }

    @Test func `takes the ends of every range`() async throws {
        try await Site.with { site in
            for seconds in [900, 43_200] {
                let life: Object = ["duration_seconds": .int(seconds)]
                #expect(try await site.assume(nil, life).status == 200)
                #expect(try await site.assumeWithOIDC(life).status == 200)
            }
            func name(_ length: Int) -> Object {
                ["agency_session_name": .string(String(repeating: "@", count: length))]
            }
            #expect(try await site.assume(nil, name(2)).status == 200)
            #expect(try await site.assume(nil, name(64)).status == 200)
            #expect(try await site.assume(nil, name(65)).refusal == "400 STS5.0002")
            #expect(try await site.assumeWithOIDC(name(128)).status == 200)
            #expect(try await site.assumeWithOIDC(name(129)).refusal == "400 STS5.0002")
            func token(_ length: Int) -> Object { ["id_token": .string(String(repeating: "x", count: length))] }
            for (length, refusal) in [
                (3, "400 STS5.0002"), (4, "401 STS5.1201"), (20_000, "401 STS5.1201"), (20_001, "400 STS5.0002"),
            ] { #expect(try await site.assumeWithOIDC(token(length)).refusal == refusal) }
            let text = try await site.send(site.signed("POST", "/v5/agencies/assume", body: "{"))
            #expect(text.refusal == "400 STS5.0002")
        }
    }

    @Test func `lets an identity token into the agency of the request`() async throws {
        try await Site.with { site in
            let response = try await site.assumeWithOIDC(["agency_session_name": "ci"])
            #expect(response.json["provider"]?.text == site.account.providerURN)
            #expect(
                try await site.with(try response.keys()).principal()
                    == "sts::\(site.account.id):assumed-agency:oidc-agency/ci")
            let partner: Object = ["agency_urn": .string(site.partner.urn(of: .federation))]
            let foreign = try await site.assumeWithOIDC(partner)
            #expect(
                foreign.stsRefusal == """
                    403 STS5.0001 access denied: the agency does not trust the provider '\(site.account.providerURN)'
                    """)
            let own = try await site.assumeWithOIDC([
                "agency_urn": .string(site.partner.urn(of: .federation)),
                "provider_urn": .string(site.partner.providerURN),
            ])
            #expect(try await site.with(try own.keys()).principal().hasPrefix("sts::\(site.partner.id):"))
        }
    }
}
