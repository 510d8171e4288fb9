public import Schema

/// A change of one server that costs, pays or ends something: what the ledger records of it, as of a purchase.
///
/// Its identity is the server and the end of the period that ran when it was asked for, so that the same script run twice
/// changes a server once. One is about one server: a call for several could be carried out in part.
public struct ResourceChange: PurchaseRequest {
    public var kind = ChangeKind.renewal
    public var resourceID = ""
    public var expireTime = ""
    public var periodType: PeriodType?
    public var periodNum: Int?
    public var isAutoPay: AutoPay?
    public var autoRenewTimes: Int?
    public var newModelName: String?
    public var newPhoneModelName: String?
    public var turn: Int?

    /// What is known of the server, for people. It is no part of what is asked for: names and models change meanwhile.
    public var server = ChangedServer()
    /// Why it may be carried out beside an earlier one of the same server. It is no part of what is asked for either.
    public var basis = Basis.once

    /// Why a server that was renewed lately may be renewed again.
    public enum Basis: String, Choice {
        /// It may not, while the period runs that was renewed.
        case once
        /// The end of its period is near.
        case due
        /// Somebody has named the end of the period that is to be renewed.
        case exact

        /// Says in words what the reason is.
        public var meaning: String {
            switch self {
            case .once: "once in each period"
            case .due: "its period ends soon"
            case .exact: "the period was named"
            }
        }
    }

    /// Makes a blank form.
    public init() {}

    /// Names the model in messages; scripts do not see it.
    public static let name = "ResourceChange"
    /// Describes the model in messages.
    public static let doc = "A change of one server that was bought before."

    /// The rows of what the ledger keeps; their names must stay, or older records cannot be read.
    public static let fields: [Field<ResourceChange>] = [
        Field("change", \.kind, doc: "What is done"),
        Field("resource_id", \.resourceID, .bytes(1...64), .pathSegment, doc: "ID of the server"),
        Field("expire_time", \.expireTime, .utcTime, doc: "End of the period that runs, in UTC"),
        Field("period_type", \.periodType, doc: "Unit of the period that is ordered"),
        Field("period_num", \.periodNum, .range(1...11), doc: "Number of periods"),
        Field("is_auto_pay", \.isAutoPay, doc: "Whether the order is paid at once"),
        Field("auto_renew_times", \.autoRenewTimes, .range(0...99), doc: "How often it renews itself"),
        Field("new_server_model_name", \.newModelName, .notEmpty, .bytes(0...64), doc: "The new server model"),
        Field("new_phone_model_name", \.newPhoneModelName, .notEmpty, .bytes(0...64), doc: "The new phone model"),
        Field("turn", \.turn, .range(2...99), doc: "Which of several in one period, from 2"),
    ]

    /// What has to be there for which kind.
    public static let checks: [Check<ResourceChange>] = [
        Check(at: "period_num", needs: [], .missing, "must be given for a renewal") {
            $0.kind == .renewal && ($0.periodType == nil || $0.periodNum == nil) ? "is absent" : nil
        },
        Check(at: "period_num", needs: ["period_num"], .range, "must be 1 to 3 when period_type is 3 (year)") {
            $0.periodType == .year && ($0.periodNum ?? 0) > 3 ? "is \($0.periodNum ?? 0) years" : nil
        },
        Check(at: "new_server_model_name", needs: [], .missing, "must be given for a change of the model") {
            $0.kind == .modelChange && ($0.newModelName == nil || $0.newPhoneModelName == nil) ? "is absent" : nil
        },
    ]

    /// The name under which the ledger keeps it; no server can have it, whose names have no colons.
    public var key: String { Self.prefix(of: kind, resourceID) + expireTime + (turn.map { ":\($0)" } ?? "") }

    /// How the names of all changes of this kind of one server begin.
    public static func prefix(of kind: ChangeKind, _ resourceID: String) -> String { "\(kind.rawValue):\(resourceID):" }
}

/// What is known of a server that is changed, for people.
public struct ChangedServer: Hashable, Sendable {
    /// The server's name; nil where nobody has said.
    public var name: String?
    /// Huawei's name of the model that it has; nil where nobody has said.
    public var model: String?

    /// Knows nothing.
    public init() {}
}

extension ResourceChange {
    /// The call that carries it out.
    public var operation: any APIOperation { kind.operation }

    /// The name in the record.
    public var serverName: String { key }
    /// The new model, or the one that the server has.
    public var serverModelName: String { newModelName ?? server.model ?? "" }
    /// Not known: the server is where it is.
    public var availabilityZone: String? { nil }
    /// Stays what it is.
    public var image: String? { nil }
    /// Stays what it is.
    public var keyPair: String? { nil }
    /// It buys no servers.
    public var count: Int { 0 }

    /// What is ordered beyond what is paid for already; 0 months where nothing is.
    public var terms: PurchaseTerms {
        let months = kind == .renewal ? periodNum ?? 0 : 0
        return PurchaseTerms(
            period: kind == .renewal ? periodType ?? .month : .month, number: months,
            paysAtOnce: isAutoPay == .yes || !hasOrder, renewsItself: kind == .autoRenewal)
    }

    /// Whether it is an order that may wait for payment.
    private var hasOrder: Bool { kind == .renewal || kind == .modelChange }
}
