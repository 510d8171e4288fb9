import CPHModel
public import Policies
import Schema

// What policies limit over several calls.
extension PolicySet {
    /// The most servers and server-months of a run, a day and a month.
    var countCaps: [CountCap] {
        policies.flatMap { policy in
            policy.caps("servers", .server, policy.rules.servers)
                + policy.caps("server_months", .serverMonth, policy.rules.serverMonths)
        }
    }

    /// What any of them has against a run, a day or a month in which nothing but these is bought.
    public func countBreaches(_ purchases: [PurchaseSummary]) -> [PolicyBreach] {
        let spending = Spending(purchases)
        return countCaps.compactMap { $0.breach(0, adding: spending.count($0.unit)) }
    }

    func runBreaches(_ purchases: [PurchaseSummary], beside spent: Spending) -> [PolicyBreach] {
        let more = Spending(purchases)
        return countCaps.filter { $0.period == .run }.compactMap {
            $0.breach(spent.count($0.unit), adding: more.count($0.unit))
        }
    }

    /// The most money of a call, a run, a day and a month.
    var moneyCaps: [MoneyCap] {
        policies.flatMap { policy -> [MoneyCap] in
            guard let cost = policy.rules.cost else { return [] }
            let rules: [(String, MoneyCap.Period, Decimal?)] = [
                ("per_call", .call, cost.perCall), ("per_run", .run, cost.perRun), ("per_day", .day, cost.perDay),
                ("per_month", .month, cost.perMonth),
            ]
            return rules.compactMap { name, period, most in
                most.map {
                    MoneyCap(
                        $0, cost.currency, per: period, in: policy.zone,
                        source: "cost.\(name), \(policy.place(of: Path([.key("cost"), .key(name)])))")
                }
            }
        }
    }

    /// Which of them wants a second person for what a run comes to; nil where none does.
    ///
    /// - Parameter spending: All of the run, what is to be bought included. What has no known price may cost anything.
    func wantsSecondPerson(for spending: Spending) -> Policy? {
        policies.first { policy in
            guard let threshold = policy.rules.secondPerson else { return false }
            if let servers = threshold.servers, spending.servers >= servers { return true }
            guard let cost = threshold.cost else { return false }
            return switch spending.cost {
            case .none: false
            case .unknown: true
            case .known(let amount): amount.currency != threshold.currency || amount.number >= cost
            }
        }
    }

    /// Whether any of them asks what things cost.
    var needsPrices: Bool { policies.contains { $0.rules.cost != nil || $0.rules.secondPerson?.cost != nil } }
}

extension Policy {
    fileprivate func caps(_ name: String, _ unit: CountCap.Unit, _ counts: PolicyCounts?) -> [CountCap] {
        let rules: [(String, CountCap.Period, Int?)] = [
            ("per_run", .run, counts?.perRun), ("per_day", .day, counts?.perDay),
            ("per_month", .month, counts?.perMonth),
        ]
        return rules.compactMap { rule, period, most in
            most.map {
                CountCap(most: $0, unit: unit, period: period, policy: self, rule: Path([.key(name), .key(rule)]))
            }
        }
    }
}
