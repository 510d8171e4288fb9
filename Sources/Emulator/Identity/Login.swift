import Schema

/// The user, account and password of a login.
struct Login: Sendable {
    /// A user's name, or an id, which stands for a name too.
    let user: String
    let password: String
    /// Nil for a user's id, which needs no account.
    let account: AccountName?
    let scope: TokenScope?

    /// Reads a login; nil when a part is missing or empty, or the method is not a password.
    init?(_ body: Value) {
        guard let auth = body.members?["auth"]?.members, let identity = auth["identity"]?.members,
            identity["methods"]?.items == [.string("password")],
            let user = identity["password"]?.members?["user"]?.members, let password = user["password"]?.text
        else { return nil }
        let (id, account) = (user["id"]?.text, AccountName(user["domain"]))
        guard let name = id ?? user["name"]?.text, id != nil || account != nil, !name.isEmpty, !password.isEmpty
        else { return nil }
        (self.user, self.password, self.account) = (name, password, account)
        scope = TokenScope(auth["scope"])
    }
}
