public import CPHModel
import Crypto
public import Schema
import Text

/// What plans and reports need of the money gate and the ledger, which bindings do not know.
public protocol PurchaseDesk: Sendable {
    /// Has `plan` approved as a whole, before any of it is bought.
    ///
    /// - Throws: `CPHError` of kind `denied` when nobody agreed; nothing was sent then.
    func approve(_ plan: AnnouncedPlan) async throws(CPHError)

    /// The recorded purchases whose name begins with `prefix`, sorted by name; each is an object with at least `name`,
    /// `state`, `may_send`, `count` and `request`. Sends nothing.
    func purchases(named prefix: String) async throws(CPHError) -> [Value]
}

/// A desk without gate and ledger: everything is approved, nothing was recorded.
struct OpenDesk: PurchaseDesk {
    func approve(_ plan: AnnouncedPlan) async throws(CPHError) {}

    func purchases(named prefix: String) async throws(CPHError) -> [Value] { [] }
}

/// A plan as it is shown to whoever approves it. The hash is of what is announced, so that a script cannot pass other
/// purchases under the hash of an approved plan.
public struct AnnouncedPlan: Hashable, Sendable {
    /// The plan's name, without anything that a terminal would act on.
    public let name: String
    /// One valid request per call, in the plan's order.
    public let calls: [CreateServer]
    /// SHA-256 of name and calls, in hexadecimal.
    public let hash: String

    /// Describes a plan and computes its hash.
    ///
    /// - Throws: `CPHError` of kind `argument` when the name holds what a terminal would not show.
    public init(name: String, calls: [CreateServer]) throws(CPHError) {
        guard !name.isEmpty, name.utf8.count <= 200, !name.unicodeScalars.contains(where: isInvisible) else {
            throw CPHError(.argument, "a plan's name is 1 to 200 bytes of visible text, not \(quoted(name))")
        }
        (self.name, self.calls) = (name, calls)
        let content: Value = ["plan": .string(name), "calls": .list(calls.map(\.value))]
        do { hash = try Crypto.sha256Hex(Array(content.json().utf8)) } catch {
            throw CPHError(.ledger, "a plan's hash can't be computed: \(error.reason)")
        }
    }
}
