package import Bindings
package import CPHModel
import Files
import Ledger
import Policies
package import Schema

// What policies say before anything is sent.
extension Purchasing {
    /// Lists what policies forbid of a plan, whatever it costs: the machine's, the project's, and the ledger's where there is one.
    ///
    /// - Throws: `CPHError` of kind `denied` where a policy can't be read.
    package nonisolated func policyProblems(
        of plan: AnnouncedPlan
    ) async throws(CPHError) -> [(call: Int?, problem: Problem)] {
        let purchases = try plan.purchases()
        guard !purchases.isEmpty else { return [] }
        let found: [(purchase: Int?, breach: PolicyBreach)]
        if try await mayHaveRecords {
            found = try await opened().gate.policyBreaches(of: purchases)
        } else {
            // Nothing was bought yet, and nobody has to be asked which account it is.
            let policies = try settings.policies()
            guard !policies.isEmpty else { return [] }
            let (region, project) = givenAccount()
            let account =
                policies.breaches(inRegion: region, project: project)
                + policies.breaches(by: nil, at: settings.clock.milliseconds())
            let counts = policies.countBreaches(purchases)
            found = (account + counts).map { (nil, $0) } + policies.breaches(of: purchases)
        }
        return found.map { ($0.purchase, $0.breach.problem) }
    }

    /// What policies have against spending this, a sentence each. Where they can't be read, whatever is bought says so.
    nonisolated func moneyBreaches(
        _ name: String, _ purchases: [PurchaseSummary], at prices: AgreedPrices
    ) async -> [String] {
        do throws(CPHError) {
            guard try await mayHaveRecords else {
                return try settings.policies().moneyBreaches(name, purchases, at: prices)
            }
            return try await opened().gate.moneyBreaches(name, purchases, at: prices)
        } catch { return [] }
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
