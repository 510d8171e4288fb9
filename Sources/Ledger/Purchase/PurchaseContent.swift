import CPHModel
import Crypto
import Schema
import Text

/// What a purchase asks for, in one spelling, so that two requests are the same exactly when their bytes are.
struct PurchaseContent: Sendable {
    let request: any PurchaseRequest
    /// Huawei's name of the call that buys it.
    let operation: String
    /// Compact JSON: fields in the model's order, absent ones left out.
    let json: String
    /// The SHA-256 of `json`, 64 hexadecimal digits.
    let sha256: String

    init(_ request: any PurchaseRequest) throws(CPHError) {
        self.request = request
        operation = request.operation.name
        json = request.value.json()
        sha256 = try Digest.hex(Array(json.utf8))
    }

    /// Reads what a call buys. The bytes that are recorded are those that are sent.
    ///
    /// - Throws: `CPHError` when the call can't be recorded, or breaks a limit; nothing was sent.
    init(_ call: APICall) throws(CPHError) {
        guard let request = call.purchase else {
            throw CPHError(
                .denied, "the ledger can't record this purchase; nothing was sent", operation: call.operation)
        }
        try self.init(try Self.checked(request, call.operation))
        guard self.request.isCarried(by: call) else {
            throw CPHError(
                .denied, "what would be sent is not what would be recorded; nothing was sent", operation: call.operation
            )
        }
    }

    /// Checks the request again, because code in Swift may have set any field.
    private static func checked<Request: PurchaseRequest>(
        _ request: Request, _ operation: String
    ) throws(CPHError) -> any PurchaseRequest {
        let checked = try Request.checked(request.value, for: operation)
        guard var change = checked as? ResourceChange, let given = request as? ResourceChange else { return checked }
        // What is known of the server is no part of the request.
        (change.server, change.basis) = (given.server, given.basis)
        return change
    }

    /// The change of a server bought before that it is; nil for a purchase.
    var change: ResourceChange? { request as? ResourceChange }
}

extension PurchaseContent {
    /// Lists each field that differs, with both values.
    static func differences(recorded: String, now: PurchaseContent) -> [Problem] {
        let old = leaves(of: (try? Value(json: recorded)) ?? .null)
        let new = leaves(of: now.request.value)
        let places = new.map(\.path) + old.map(\.path).filter { path in !new.contains { $0.path == path } }
        return places.compactMap { path in
            let before = old.first { $0.path == path }?.value
            let after = new.first { $0.path == path }?.value
            guard before != after else { return nil }
            return Problem(
                at: path, .conflict, after.map { "is \($0.json())" } ?? "is absent",
                hint: before.map { "recorded with \($0.json())" } ?? "recorded without it")
        }
    }

    private static func leaves(of value: Value, _ path: Path = Path()) -> [(path: Path, value: Value)] {
        switch value {
        case .object(let object) where !object.isEmpty:
            object.flatMap { leaves(of: $0.value, Path(path.steps + [.key($0.key)])) }
        case .list(let items) where !items.isEmpty:
            items.enumerated().flatMap { leaves(of: $1, Path(path.steps + [.index($0 + 1)])) }
        case .null, .bool, .int, .number, .string, .list, .object, .foreign:
            [(path, value)]
        }
    }
}

/// SHA-256 as the ledger uses it.
enum Digest {
    static func sha256(_ bytes: [UInt8]) throws(CPHError) -> [UInt8] {
        do { return try Crypto.sha256(bytes) } catch {
            throw CPHError(.ledger, "the ledger can't compute SHA-256: \(error.reason)")
        }
    }

    static func hex(_ bytes: [UInt8]) throws(CPHError) -> String { String(hex: try sha256(bytes)) }
}
