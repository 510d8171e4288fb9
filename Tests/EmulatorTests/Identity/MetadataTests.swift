import CPHSigner
import Clock
import Schema
import Testing

@testable import Emulator

struct MetadataTests {
    private let clock = ManualClock(milliseconds: start)

    private func expectMachine(_ response: Response, at site: Site) async throws {
        #expect(response.status == 200)
        let keys = try response.keys()
        #expect(keys.expiry == "2026-01-02T09:04:05.000000Z")
        #expect(
            try await site.with(keys).principal()
                == "sts::\(site.account.id):assumed-agency:ecs-agency/\(IdentitySettings.machineID)")
    }

    @Test func `gives the machine's keys with a metadata token and without`() async throws {
        try await Site.with { site in
            let token = try await site.metadataToken()
            #expect(token.status == 200 && token.header("Content-Type") == "text/plain")
            try await expectMachine(try await site.securityKey(token.text), at: site)
            try await expectMachine(try await site.securityKey(), at: site)
        }
    }

    @Test(arguments: ["1", "21600"])
    func `keeps a metadata token for as long as was asked`(seconds: String) async throws {
        try await Site.with(clock: clock) { site in
            let token = try await site.metadataToken(seconds).text
            clock.advance(by: .seconds((Int(seconds) ?? 0) - 1))
            #expect(try await site.securityKey(token).status == 200)
            clock.advance(by: .seconds(1))
            let late = try await site.securityKey(token)
            #expect(late.status == 401 && late.text == "The metadata token is not valid")
        }
    }

    @Test(arguments: [nil, "0", "21601", "soon"])
    func `refuses other lives of metadata tokens`(seconds: String?) async throws {
        try await Site.with { site in
            let response = try await site.metadataToken(seconds)
            #expect(response.status == 400 && response.text == "X-Metadata-Token-Ttl-Seconds must be 1 to 21600")
        }
    }

    @Test func `knows no token that it did not give out`() async throws {
        try await Site.with { site in
            let response = try await site.securityKey("made-up")
            #expect(response.text == "The metadata token is not valid")
        }
    }

    @Test func `has no metadata tokens in its first version`() async throws {
        try await Site.with(identity: .with(\.metadata, .v1)) { site in
            #expect(try await site.metadataToken().status == 404)
            try await expectMachine(try await site.securityKey(), at: site)
        }
    }

    @Test func `demands a metadata token in its second version`() async throws {
        try await Site.with(identity: .with(\.metadata, .v2)) { site in
            let bare = try await site.securityKey()
            #expect(bare.status == 401 && bare.text == "The metadata token is missing")
            try await expectMachine(try await site.securityKey(try await site.metadataToken().text), at: site)
        }
    }

    @Test func `has no keys for a machine without an agency`() async throws {
        try await Site.with(identity: .with(\.metadata, .none)) { site in
            let token = try await site.metadataToken()
            for token in [nil, token.text] {
                let response = try await site.securityKey(token)
                #expect(response.status == 401 && response.text == "Please configure Cloud Service Agency first")
            }
        }
    }

    @Test(arguments: [
        ("169.254.169.254", true), ("169.254.169.254:80", true), ("127.0.0.1:1", true), ("localhost", true),
        ("169.254.169.254.evil.example", false), ("169.254.169.254:x", false), ("169.254.169.253", false),
    ])
    func `answers to its own name at the address of metadata services`(host: String, isAnswered: Bool) throws {
        #expect(try ListenAddress(parsing: "169.254.169.254:80").isNamed(by: host) == isAnswered)
    }

    @Test func `answers at the address of metadata services to that name, and nowhere else`() async throws {
        let address = try ListenAddress(parsing: "169.254.169.254:80")
        #expect(address.host == "169.254.169.254" && address.port == 80)
        for text in ["169.254.169.253:80", "10.0.0.1:80", "0.0.0.0:80"] {
            #expect(throws: EmulatorError.self) { _ = try ListenAddress(parsing: text) }
        }
        try await Site.with { site in
            let request = UnsignedRequest(
                method: "GET", host: site.host, path: "/openstack/latest/securitykey",
                headers: [HeaderField("Host", "169.254.169.254")])
            let response = try await site.send(request.unsigned())
            #expect(response.refusal == "403 APIGW.0301")
        }
    }
}

struct PodIdentityTests {
    @Test func `gives a pod its keys for its token, as the header stands`() async throws {
        try await Site.with { site in
            let response = try await site.podCredentials()
            #expect(response.status == 200 && response.json["audience"] == "pods.emulator")
            let keys = try response.keys()
            let principal = "sts::\(site.account.id):assumed-agency:pod-agency/emulator-pod"
            #expect(response.json["assumedAgency"]?.members?["urn"]?.text == principal)
            #expect(try await site.with(keys).principal() == principal)
            #expect(keys.expiry == "2026-01-02T09:04:05.000Z")
        }
    }

    @Test func `refuses another token, and a Bearer in front of it`() async throws {
        try await Site.with { site in
            for token in ["made-up", "Bearer \(site.cloud.configuration.identity.podToken)", ""] {
                let response = try await site.podCredentials(token)
                #expect(response.status == 401)
                #expect(response.json["error_msg"] == "Authorization failed: the pod's token is not valid")
            }
        }
    }
}
