import Addresses
import CPHModel
import CPHSigner
import Clock
import Schema

/// Gets tokens from IAM with user name and password, and keeps each for its life.
///
/// What this actor holds is old after an `await`: a task that waited for a renewal keeps its token only where no other
/// renewal began meanwhile, and a refusal takes away only the token that was refused.
actor TokenSource {
    private struct Token {
        let secret: Secret
        /// When the token expires, in seconds since 1970.
        let expires: Int
    }

    private let login: PasswordLogin
    private let origin: String
    private let scope: Value
    private let iam: Endpoint
    private let sender: Sender
    private var current: Token?
    /// The renewal that is under way; whoever asks meanwhile waits for the same one.
    private var renewal: Task<Result<Token, CPHError>, Never>?

    private static let operation = "IAM token"

    /// - Parameters:
    ///   - origin: Where the password came from.
    ///   - scope: What the token is for: `{"project": {"id": …}}`, or `{"project": {"name": …}}` for a region's own project,
    ///     or `{"domain": {"name": …}}` for the account.
    init(_ login: PasswordLogin, origin: String, scope: Value, iam: Endpoint, sender: Sender) {
        (self.login, self.origin) = (login, origin)
        (self.scope, self.iam, self.sender) = (scope, iam, sender)
    }

    /// A token that lives for `remainingLife` seconds more, at least when IAM gives ones that long.
    func token(remainingLife: Int) async throws(CPHError) -> Secret {
        if let current, current.expires - sender.surroundings.now() >= remainingLife { return current.secret }
        let task = renewal ?? Task { await fetch() }
        renewal = task
        let result = await task.value
        // Whoever waited longer must neither end a renewal that began meanwhile nor bring its own token back.
        if renewal == task {
            renewal = nil
            current = try? result.get()
        }
        return try result.get().secret
    }

    /// Forgets a token that the service no longer takes, whatever its date says.
    ///
    /// - Parameter refused: The one that was refused; a newer one stays.
    func discard(_ refused: String) { if current?.secret.exposed == refused { current = nil } }

    private func fetch() async -> Result<Token, CPHError> {
        // A token that nobody gets to see does no harm, so this may be repeated like a read.
        let request = ServiceRequest(
            operation: Self.operation, effect: .read, endpoint: iam, method: .post, path: "/v3/auth/tokens",
            query: [QueryItem("nocatalog", "true")], body: Array(body.json().utf8))
        do throws(CPHError) {
            let exchange = try await sender.send(
                request, redactor: Redactor([login.password]), sign: { $0.unsigned() }, renew: { _ in false })
            try RefusedCredentials.check(exchange, source: origin, operation: Self.operation)
            return .success(try read(exchange))
        } catch {
            return .failure(error.ofCredentials(origin))
        }
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

    private func read(_ exchange: Exchange) throws(CPHError) -> Token {
        let (answer, body) = try exchange.success(of: Self.operation)
        guard let text = answer.header("X-Subject-Token"), !text.isEmpty else {
            throw CPHError(.api, "IAM's answer carries no token", operation: Self.operation)
        }
        let date = body?.members?["token"]?.members?["expires_at"]?.text
        // Without a date, assume the shortest life that Huawei gives.
        let life = date.flatMap(ISOTime.unixSeconds) ?? sender.surroundings.now() + 15 * 60
        return Token(secret: Secret(text), expires: life)
    }
}

extension PasswordLogin {
    /// The account as IAM is told of it.
    var domain: Value { accountID.map { ["id": .string($0)] } ?? ["name": .string(account ?? "")] }
}
