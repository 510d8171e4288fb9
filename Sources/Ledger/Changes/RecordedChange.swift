public import CPHModel
import Clock
import Schema

/// What a record is about that changes a server bought before, as its first line says.
public struct RecordedChange: Hashable, Sendable {
    /// What is done to the server.
    public let kind: ChangeKind
    /// The server's id.
    public let resourceID: String
    /// The end of the period that ran when it was asked for, in UTC.
    public let expireTime: String
    /// The server's name at that time; nil where nobody has said.
    public let serverName: String?
    /// The model that the server had; nil where nobody has said.
    public let model: String?
    /// How many months are ordered beyond `expireTime`; 0 where none are.
    public let months: Int
    /// By how much it renews itself each time: `1 month` or `1 year`; nil where nobody has said, or it does not.
    public let renewsEvery: String?

    init(_ change: ResourceChange) {
        (kind, resourceID, expireTime) = (change.kind, change.resourceID, change.expireTime)
        (serverName, model, months) = (change.server.name, change.server.model, change.months)
        renewsEvery = change.kind == .autoRenewal ? change.periodType.map { $0 == .year ? "1 year" : "1 month" } : nil
    }

    /// When the period ends that ran, in milliseconds since 1970; nil where the text is no time.
    var end: Int? { ISOTime.unixSeconds(expireTime).map { $0 * 1000 } }

    /// When the period ends that a renewal orders, in milliseconds since 1970; nil where nothing is ordered.
    var newEnd: Int? {
        guard months > 0, let seconds = ISOTime.unixSeconds(expireTime) else { return nil }
        return CivilTime(unixSeconds: seconds).adding(months: months).unixSeconds * 1000
    }

    /// The same in UTC.
    public var newExpireTime: String? { newEnd.map { ISOTime.text(unixSeconds: $0 / 1000) } }

    /// What it is done to, for people: the server's name, and its id.
    public var subject: String { serverName.map { "\($0) (\(resourceID))" } ?? resourceID }

    /// Says it in a few words: `renew web-1 (0a1b) for 1 month, until 2027-01-02T03:04:05Z`.
    public var words: String {
        let until = newExpireTime.map { ", until \($0)" } ?? ""
        return switch kind {
        case .renewal: "renew \(subject)\(months > 0 ? " for \(counted(months))" : "")\(until)"
        case .unsubscription: "unsubscribe \(subject), paid until \(expireTime)"
        case .autoRenewal:
            "let \(subject) renew itself\(renewsEvery.map { " by \($0)" } ?? "") from \(expireTime) on"
        case .autoRenewalStop: "let \(subject) end at \(expireTime)"
        case .modelChange: "change the model of \(subject)"
        }
    }

    private func counted(_ months: Int) -> String { months == 1 ? "1 month" : "\(months) months" }
}

extension RecordedChange {
    /// What the line of a plan holds of it, beside the request.
    var detail: Object {
        var detail: Object = [
            "kind": .string(kind.rawValue), "resource_id": .string(resourceID), "expire_time": .string(expireTime),
            "months": .int(months),
        ]
        detail["server_name"] = serverName.map(Value.string)
        detail["server_model_name"] = model.map(Value.string)
        detail["renews_every"] = renewsEvery.map(Value.string)
        return detail
    }

    /// Reads what `detail` wrote; nil where there is nothing of that kind.
    init?(_ value: Value?) {
        guard let members = value?.members, let kind = members["kind"]?.text.flatMap(ChangeKind.init),
            let id = members["resource_id"]?.text, let expireTime = members["expire_time"]?.text
        else { return nil }
        (self.kind, resourceID, self.expireTime) = (kind, id, expireTime)
        (serverName, model) = (members["server_name"]?.text, members["server_model_name"]?.text)
        (months, renewsEvery) = (members["months"]?.integer ?? 0, members["renews_every"]?.text)
    }
}
