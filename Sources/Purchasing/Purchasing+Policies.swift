package import CPHModel
import Files
import Ledger
import Policies
package import Schema

// What policies say before anything is sent.
extension Purchasing {
    /// Lists what policies forbid of these calls: the machine's, the project's, and the ledger's where there is one.
    ///
    /// - Throws: `CPHError` of kind `denied` where a policy can't be read.
    package nonisolated func policyProblems(
        of calls: [CreateServer]
    ) async throws(CPHError) -> [(call: Int?, problem: Problem)] {
        var policies = try settings.policies()
        if try await mayHaveRecords, let recorded = try await opened().ledger.policy() {
            policies.policies.append(recorded.policy)
        }
        guard !policies.isEmpty else { return [] }
        var found: [(call: Int?, problem: Problem)] = []
        var purchases: [PurchaseSummary] = []
        for (index, call) in calls.enumerated() {
            let purchase = try PurchaseSummary(call)
            purchases.append(purchase)
            found += policies.breaches(PolicySubject(purchase)).map { (index, $0.problem) }
        }
        return found + policies.runBreaches(purchases).map { (nil, $0.problem) }
    }

    /// Refuses a ledger that is not the one that a policy names. A cloud inside this process has a ledger of its own.
    static func checkLedger(
        _ location: Journal.Location, _ policies: PolicySet, isReal: Bool
    ) throws(CPHError) {
        guard isReal else { return }
        for policy in policies.policies {
            guard let rule = policy.rules.ledger, !location.isPlace(rule) else { continue }
            throw CPHError(
                .denied, code: "policy",
                "a policy names the ledger \(rule) (ledger, \(policy.place(of: "ledger"))), and this run would record in "
                    + "\(location.place); nothing was sent", hint: "use it: --ledger \(rule)")
        }
    }
}

extension Journal.Location {
    /// Whether it is the place that a text names, as `--ledger` takes it.
    fileprivate func isPlace(_ text: String) -> Bool {
        switch self {
        case .memory, .image: false
        case .server(let address): (try? DatabaseAddress(text)).map { $0.words == address.words } ?? false
        case .file(let path): !DatabaseAddress.isOne(text) && Self.real(path) == Self.real(text)
        }
    }

    /// The path behind links, as far as it is there.
    private static func real(_ path: String) -> String {
        if let real = Files.real(path) { return real }
        guard let folder = Files.real(Files.folder(of: path)) else { return path }
        return "\(folder)/\(path.split(separator: "/").last ?? "")"
    }
}
