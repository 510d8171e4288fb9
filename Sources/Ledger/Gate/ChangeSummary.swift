public import CPHModel
import Schema

/// A call that changes or pays something, for whoever is asked about it.
public struct ChangeSummary: Hashable, Sendable {
    /// Huawei's name of the operation.
    public let operation: String
    /// What it does, in one sentence.
    public let doc: String
    public let isPayment: Bool
    /// What it is done to: every id in its path and body, each once.
    public let ids: [String]
    /// Everything the call carries, a line each: `server_name: "web-2"`.
    public let fields: [String]
    /// What a payment comes to, a line each, as far as the service says.
    public internal(set) var amounts: [String] = []

    /// Whether the ledger asks for the payment of orders it knows, with what they come to in `fields`.
    var isFromLedger = false

    public init(_ call: APICall) {
        let known = Operations.all.first { $0.name == call.operation }
        operation = call.operation
        doc = known?.doc ?? "\(call.method.rawValue) \(call.path)"
        isPayment = call.effect == .payment
        let parameters = Self.parameters(of: call.path, in: known?.path ?? "")
        let leaves = parameters + Self.leaves((try? Value(json: call.body ?? [])) ?? .null)
        var ids: [String] = []
        for leaf in leaves where leaf.isID && !ids.contains(leaf.value.text ?? "") { ids += [leaf.value.text ?? ""] }
        self.ids = ids
        fields = leaves.map { "\($0.path): \($0.value.json())" }
    }

    /// How many things are changed or paid; 1 for a call that names none.
    public var count: Int { max(1, ids.count) }

    /// `rename_cloud_phone_server: 3 ids`, as a line of the plan.
    public var words: String {
        let shown = ids.prefix(Self.shown).joined(separator: ", ")
        let more = ids.count > Self.shown ? " and \(ids.count - Self.shown) more" : ""
        return ids.isEmpty ? operation : "\(operation) on \(shown)\(more)"
    }

    private static let shown = 5
}

/// One value of a call, with its place.
private struct Leaf {
    /// As a script writes it: `servers[1].server_id`.
    let path: Path
    let name: String
    let value: Value

    var isID: Bool { value.text != nil && (name.hasSuffix("_id") || name.hasSuffix("_ids") || name == "id") }
}

extension ChangeSummary {
    /// What stands in `path` where the operation's own path has `{name}`.
    private static func parameters(of path: String, in pattern: String) -> [Leaf] {
        zip(pattern.split(separator: "/"), path.split(separator: "/")).compactMap { expected, actual in
            guard expected.hasPrefix("{"), expected != actual else { return nil }
            let name = String(expected.dropFirst().dropLast())
            return Leaf(path: Path([.key(name)]), name: name, value: .string(String(actual)))
        }
    }

    private static func leaves(_ value: Value, _ path: Path = Path(), _ name: String = "") -> [Leaf] {
        switch value {
        case .object(let object):
            object.flatMap { leaves($0.value, Path(path.steps + [.key($0.key)]), $0.key) }
        case .list(let items):
            items.enumerated().flatMap { leaves($1, Path(path.steps + [.index($0 + 1)]), name) }
        case .null where name.isEmpty: []
        case .null, .bool, .int, .number, .string, .foreign: [Leaf(path: path, name: name, value: value)]
        }
    }
}
