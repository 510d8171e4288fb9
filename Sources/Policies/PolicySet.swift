public import CPHModel
public import Schema

/// The policies that hold together: each can only forbid, so that none loosens another.
public struct PolicySet: Hashable, Sendable {
    /// All of them: the machine's, the ledger's, the project's, as far as there are any.
    public var policies: [Policy]

    /// Makes a set; without policies it forbids nothing.
    public init(_ policies: [Policy] = []) { self.policies = policies }

    /// Whether there is none.
    public var isEmpty: Bool { policies.isEmpty }

    /// What any of them has against a purchase.
    public func breaches(_ subject: PolicySubject) -> [PolicyBreach] { policies.flatMap { $0.breaches(subject) } }

    /// What any of them has against whose money is spent, and when.
    public func breaches(by account: AccountScope?, at now: Int?) -> [PolicyBreach] {
        policies.flatMap { $0.breaches(by: account, at: now) }
    }

    /// What any of them has against buying in a region and for a project; nil for what is not known.
    public func breaches(inRegion region: String?, project: String?) -> [PolicyBreach] {
        policies.flatMap { $0.breaches(inRegion: region, project: project) }
    }

    /// What any of them has against a call that changes something, by its request.
    public func breaches(ofChange request: Value) -> [PolicyBreach] {
        policies.flatMap { $0.breaches(ofChange: request) }
    }

    /// What any of them has against a call of which nobody knows what it does: each has, unless it allows such calls.
    public var breachesOfUnknownCalls: [PolicyBreach] {
        policies.filter { $0.rules.unknownCalls != true }.map { policy in
            policy.breach(
                "unknown_calls", "nobody can say what it buys",
                "calls that cph does not know need unknown_calls = true")
        }
    }

    /// What any of them has against a script's own call that changes or renews servers without telling what that comes to, by its
    /// operation. A plan of `cph.renewals` tells it.
    public func breaches(ofBilling operation: String) -> [PolicyBreach] {
        policies.flatMap { policy -> [PolicyBreach] in
            switch operation {
            case Operations.setAutoRenewal.name:
                (policy.rules.autoRenewal == false
                    ? [policy.breach("auto_renewal", "the server would renew itself", "no order may renew itself")]
                    : [])
                    + policy.breachesUnjudged(["periods"])
            case Operations.renewResources.name:
                policy.breachesUnjudged(["cost", "server_months", "periods", "auto_payment", "second_person"])
            case Operations.changeServerModel.name:
                policy.breachesUnjudged(["cost", "auto_payment", "second_person"])
            default: []
            }
        }
    }

    /// What any of them has against a script as far as its text tells, without an account and a time.
    ///
    /// - Parameter request: The request in its wire form, with what is known of it.
    public func breaches(ofWritten request: Value) -> [PolicyBreach] {
        let subject = PolicySubject(request: request)
        return breaches(subject) + policies.flatMap { $0.sumBreaches(subject) }
    }
}

extension Policy {
    /// One for each of these rules that it has, where nobody can say whether they are kept.
    fileprivate func breachesUnjudged(_ names: [String]) -> [PolicyBreach] {
        let written = rules.value.members ?? [:]
        return names.filter { written[$0] != nil && written[$0] != true }.map { name in
            breach(
                Path([.key(name)]), "nobody has asked what it comes to",
                "what can't be held to this rule is refused; cph.renewals does the same, held to it")
        }
    }
}
