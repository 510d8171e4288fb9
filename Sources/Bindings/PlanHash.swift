public import CPHModel
import Crypto
import Schema

/// What `--approve` names.
extension AnnouncedPlan {
    /// SHA-256 of the account, the name and the calls, in hexadecimal: the same plan for another project, region or host is
    /// another plan.
    ///
    /// - Throws: `CPHError` of kind `ledger` when SHA-256 is not available.
    public func hash(in account: AccountScope) throws(CPHError) -> String {
        var content: Object = [
            "account": account.identity, "plan": .string(name), "calls": .list(calls.map(\.value)),
        ]
        if !changes.isEmpty { content["changes"] = .list(changes.map(\.value)) }
        do { return try Crypto.sha256Hex(Array(Value.object(content).json().utf8)) } catch {
            throw CPHError(.ledger, "a plan's hash can't be computed: \(error.reason)")
        }
    }
}
