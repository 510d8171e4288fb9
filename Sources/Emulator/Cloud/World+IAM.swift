import CPHModel
import Schema
import Text

/// The emulated identity service.
extension World {
    /// Trades a user name and a password for a token.
    mutating func createToken(_ request: CloudRequest) -> Answer {
        guard let body = try? Value(json: request.body), let login = Login(body) else {
            return keystoneError(400, "Bad Request", "The request body is not a password login.")
        }
        guard settings.accepts(login), login.projectID ?? projectID == projectID,
            login.projectName.map(settings.hasProject) ?? true
        else { return keystoneError(401, "Unauthorized", "The username or password is wrong.") }
        // Unlike an order, a token must not follow from the seed: whoever knows the seed must not know the token.
        var generator = SystemRandomNumberGenerator()
        let token = generator.hexID() + generator.hexID()
        let expiry = now + IssuedTokens.lifetime.milliseconds
        tokens.issue(token, until: expiry)
        return answer(201, ["token": tokenBody(login, expiry: expiry)], [Answer.Header("X-Subject-Token", token)])
    }

    /// Lists the project of a region, whose name the project has.
    func listProjects(_ request: CloudRequest) -> Answer {
        let name = request.query.first { $0.name == "name" }?.value ?? settings.region
        let isKnown = settings.hasProject(named: name)
        let links: Value = ["next": nil, "previous": nil, "self": "/v3/projects"]
        return answer(200, ["projects": .list(isKnown ? [project(named: name)] : []), "links": links])
    }

    /// Lists the account that the keys belong to.
    func listDomains(_ request: CloudRequest) -> Answer {
        let domain: Value = ["id": .string(Self.domainID), "name": "emulator", "enabled": true, "description": ""]
        return answer(200, ["domains": [domain], "links": ["next": nil, "previous": nil, "self": "/v3/auth/domains"]])
    }

    private func project(named name: String) -> Value {
        [
            "id": .string(projectID), "name": .string(name), "enabled": true, "is_domain": false,
            "domain_id": .string(Self.domainID), "parent_id": .string(Self.domainID), "description": "",
            "links": ["self": .string("/v3/projects/\(projectID)")],
        ]
    }

    private func tokenBody(_ login: Login, expiry: Int) -> Value {
        let domain: Value = ["id": .string(Self.domainID), "name": .string(login.domain)]
        return [
            "expires_at": .string(Timestamp(milliseconds: expiry).isoWithMicroseconds),
            "issued_at": .string(Timestamp(milliseconds: now).isoWithMicroseconds),
            "methods": ["password"], "catalog": [], "roles": [],
            "project": [
                "id": .string(projectID), "name": .string(login.projectName ?? settings.region),
                "domain": domain,
            ],
            "user": ["id": .string(Self.domainID), "name": .string(login.user), "domain": domain],
        ]
    }

    /// Makes an error in the form that only IAM uses.
    private func keystoneError(_ status: Int, _ title: String, _ message: String) -> Answer {
        answer(status, ["error": ["code": .int(status), "message": .string(message), "title": .string(title)]])
    }

    static let domainID = "00000000000000000000000000000001"
}
