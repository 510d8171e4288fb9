import Schema

/// The user, account and password of a login.
struct Login: Sendable {
    let user: String
    let password: String
    let domain: String
    let projectID: String?
    let projectName: String?

    /// Reads a login; nil when a part is missing or empty, or the method is not a password.
    init?(_ body: Value) {
        guard let auth = body.members?["auth"], let identity = auth.members?["identity"]?.members,
            identity["methods"]?.items == [.string("password")],
            let user = identity["password"]?.members?["user"]?.members,
            let name = user["name"]?.text, let password = user["password"]?.text,
            let domain = user["domain"]?.members?["name"]?.text, ![name, password, domain].contains("")
        else { return nil }
        let project = auth.members?["scope"]?.members?["project"]?.members
        (self.user, self.password, self.domain) = (name, password, domain)
        (projectID, projectName) = (project?["id"]?.text, project?["name"]?.text)
    }
}
