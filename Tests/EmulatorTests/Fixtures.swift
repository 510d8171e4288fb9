import CPHModel
import Clock
import Emulator
import Schema
import Testing

/// 2026-01-02 03:04:05 UTC, where every test's clock starts.
let start = 1_767_323_045_000

/// A cloud that is the same in every run.
func makeCloud(
    faults: String = "", seed: UInt64 = 7, clock: ManualClock = ManualClock(milliseconds: start),
    stateFile: String? = nil
) throws -> EmulatedCloud {
    try EmulatedCloud(configuration(faults: faults, seed: seed, clock: clock, stateFile: stateFile))
}

func configuration(
    faults: String = "", seed: UInt64 = 7, clock: ManualClock = ManualClock(milliseconds: start),
    stateFile: String? = nil
) throws -> EmulatedCloud.Configuration {
    var configuration = EmulatedCloud.Configuration(projectID: "0123456789abcdef0123456789abcdef", seed: seed)
    if !faults.isEmpty { configuration.faults = try FaultPlan(parsing: faults) }
    configuration.clock = clock
    configuration.stateFile = stateFile
    return configuration
}

/// The smallest valid purchase, paid at once, with `changes` to its top level; null takes a field away.
func purchase(_ name: String = "game", count: Int = 1, _ changes: Object = [:]) -> Value {
    var body: Object = [
        "server_name": .string(name), "server_model_name": "physical.rx2.32xlarge.4", "count": .int(count),
        "order_param": ["charging_mode": 0, "period_type": 2, "period_num": 1, "is_auto_pay": 1],
        "nics": [["subnet_id": "3c5e2638-b71f-4499-8d1e-355e89f21ae0"]],
        "public_ip": [
            "band_width": ["band_width_size": 300, "band_width_charge_mode": 1, "band_width_share_type": 0]
        ],
        "keypair_name": "KeyPair-1d1d-wy",
    ]
    for (key, value) in changes { body[key] = value.isNull ? nil : value }
    return .object(body)
}

let unpaid: Object = ["order_param": ["charging_mode": 0, "period_type": 2, "period_num": 1]]

extension EmulatedCloud {
    /// Sends `body` as it is: nothing checks it on the way.
    func create(_ body: Value) async throws -> Exchange { try await create(text: body.json()) }

    func create(text: String) async throws -> Exchange {
        try await exchange(
            APICall(
                operation: Operations.createServer.name, service: .cph, method: .post, effect: .purchase,
                path: Operations.createServer.path, body: Array(text.utf8)))
    }

    func buy(_ name: String, count: Int = 1, _ changes: Object = [:]) async throws -> CreateServerResponse {
        let answer = try await create(purchase(name, count: count, changes)).json()
        return CreateServerResponse.salvage(answer).model
    }

    func list(_ query: Value = [:]) async throws -> ServerList {
        try await perform(Operations.listServers, ListServers(validating: query))
    }

    func show(_ id: String) async throws -> Server {
        try await perform(Operations.showServer, ShowServer(validating: ["server_id": .string(id)]))
    }
}

extension Exchange {
    /// The body of a complete answer.
    func json() throws -> Value {
        #expect(failure == nil)
        return try Value(json: try #require(answer).body)
    }

    /// `400 CPS.0024`.
    func refusal() throws -> String {
        "\(try #require(answer).status) \(try json().members?["error_code"]?.text ?? "no code")"
    }
}

func isHexID(_ text: String?) -> Bool { text?.wholeMatch(of: /[0-9a-f]{32}/) != nil }
