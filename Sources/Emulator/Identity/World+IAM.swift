import CPHModel
import Schema
import Text

/// The emulated identity service: tokens, projects, accounts.
extension World {
    /// Trades a user name and a password for a token.
    mutating func createToken(_ request: CloudRequest) -> Answer {
        guard let body = try? Value(json: request.body), let login = Login(body) else {
            return keystoneError(400, "The request body is not a password login.")
        }
        guard settings.accepts(login), let account = account(of: login),
            admits(login.scope, in: account, alias: login.account)
        else { return keystoneError(401, "The username or password is wrong.") }
        let principal = Principal(account: account, kind: .user(login.user))
        let scope = login.scope ?? .project(id: nil, name: nil)
        return tokenAnswer(to: principal, method: "password", scope)
    }

    /// Trades an identity token for a token of IAM.
    mutating func createTokenByIdentity(_ request: CloudRequest) -> Answer {
        let auth = (try? Value(json: request.body))?.members?["auth"]?.members
        guard let token = auth?["id_token"]?.members?["id"]?.text else {
            return keystoneError(400, "The request body has no identity token.")
        }
        guard request.header("X-Idp-Id") == IdentitySettings.providerID else {
            return keystoneError(401, "The identity provider does not exist.")
        }
        let scope = TokenScope(auth?["scope"])
        guard token == settings.identity.identityToken, admits(scope, in: owner) else {
            return keystoneError(401, "The identity token is not valid.")
        }
        return tokenAnswer(to: .federated(in: owner), method: "mapped", scope)
    }

    /// Says whose a token is, and when it ends.
    func showToken(_ request: CloudRequest) -> Answer {
        let token = request.header("X-Subject-Token") ?? ""
        guard let principal = tokens.principal(of: token, at: now), let expiry = tokens.expiry(of: token) else {
            return keystoneError(404, "The token could not be found.")
        }
        let body: Value = [
            "expires_at": .string(Timestamp(milliseconds: expiry).isoWithMicroseconds), "user": user(principal),
        ]
        return answer(200, ["token": body])
    }

    /// Lists the project of a region, whose name the project has.
    func listProjects(_ request: CloudRequest) -> Answer {
        let name = request.query.first { $0.name == "name" }?.value ?? settings.region
        let isKnown = settings.hasProject(named: name)
        let account = request.caller?.account ?? owner
        let links: Value = ["next": nil, "previous": nil, "self": "/v3/projects"]
        return answer(200, ["projects": .list(isKnown ? [project(named: name, of: account)] : []), "links": links])
    }

    /// Lists the account that the keys belong to; none where an agency was entered.
    func listDomains(_ request: CloudRequest) -> Answer {
        let principal = request.caller ?? .keyOwner(of: owner)
        let domain: Value = [
            "id": .string(principal.account.id), "name": .string(principal.account.name), "enabled": true,
            "description": "",
        ]
        let links: Value = ["next": nil, "previous": nil, "self": "/v3/auth/domains"]
        return answer(200, ["domains": .list(principal.isSession ? [] : [domain]), "links": links])
    }

    /// Makes an error in the form that only IAM uses.
    func keystoneError(_ status: Int, _ message: String) -> Answer {
        let titles = [400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"]
        let error: Value = [
            "code": .int(status), "message": .string(message), "title": .string(titles[status] ?? "Error"),
        ]
        return answer(status, ["error": error])
    }

    /// The account of a login. Any name is taken for the own account's, unless it is the other's.
    private func account(of login: Login) -> EmulatedAccount? {
        guard let name = login.account else { return owner }
        if let account = accounts.first(where: name.names) { return account }
        if case .name = name { return owner }
        return nil
    }

    /// Whether `account` has what a token is asked for.
    ///
    /// - Parameter alias: What the login calls the account.
    private func admits(_ scope: TokenScope?, in account: EmulatedAccount, alias: AccountName? = nil) -> Bool {
        switch scope {
        case nil: true
        case .project(let id, let name):
            (id ?? account.projectID) == account.projectID && name.map(settings.hasProject) ?? true
        case .account(let name): name == alias || name.names(account)
        }
    }

    private func project(named name: String, of account: EmulatedAccount) -> Value {
        [
            "id": .string(account.projectID), "name": .string(name), "enabled": true, "is_domain": false,
            "domain_id": .string(account.id), "parent_id": .string(account.id), "description": "",
            "links": ["self": .string("/v3/projects/\(account.projectID)")],
        ]
    }

    private func user(_ principal: Principal) -> Value {
        let account = principal.account
        let domain: Value = ["id": .string(account.id), "name": .string(account.name)]
        return ["id": .string(principal.id), "name": .string(principal.name), "domain": domain]
    }

    private mutating func tokenAnswer(to principal: Principal, method: String, _ scope: TokenScope?) -> Answer {
        let (token, expiry) = issueToken(to: principal)
        let account = principal.account
        let domain: Value = ["id": .string(account.id), "name": .string(account.name)]
        var body: Object = [
            "expires_at": .string(Timestamp(milliseconds: expiry).isoWithMicroseconds),
            "issued_at": .string(Timestamp(milliseconds: now).isoWithMicroseconds),
            "methods": [.string(method)], "catalog": [], "roles": [],
            "user": user(principal),
        ]
        switch scope {
        case nil: break
        case .account: body["domain"] = domain
        case .project(_, let name):
            body["project"] = [
                "id": .string(account.projectID), "name": .string(name ?? settings.region), "domain": domain,
            ]
        }
        return answer(201, ["token": .object(body)], [Answer.Header("X-Subject-Token", token)])
    }
}
