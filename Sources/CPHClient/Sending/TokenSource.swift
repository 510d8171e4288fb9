import Addresses
import CPHModel
import CPHSigner
import Clock
import Schema

/// A token of IAM.
struct IssuedToken: EndingProof {
    let mark: Secret
    let given, expires: Int
}

/// Gets tokens from IAM with user name and password.
struct TokenSource: Sendable {
    private let login: PasswordLogin
    private let scope: Value
    private let iam: Endpoint
    private let sender: Sender

    private static let operation = "IAM token"

    /// - Parameter scope: What the token is for: `{"project": {"id": …}}`, or `{"project": {"name": …}}` for a region's own
    ///   project, or `{"domain": {"name": …}}` for the account.
    init(_ login: PasswordLogin, scope: Value, iam: Endpoint, sender: Sender) {
        (self.login, self.scope, self.iam, self.sender) = (login, scope, iam, sender)
    }

    /// Fetches a token. One that nobody gets to see does no harm, so this may be repeated like a read.
    func token() async throws(CPHError) -> IssuedToken {
        let request = ServiceRequest(
            operation: Self.operation, effect: .read, endpoint: iam, method: .post, path: "/v3/auth/tokens",
            query: [QueryItem("nocatalog", "true")], body: Array(body.json().utf8))
        let exchange = try await sender.send(
            request, redactor: Redactor([login.password]), sign: { $0.unsigned() }, renew: { _ in false })
        let (answer, body) = try exchange.success(of: Self.operation)
        guard let text = answer.header("X-Subject-Token"), !text.isEmpty else {
            throw CPHError(.api, "IAM's answer carries no token", operation: Self.operation)
        }
        let now = sender.surroundings.now()
        let date = body?.members?["token"]?.members?["expires_at"]?.text
        return IssuedToken(
            mark: Secret(text), given: now, expires: EndOfProof.seconds(date.map(Value.string), answer, now: now))
    }

    private var body: Value {
        var owner: Object = [:]
        if let id = login.userID {
            owner["id"] = .string(id)
        } else {
            (owner["domain"], owner["name"]) = (login.domain, .string(login.user ?? ""))
        }
        owner["password"] = .string(login.password.exposed)
        let identity: Value = ["methods": ["password"], "password": ["user": .object(owner)]]
        return ["auth": ["identity": identity, "scope": scope]]
    }
}

extension PasswordLogin {
    /// The account as IAM is told of it.
    var domain: Value { accountID.map { ["id": .string($0)] } ?? ["name": .string(account ?? "")] }
}
