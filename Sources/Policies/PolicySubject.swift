public import CPHModel
public import Schema

/// A purchase as a policy looks at it, as far as it is known: a script that is only read does not tell everything.
public struct PolicySubject: Sendable {
    /// What is known of a field.
    public enum Fact<Value: Sendable>: Sendable {
        /// Only running the script would tell.
        case unknown
        /// The request leaves it out.
        case absent
        case known(Value)
    }

    /// The `server_name`.
    public var name = Fact<String>.unknown
    /// The `server_model_name`.
    public var model = Fact<String>.unknown
    /// The `availability_zone`.
    public var zone = Fact<String>.unknown
    /// The `image_id`.
    public var image = Fact<String>.unknown
    /// The `keypair_name`.
    public var keyPair = Fact<String>.unknown
    /// How many servers the call asks for.
    public var servers = Fact<Int>.unknown
    /// How many servers the order's period is paid for: those that it buys, or the one that it renews.
    var paidServers: Fact<Int> { isRenewal ? .known(1) : servers }
    private var isRenewal = false
    /// For how long, as a policy writes it.
    var period = Fact<PolicyPeriod>.unknown
    /// Whether the order renews itself.
    public var renewsItself = Fact<Bool>.unknown
    /// Whether the order is paid when it is made.
    public var paysAtOnce = Fact<Bool>.unknown
    /// Where the request has the terms of its order; empty where they stand in the request itself.
    private var terms = "order_param"

    /// Describes a purchase of which all is known.
    public init(
        name: String, model: String, zone: String?, image: String?, keyPair: String?, servers: Int, terms: PurchaseTerms
    ) {
        func fact(_ text: String?) -> Fact<String> { text.map(Fact.known) ?? .absent }
        (self.name, self.model, self.servers) = (.known(name), .known(model), .known(servers))
        (self.zone, self.image, self.keyPair) = (fact(zone), fact(image), fact(keyPair))
        (renewsItself, paysAtOnce) = (.known(terms.renewsItself), .known(terms.paysAtOnce))
        period = .known(PolicyPeriod(terms))
    }

    /// Describes a change of a server that was bought before, which stays where it is.
    ///
    /// - Parameters:
    ///   - newModel: What it becomes; nil where it stays what it is.
    ///   - isRenewal: Whether `terms` say for how long it is paid.
    ///   - renewsEvery: By how much it renews itself from now on, as a policy writes it; nil where nobody says so.
    ///   - isOrder: Whether it is an order that is paid now or later.
    public init(
        newModel: String?, terms: PurchaseTerms, isRenewal: Bool, renewsEvery: String? = nil, isOrder: Bool
    ) {
        if let newModel { model = .known(newModel) }
        self.isRenewal = isRenewal
        if isRenewal { period = .known(PolicyPeriod(terms)) }
        if let renewsEvery, let each = PolicyPeriod(renewsEvery) { period = .known(each) }
        self.terms = ""
        if isOrder { paysAtOnce = .known(terms.paysAtOnce) }
        renewsItself = .known(terms.renewsItself)
    }

    /// Describes what is known of a request in its wire form.
    public init(request: Value) {
        let fields = request.members ?? [:]
        func fact<T: Sendable>(_ name: String, _ read: (Value) -> T?) -> Fact<T> {
            fields[name].flatMap(read).map(Fact.known) ?? .unknown
        }
        (name, model) = (fact("server_name", \.text), fact("server_model_name", \.text))
        (zone, image) = (fact("availability_zone", \.text), fact("image_id", \.text))
        (keyPair, servers) = (fact("keypair_name", \.text), fact("count", \.integer))
        if fields["order_param"] == nil, fields["extend_param"] != nil { terms = "extend_param" }
        read(fields[terms]?.members ?? [:])
    }

    private mutating func read(_ order: Object) {
        if let type = order["period_type"]?.integer, let number = order["period_num"]?.integer, number > 0 {
            let unit = type == PeriodType.year.rawValue ? "year" : "month"
            period = PolicyPeriod("\(number) \(unit)").map(Fact.known) ?? .unknown
        }
        if let renews = order["is_auto_renew"]?.integer { renewsItself = .known(renews == AutoRenew.yes.rawValue) }
        if let pays = order["is_auto_pay"]?.integer { paysAtOnce = .known(pays == AutoPay.yes.rawValue) }
    }

    /// The path of the field that says how many servers the period is paid for; for a renewal, that of the period.
    var paidServersField: Path { isRenewal ? term("period_num") : "count" }

    /// The path of a field of its order's terms.
    func term(_ field: String) -> Path { Path(terms.isEmpty ? [.key(field)] : [.key(terms), .key(field)]) }
}
