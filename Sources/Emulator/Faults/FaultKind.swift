/// A fault that can be asked for: its name, what it takes, what it does. The parser and the help read this table.
public struct FaultKind: Sendable {
    enum Action: Sendable {
        case effect(@Sendable (Given) -> FaultEffect)
        case setting(@Sendable (Given, inout FaultPlan) -> Void)
    }

    /// The word that `--faults` takes.
    public let name: String
    /// What the fault does, in one sentence.
    public let doc: String
    let argument: Argument
    let action: Action
    /// The requests at which it may occur when the specification does not say.
    let scopes: Set<FaultScope>

    private init(_ name: String, _ doc: String, _ effect: FaultEffect) {
        self.init(name, .none, doc) { _ in effect }
    }

    private init(
        _ name: String, _ argument: Argument, scopes: Set<FaultScope> = [.create], _ doc: String,
        _ effect: @escaping @Sendable (Given) -> FaultEffect
    ) {
        (self.name, self.argument, self.doc, self.scopes) = (name, argument, doc, scopes)
        action = .effect(effect)
    }

    private init(
        setting name: String, _ argument: Argument, _ doc: String,
        _ set: @escaping @Sendable (Given, inout FaultPlan) -> Void
    ) {
        (self.name, self.argument, self.doc, scopes) = (name, argument, doc, [])
        action = .setting(set)
    }

    /// An example for the help: `latency=200ms`.
    public var syntax: String {
        switch argument {
        case .none: "\(name)=WHEN"
        case .delay: "\(name)=DURATION[-DURATION][:WHEN]"
        case .retryAfter: "\(name)=[DURATION:]WHEN"
        case .code: "\(name)=CODE[:WHEN]"
        case .redirect: "\(name)=[STATUS:]WHEN"
        case .count: "\(name)=N"
        case .word(let word): "\(name)=\(word)"
        }
    }

    /// Every fault there is, in the order in which the help lists them.
    public static let all: [FaultKind] =
        gateway + connection + serverErrors + errorCodes + purchases + identity + settings

    private static let gateway: [FaultKind] = [
        FaultKind("latency", .delay, scopes: Set(FaultScope.allCases), "Answers come later.") { .delay($0.delay) },
        FaultKind("429", .retryAfter, "Throttled by the gateway, with Retry-After when a time is given.") {
            .instead(.error(429, "APIGW.0308", throttled, retryAfter: $0.retryAfter))
        },
        FaultKind("401", "The gateway does not accept the credentials.", .instead(.error(401, "APIGW.0301", expired))),
        FaultKind(
            "403", "The user lacks the permission; nothing is bought.",
            .instead(.error(403, "APIGW.0302", "Policy doesn't allow this action to be performed."))),
        FaultKind("redirect", .redirect, "A redirect to another host (302, or the given status); nothing is bought.") {
            .instead(.redirect($0.status))
        },
        FaultKind("html", "A proxy's page with status 200; nothing is bought.", .instead(.html)),
        FaultKind("html-after", "Bought, then a proxy's page with status 200.", .after(.html)),
    ]

    private static let connection: [FaultKind] = [
        FaultKind("reset-before", "The connection is reset; nothing is bought.", .instead(.reset)),
        FaultKind("reset-after", "Bought, then the connection is reset.", .after(.reset)),
        FaultKind("silent-before", "No answer ever comes; nothing is bought.", .instead(.silent)),
        FaultKind("silent-after", "Bought, then no answer ever comes.", .after(.silent)),
        FaultKind("truncate-after", "Bought, then half of the answer.", .after(.truncated)),
        FaultKind("huge-after", "Bought, then an answer of 300 MiB.", .after(.huge)),
        FaultKind("deep-after", "Bought, then a million lists inside each other.", .after(.deep)),
        FaultKind("late", .delay, "The connection is reset, and the purchase is made that much later.") {
            .after(.late($0.delay.upperBound))
        },
    ]

    private static let errorCodes: [FaultKind] = [
        FaultKind("error-400", .code, "Status 400 with the code; nothing is bought.") {
            .instead(.error(400, $0.code, "System error: \($0.code)"))
        },
        FaultKind("error-400-after", .code, "Bought, then status 400 with the code.") {
            .after(.error(400, $0.code, "System error: \($0.code)"))
        },
        FaultKind("error-200", .code, "Status 200 with the code inside; nothing is bought.") {
            .instead(.errorWithin($0.code))
        },
        FaultKind("error-200-after", .code, "Bought, then status 200 with the code and the order, without servers.") {
            .after(.errorWithin($0.code))
        },
    ]

    private static let purchases: [FaultKind] = [
        FaultKind("fewer-ids", "All servers are bought; the answer leaves out the last.", .after(.ids(.fewer))),
        FaultKind("no-ids", "All servers are bought; the answer has the order alone.", .after(.ids(.none))),
        FaultKind("more-ids", "The answer names a server too many.", .after(.ids(.more))),
        FaultKind("duplicate-ids", "The answer names the last server twice.", .after(.ids(.twice))),
        FaultKind("bad-ids", "The answer has a number for the first server.", .after(.ids(.bad))),
        FaultKind("fewer-servers", "One server less is bought, and the answer says so.", .after(.sellsFewer)),
        FaultKind("build-fails", "Bought, but the last server ends as abnormal (status 2).", .after(.failsToBuild)),
    ]

    private static let identity: [FaultKind] = [
        FaultKind(
            "expired-keys", .none, scopes: FaultScope.identity,
            "The keys or the token in the answer have ended already."
        ) { _ in .after(.expired) },
        FaultKind(
            "no-expiry", .none, scopes: FaultScope.identity, "The answer does not say when its keys or token end."
        ) { _ in .after(.withoutExpiry) },
    ]

    private static let settings: [FaultKind] = [
        FaultKind(setting: "list-lag", .delay, "New servers stay out of lists for that long.") {
            $1.listLag = .milliseconds($0.delay.upperBound)
        },
        FaultKind(setting: "page", .count, "Lists give at most N entries at once, whatever was asked for.") {
            $1.mostOnPage = $0.count
        },
        FaultKind(setting: "unpaid", .word("no-ids"), "Unpaid orders have no server ids and show no servers.") {
            $1.withholdsUnpaidIDs = true
        },
    ]

    private static let serverErrors: [FaultKind] = [500, 502, 503, 504].flatMap { status in
        [
            FaultKind("\(status)-before", .retryAfter, "Status \(status); nothing is bought.") {
                .instead(.error(status, "APIGW.0601", "Internal server error", retryAfter: $0.retryAfter))
            },
            FaultKind("\(status)-after", .retryAfter, "Bought, then status \(status).") {
                .after(.error(status, "APIGW.0601", "Internal server error", retryAfter: $0.retryAfter))
            },
        ]
    }

    private static let expired = "Incorrect IAM authentication information: the token has expired"
    private static let throttled =
        "The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute"
}
