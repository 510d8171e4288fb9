import CPHClient
import CPHModel
import Clock
import Emulator
import Files
import Ledger
import Logging
import Purchasing
import Schema
import TestSupport
import Testing

/// A run that outlives its keys: they are renewed while it goes on, and nothing is refused or bought twice for that.
struct LongRunTests {
    /// Who gives keys.
    enum Giver: CaseIterable {
        case provider, oidc, pod, agencyByName, agencyByID
    }

    private static let (region, token) = ("cn-east-3", "identity-token-of-the-test")

    private static func variables(_ giver: Giver, _ server: EmulatorServer, _ url: String) -> [String: String] {
        let (settings, account) = (server.configuration, server.cloud.account)
        switch giver {
        case .provider: return ["HUAWEICLOUD_SDK_IDP_ID": "emulator", "HUAWEICLOUD_SDK_ID_TOKEN_FILE": "/identity"]
        case .oidc:
            return [
                "HUAWEICLOUD_OIDC_PROVIDER_URN": account.providerURN,
                "HUAWEICLOUD_OIDC_AGENCY_URN": account.urn(of: .federation), "HUAWEICLOUD_OIDC_TOKEN_FILE": "/identity",
            ]
        case .pod:
            return [
                "HC_CONTAINER_CREDENTIALS_FULL_URI": "\(url)/v1/pod-identity/credentials",
                "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/pod",
            ]
        case .agencyByName, .agencyByID:
            return ["HUAWEICLOUD_SDK_AK": settings.accessKey, "HUAWEICLOUD_SDK_SK": settings.secretKey]
        }
    }

    private static func client(
        _ giver: Giver, _ server: EmulatorServer, port: Int, _ clock: ManualClock
    ) throws -> CloudPhoneClient {
        let url = "http://127.0.0.1:\(port)"
        var settings = ClientSettings()
        (settings.region, settings.endpoints) = (region, [url])
        let account = server.cloud.account
        if giver == .agencyByName { settings.agencies = [Agency("buyer-agency", account: account.name)] }
        if giver == .agencyByID { settings.agencies = [Agency("buyer-agency", accountID: account.id)] }
        let files = ["/identity": token, "/pod": server.cloud.configuration.identity.podToken]
        let surroundings = Surroundings(
            variables: variables(giver, server, url), home: "/home/op",
            readFile: { path throws(FileError) in files[path].map { Array($0.utf8) } },
            now: { clock.milliseconds() / 1000 }, sleep: { try await clock.pause(for: $0) }, random: { 0.5 })
        return try CloudPhoneClient(settings, surroundings, logger: Logger(label: "test"))
    }

    private static func purchase(_ number: Int) -> CreateServer {
        let value: Value = [
            "server_name": .string("s-\(number)"), "server_model_name": "m1", "count": 1, "keypair_name": "k",
            "order_param": ["charging_mode": 0, "period_type": 2, "period_num": 1, "is_auto_pay": 1],
            "nics": [["subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0"]],
            "public_ip": [
                "band_width": ["band_width_size": 300, "band_width_charge_mode": 0, "band_width_share_type": 0]
            ],
        ]
        return CreateServer.examine(value).0
    }

    /// How many minutes lie between two purchases, and for how long it goes on.
    private static let (step, hours) = (15, 30)

    @Test(arguments: Giver.allCases)
    func `thirty hours with keys of an hour buy on`(giver: Giver) async throws {
        let clock = ManualClock()
        var cloud = EmulatedCloud.Configuration(seed: 1)
        (cloud.clock, cloud.buildTime, cloud.identity.keyLife) = (clock, .zero, .seconds(3600))
        try cloud.identity.setIdentityToken(Self.token)
        let server = try EmulatorServer(EmulatorServer.Configuration(cloud: cloud))
        let port = try await server.start()
        let client = try Self.client(giver, server, port: port, clock)
        var settings = Purchasing.Settings(ledger: .memory, limits: .everything) { RunInfo(id: "long") }
        (settings.settle, settings.lag) = (.zero, .zero)
        let opened = try Purchasing.open(client, scope: try await client.scope(), settings)
        let count = Self.hours * 60 / Self.step
        for number in 0..<count {
            _ = try await opened.gate.perform(Operations.createServer, Self.purchase(number))
            clock.advance(by: .seconds(Self.step * 60))
        }
        #expect(server.cloud.orders.count == count)
        #expect(try await opened.ledger.purchases().allSatisfy { $0.state == .accepted && $0.attempt == 1 })
        // One fetch in two thirds of each life, which a step may delay; each of IAM's takes a token besides.
        let counts = server.cloud.requestCounts
        let fetches = [
            "create_security_token", "assume_agency", "assume_agency_with_oidc", "show_pod_credentials",
        ].reduce(0) { $0 + counts[$1] }
        #expect((Self.hours...Self.hours * 3 / 2 + 1).contains(fetches), "\(fetches) fetches of keys")
        await server.stop()
    }
}
