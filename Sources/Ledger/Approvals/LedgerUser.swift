import Schema
import Text

/// Who asked for a plan, agreed to it or declined it, as far as the ledger knows.
public struct LedgerUser: Hashable, Sendable {
    /// The name that the user's own machine has for them; other machines can only believe it.
    public let name: String
    /// The machine's name; empty when the system does not say.
    public let host: String
    /// The script that was run; nil at the prompt and for commands.
    public let script: String?
    /// Whom the ledger's server takes them for, which it has checked; nil where the ledger is a file.
    public let sessionUser: String?
    /// Whether others may be the same `sessionUser`, so that nobody can be told from another.
    public let isShared: Bool

    init(_ run: RunInfo?, sessionUser: String?, isShared: Bool) {
        (name, host, script) = (run?.user ?? "", run?.host ?? "", run?.script)
        (self.sessionUser, self.isShared) = (sessionUser, isShared)
    }

    /// Whether the ledger can tell this user from every other one.
    public var isKnown: Bool { sessionUser != nil && !isShared }

    /// Says who it is in a few words: `ann@build-7 with fleet.lua (role ci)`.
    public var words: String {
        let place = host.isEmpty ? "" : "@\(host)"
        let work = script.map { " with \($0)" } ?? ""
        let role = sessionUser.map { " (role \($0))" } ?? ""
        return cleaned((name.isEmpty ? "somebody" : name) + place + work + role)
    }
}

extension LedgerUser {
    var value: Value {
        var object: Object = ["user": .string(name), "host": .string(host)]
        object["script"] = script.map(Value.string)
        object["session_user"] = sessionUser.map(Value.string)
        if isShared { object["shared"] = true }
        return .object(object)
    }

    /// Reads what `value` wrote; nil when it is something else.
    init?(_ value: Value?) {
        guard let object = value?.members, let name = object["user"]?.text, let host = object["host"]?.text else {
            return nil
        }
        (self.name, self.host) = (name, host)
        (script, sessionUser) = (object["script"]?.text, object["session_user"]?.text)
        isShared = object["shared"] == true
    }
}
