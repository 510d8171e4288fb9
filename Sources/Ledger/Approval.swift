public import CPHModel
import Schema

/// Who or what agreed to a purchase, as the ledger records it.
public struct Approval: Hashable, Sendable {
    public enum How: String, CaseIterable, Sendable {
        /// A person at the terminal.
        case terminal
        /// `--allow-spend` and its fellows.
        case allowance
        /// A plan that was approved as a whole.
        case plan
        /// Nobody was asked: no gate stands in front of this ledger.
        case none
    }

    public let how: How
    /// The person, or the plan's hash; empty where nobody has a name.
    public let by: String
    /// The most servers that may be sent for within 24 hours, this purchase included; nil for no such limit. The ledger
    /// looks at it when it records the intent, where no other purchase can come in between.
    public var serversPerDay: Int?

    public init(_ how: How, by: String = "", serversPerDay: Int? = nil) {
        (self.how, self.by, self.serversPerDay) = (how, by, serversPerDay)
    }

    var detail: Object { ["how": .string(how.rawValue), "by": .string(by)] }
}

/// What is about to be bought. Every field was validated by the host: nothing in it can repaint a prompt.
public struct PurchaseSummary: Hashable, Sendable {
    public let name: String
    /// Huawei's name of the call that buys it.
    public let operation: String
    public let servers: Int
    public let serverModelName: String
    /// Nil where the service chooses.
    public let availabilityZone: String?
    public let terms: PurchaseTerms
    /// SHA-256 of the request in canonical form, in hexadecimal.
    public let contentHash: String

    init(_ content: Content) {
        let request = content.request
        (name, operation, servers) = (request.serverName, content.operation, request.count)
        terms = request.terms
        (serverModelName, availabilityZone) = (request.serverModelName, request.availabilityZone)
        contentHash = content.sha256
    }

    /// The same for a request that is not yet a call.
    ///
    /// - Throws: `CPHError` of kind `ledger` when SHA-256 is not available.
    public init(_ request: any PurchaseRequest) throws(CPHError) { self.init(try Content(request)) }

    public var serverMonths: Int { servers * terms.months }
    public var isInYears: Bool { terms.period == .year }
    public var renewsItself: Bool { terms.renewsItself }
    /// False for an order that waits for payment.
    public var paysAtOnce: Bool { terms.paysAtOnce }

    /// `10 servers x 2 YEARS`.
    public var words: String {
        let period = terms.number
        let unit = isInYears ? "YEAR" : "month"
        let plural = isInYears ? "S" : "s"
        return "\(servers) server\(servers == 1 ? "" : "s") x \(period) \(unit)\(period == 1 ? "" : plural)"
    }
}

/// Agrees to a purchase that is about to be sent, or throws.
public typealias Approve = @Sendable (PurchaseSummary) async throws(CPHError) -> Approval
