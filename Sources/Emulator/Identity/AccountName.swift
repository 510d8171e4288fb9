import Schema

/// How a request names an account.
enum AccountName: Hashable, Sendable {
    case id(String)
    case name(String)

    /// Reads `{"id": …}` or `{"name": …}`; nil for anything else, and for an empty text.
    init?(_ value: Value?) { self.init(id: value?.members?["id"]?.text, name: value?.members?["name"]?.text) }

    /// Nil when both are nil or empty.
    init?(id: String?, name: String?) {
        if let id, !id.isEmpty {
            self = .id(id)
        } else if let name, !name.isEmpty {
            self = .name(name)
        } else {
            return nil
        }
    }

    func names(_ account: EmulatedAccount) -> Bool {
        switch self {
        case .id(let id): id == account.id
        case .name(let name): name == account.name
        }
    }
}
