import CPHSigner
import Clock
import Text

/// Plays the gateway in front of the services, which decides who may pass, and to which account.
struct Gateway: Sendable {
    /// Where the requests arrive.
    let address: ListenAddress
    /// The cloud of the own account, which knows all keys and tokens.
    let cloud: EmulatedCloud
    /// The cloud of the other account.
    let partner: EmulatedCloud

    /// How far the sender's clock may be from the cloud's.
    static let tolerance = Duration.seconds(15 * 60)

    /// Refuses what a page in a browser sends: a name that was made to lead here says so in `Host`, and a page of another
    /// place in `Origin`. Any loopback name or address may stand in both, with any port.
    private func originRefusal(of received: ReceivedRequest) -> Refusal? {
        guard let host = received.headers.value(of: "Host"), address.isNamed(by: host) else {
            return Refusal(
                403, "APIGW.0301", "The emulator answers to names of this machine only: the host header is another")
        }
        guard let origin = received.headers.value(of: "Origin") else { return nil }
        let authority = ["http://", "https://"].lazy.filter { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) }
            .first
        if let authority, ListenAddress.isLoopback(authority: String(authority)) { return nil }
        return Refusal(403, "APIGW.0301", "The emulator answers to pages of this machine only: the origin is another")
    }

    /// Says who sent a request, as far as its route wants to know.
    private func caller(of received: ReceivedRequest, _ proof: Route.Proof) throws(Refusal) -> Principal? {
        let token = received.headers.value(of: "X-Auth-Token")
        let authorization = received.headers.value(of: "Authorization")
        switch proof {
        case .none: return nil
        case .optional where token == nil && authorization == nil: return nil
        case .signature:
            guard let authorization else { throw .incorrect("authorization was not found") }
            return try signer(of: received, authorization)
        case .any, .optional:
            if let token {
                guard let principal = cloud.principal(of: token) else { throw .incorrect("verify token failed") }
                return principal
            }
            guard let authorization else { throw .incorrect("neither x-auth-token nor authorization was found") }
            return try signer(of: received, authorization)
        }
    }

    private func signer(of received: ReceivedRequest, _ header: String) throws(Refusal) -> Principal {
        guard let authorization = Authorization(header) else {
            throw .incorrect("the authorization header is malformed")
        }
        guard let key = cloud.accessKey(authorization.accessKey) else {
            throw .incorrect("the access key does not exist")
        }
        try checkDate(of: received)
        let now = cloud.configuration.clock.milliseconds()
        if let refusal = key.refusal(of: received.headers.value(of: "X-Security-Token"), at: now) { throw refusal }
        try checkSignature(of: received, authorization, secretKey: key.secret)
        return key.principal
    }

    private func checkDate(of received: ReceivedRequest) throws(Refusal) {
        guard let seconds = received.headers.value(of: "X-Sdk-Date").flatMap(ISOTime.compactUnixSeconds) else {
            throw .incorrect("x-sdk-date is missing or malformed")
        }
        let now = cloud.configuration.clock.milliseconds() / 1000
        guard abs(now - seconds) * 1000 <= Self.tolerance.milliseconds else {
            throw .incorrect("the signature has expired, signed \(now - seconds) s before the gateway's clock")
        }
    }

    /// The real gateway shows what it would have signed, on one line; that helps to find the difference.
    private func checkSignature(
        of received: ReceivedRequest, _ authorization: Authorization, secretKey: String
    ) throws(Refusal) {
        let verdict: SignatureVerdict
        do { verdict = try received.check(authorization, secretKey: Array(secretKey.utf8)) } catch {
            throw Refusal(500, "APIGW.0601", "Internal server error: \(error)")
        }
        switch verdict {
        case .valid: break
        case .missingHeader(let name): throw .mismatch("the signed header \(name) is missing or there twice")
        case .unsignedDate: throw .mismatch("x-sdk-date is not signed")
        case .mismatch(let text):
            let line = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "|")
            throw .mismatch("verify signature fail, canonical request: \(line)")
        }
    }

    /// The cloud that carries a request out: its caller's, except for what is played for all accounts.
    private func cloud(for request: CloudRequest) -> EmulatedCloud {
        request.caller?.account == partner.account && !request.route.isIdentity ? partner : cloud
    }
}

extension Gateway {
    /// Answers a request that arrived over HTTP.
    func reply(to received: ReceivedRequest) -> Reply {
        if let refusal = originRefusal(of: received) { return Reply(answer: cloud.answer(refusal)) }
        guard var request = Route.request(method: received.method, target: received.target, body: received.body) else {
            cloud.count(nil)
            return Reply(answer: cloud.answer(.unknownPath))
        }
        request.headers = received.headers
        do throws(Refusal) { request.caller = try caller(of: received, request.route.proof) } catch {
            cloud.count(request)
            return Reply(answer: cloud.answer(error))
        }
        let cloud = cloud(for: request)
        cloud.count(request)
        if let project = request.parameters["project_id"], project != cloud.projectID {
            return Reply(answer: cloud.answer(Refusal(403, "APIGW.0310", "The project is unavailable: \(project)")))
        }
        return cloud.reply(to: request)
    }
}
