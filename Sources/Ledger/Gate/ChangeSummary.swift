public import CPHModel
import Schema

/// A call that changes or pays something, for whoever is asked about it.
public struct ChangeSummary: Hashable, Sendable {
    /// Huawei's name of the operation.
    public let operation: String
    /// What the operation does, in one sentence.
    public let doc: String
    /// What the call does: a change, a payment, or nobody knows.
    public let effect: Effect
    /// The service that is called, which decides the host.
    public let service: Service
    /// Method and path as they are sent, but for the project: `POST /v1/{project_id}/cloud-phone/servers/restart`.
    public let target: String
    /// The ids of what is changed or paid: servers, orders and others, each once.
    public let ids: [String]
    /// Everything the call carries, query and body, a line each: `server_name: "web-2"`.
    public let fields: [String]
    /// What a payment comes to, a line each, as far as the service says.
    public internal(set) var amounts: [String] = []

    /// Whether the ledger asks for the payment of orders it knows, with what they come to in `fields`.
    var isFromLedger = false

    /// Reads what the call is about out of its request; a call without one is shown as its raw body.
    public init(_ call: APICall) {
        (operation, doc, ids) = (call.operation, call.doc, call.subjects)
        (effect, service, target) = (call.effect, call.service, "\(call.method.rawValue) \(call.path)")
        // What was put together by hand has nothing but its bytes.
        let body = call.body.map { Value.string(String(decoding: $0, as: UTF8.self)) }
        let request = call.request?.value ?? body.map { ["body": $0] } ?? [:]
        fields = Self.leaves(request).map { "\($0.path): \($0.value.json())" }
    }

    /// Whether the call pays something.
    public var isPayment: Bool { effect == .payment }

    /// How many things are changed or paid; 1 for a call that names none.
    public var count: Int { max(1, ids.count) }

    /// Says it as a line of the plan: `rename_cloud_phone_server: 3 ids`.
    public var words: String {
        let shown = ids.prefix(Self.shown).joined(separator: ", ")
        let more = ids.count > Self.shown ? " and \(ids.count - Self.shown) more" : ""
        return ids.isEmpty ? operation : "\(operation) on \(shown)\(more)"
    }

    private static let shown = 5
}

extension ChangeSummary {
    private static func leaves(_ value: Value, _ path: Path = Path()) -> [(path: Path, value: Value)] {
        switch value {
        case .object(let object): object.flatMap { leaves($0.value, Path(path.steps + [.key($0.key)])) }
        case .list(let items): items.enumerated().flatMap { leaves($1, Path(path.steps + [.index($0 + 1)])) }
        case .null, .bool, .int, .number, .string, .foreign: [(path, value)]
        }
    }
}
