import Schema

/// What a token is asked for.
enum TokenScope: Hashable, Sendable {
    case project(id: String?, name: String?)
    case account(AccountName)

    /// Reads the `scope` of a login; nil when it names neither.
    init?(_ value: Value?) {
        if let project = value?.members?["project"]?.members {
            self = .project(id: project["id"]?.text, name: project["name"]?.text)
        } else if let account = AccountName(value?.members?["domain"]) {
            self = .account(account)
        } else {
            return nil
        }
    }
}
