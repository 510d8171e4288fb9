import Clock
public import Schema
import Text

/// What a policy says, as it is written: plain data in which every rule forbids something, and none allows.
public struct PolicyRules: Model {
    /// How many servers may be bought.
    public var servers: PolicyCounts?
    /// How many server-months may be bought: servers times months, with 12 months for a year.
    public var serverMonths: PolicyCounts?
    /// How much money may be spent.
    public var cost: PolicyCosts?
    /// The regions in which may be bought.
    public var regions: [String]?
    /// The projects, by id, for which may be bought.
    public var projects: [String]?
    /// The availability zones in which may be bought.
    public var zones: [String]?
    /// The server models that may be bought, or changed to.
    public var models: [String]?
    /// The images that may be bought with.
    public var images: [String]?
    /// The key pairs that may be bought with.
    public var keyPairs: [String]?
    /// Patterns of which one has to fit a purchase's name.
    public var names: [String]?
    /// The periods for which may be bought.
    public var periods: [String]?
    /// False where no order may renew itself.
    public var autoRenewal: Bool?
    /// False where no order may be paid when it is made.
    public var autoPayment: Bool?
    /// True where calls that cph does not know may be made all the same.
    public var unknownCalls: Bool?
    /// When may be bought.
    public var hours: PolicyHours?
    /// From what on a second person has to agree.
    public var secondPerson: PolicyThreshold?
    /// The ledger in which purchases have to be recorded.
    public var ledger: String?
    /// The time zone of days, months and hours.
    public var timeZone: String?
    /// Who is told what became of runs; it forbids nothing.
    public var notify: Value?

    /// Makes rules that forbid nothing.
    public init() {}

    /// Names the table in messages.
    public static let name = "Policy"
    /// Says what the table is, in messages.
    public static let doc = "What purchases have to keep to, whoever makes them; options can't loosen it."

    /// The rows, of which reading, messages, `cph policy rules` and its page are made.
    public static let fields: [Field<PolicyRules>] = [
        Field("servers", \.servers, doc: "The most servers"),
        Field("server_months", \.serverMonths, doc: "The most server-months: servers times months"),
        Field("cost", \.cost, doc: "The most money; what has no known price is refused then"),
        Field("regions", \.regions, .someTexts, doc: "The only regions in which may be bought"),
        Field("projects", \.projects, .someTexts, doc: "The only projects, by id, for which may be bought"),
        Field("zones", \.zones, .someTexts, doc: "The only availability zones in which may be bought"),
        Field("models", \.models, .someTexts, doc: "The only server models that may be bought or changed to"),
        Field("images", \.images, .someTexts, doc: "The only images that may be bought with"),
        Field("key_pairs", \.keyPairs, .someTexts, doc: "The only key pairs that may be bought with"),
        Field(
            "names", \.names, .someTexts,
            doc: "Patterns of names, of which one has to fit; * is any text, ? a character"),
        Field("periods", \.periods, .someTexts, .periods, doc: "The only periods that may be bought"),
        Field("auto_renewal", \.autoRenewal, default: "true", doc: "false where no order may renew itself"),
        Field("auto_payment", \.autoPayment, default: "true", doc: "false where no order may be paid when it is made"),
        Field(
            "unknown_calls", \.unknownCalls, default: "false",
            doc: "true where calls may be made that cph does not know, and so can't judge"),
        Field("hours", \.hours, doc: "The only hours in which may be bought"),
        Field("second_person", \.secondPerson, doc: "From what on a second person has to approve a plan"),
        Field(
            "ledger", \.ledger, .ledgerPlace,
            doc:
                "The only ledger in which may be recorded, as --ledger has it; the embedded cloud is free to use another"
        ),
        Field(
            "notify", \.notify,
            doc: "Who is told what became of runs, as a project's settings have it; only in the machine's policy"),
        Field(
            "time_zone", \.timeZone, .timeZone, default: "UTC",
            doc: "The zone of days, months and hours: UTC, +08:00, or a name such as Asia/Shanghai"
        ),
    ]
}

extension PolicyRules {
    /// The rules as data in which amounts keep every digit: they are text here, where `value` has numbers.
    public var exactValue: Value {
        var all = value.members ?? [:]
        func keep(_ amounts: [(String, Decimal?)], of name: String) {
            guard var object = all[name]?.members else { return }
            for case (let name, let amount?) in amounts { object[name] = .string("\(amount)") }
            all[name] = .object(object)
        }
        keep(
            [
                ("per_call", cost?.perCall), ("per_run", cost?.perRun), ("per_day", cost?.perDay),
                ("per_month", cost?.perMonth),
            ], of: "cost")
        keep([("cost", secondPerson?.cost)], of: "second_person")
        return .object(all)
    }
}

extension Rule where V == [String] {
    /// Refuses a list that is empty, or holds an empty text: such a rule would forbid everything, and was hardly meant so.
    static var someTexts: Rule {
        Rule(.length, "must name at least one, none of them empty") { list in
            list.isEmpty ? "is empty" : list.contains("") ? "has an empty text" : nil
        }
    }

    /// Refuses what is no period.
    static var periods: Rule {
        .each(
            Rule<String>(.pattern, #"must be like "1 month" or "2 years""#) { text in
                PolicyPeriod(text) == nil ? "is \(quoted(text))" : nil
            })
    }
}

extension Rule where V == String {
    /// Refuses a path that leads somewhere else from another folder.
    static var ledgerPlace: Rule {
        Rule(.pattern, "must be a server (postgresql://…, service=NAME) or a path from the root, such as /srv/team.db")
        {
            text in
            let isPlace = ["/", "postgresql://", "postgres://"].contains { text.hasPrefix($0) } || text.contains("=")
            return isPlace ? nil : text.isEmpty ? "is empty" : "is \(quoted(text))"
        }
    }

    /// Refuses what is no zone, or none that this machine knows: nobody can say then when its days begin.
    static var timeZone: Rule {
        Rule(
            .pattern,
            "must be UTC, a distance from it such as +08:00, or a name such as Asia/Shanghai that this machine's table of zones has"
        ) { text in
            CalendarZone(text) == nil ? "is \(quoted(text))" : nil
        }
    }
}
