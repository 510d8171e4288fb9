public import CPHModel
import Schema
import Text

/// What is about to be bought. Every field was validated by the host: nothing in it can repaint a prompt.
public struct PurchaseSummary: Hashable, Sendable {
    /// The purchase's name, which is its identity within the scope.
    public let name: String
    /// Huawei's name of the call that buys it.
    public let operation: String
    /// How many servers the call asks for, at least 1; 0 for a change of one that was bought before.
    public let servers: Int
    /// Huawei's name of the server model, on which the price depends.
    public let serverModelName: String
    /// The zone; nil where the service chooses one.
    public let availabilityZone: String?
    /// The image by its id; nil where the service takes one of its own.
    public let image: String?
    /// The key pair by its name; nil where there is none.
    public let keyPair: String?
    /// How long the order is for, and how it is paid.
    public let terms: PurchaseTerms
    /// SHA-256 of the request in canonical form, in hexadecimal.
    public let contentHash: String
    /// What is done to a server that was bought before; nil where servers are bought.
    public let change: RecordedChange?

    init(_ content: PurchaseContent) {
        let request = content.request
        (name, operation, servers) = (request.serverName, content.operation, request.count)
        terms = request.terms
        (serverModelName, availabilityZone) = (request.serverModelName, request.availabilityZone)
        (image, keyPair) = (request.image, request.keyPair)
        contentHash = content.sha256
        change = content.change.map(RecordedChange.init)
    }

    /// Describes a request that is not a call yet.
    ///
    /// - Throws: `CPHError` of kind `ledger` when SHA-256 is not available.
    public init(_ request: any PurchaseRequest) throws(CPHError) { self.init(try PurchaseContent(request)) }

    /// Servers times months, with 12 for a year: what `--allow-months` counts.
    public var serverMonths: Int { (change == nil ? servers : 1).multiplied(by: terms.months) }
    /// Whether the order is for years, which an allowance covers only with `--allow-renew`.
    public var isInYears: Bool { terms.period == .year }
    /// Whether the order goes on, and is paid again, until somebody ends it.
    public var renewsItself: Bool { terms.renewsItself }
    /// False for an order that waits for payment.
    public var paysAtOnce: Bool { terms.paysAtOnce }

    /// Whether something is to be paid for it now: what ends or is only set costs nothing.
    var hasPrice: Bool { change?.kind.hasPrice ?? true }

    /// Says what is bought in a few words: `10 servers x 2 YEARS`.
    public var words: String { change?.words ?? "\(counted(servers, "server")) x \(period)" }

    /// How long the order is for: `1 month`, `2 YEARS`.
    public var period: String {
        isInYears ? counted(terms.number, "YEAR", plural: "YEARS") : counted(terms.number, "month")
    }
}
