import CPHSigner
import Clock
import Text

/// Plays the gateway in front of the services, which decides who may pass, and to which project.
struct Gateway: Sendable {
    let accessKey: String
    let secretKey: String
    let cloud: EmulatedCloud

    /// How far the sender's clock may be from the cloud's.
    static let tolerance = Duration.seconds(15 * 60)

    /// Says why `request`, which arrived as `received`, may not pass; nil when it may.
    func refusal(of request: CloudRequest, _ received: ReceivedRequest) -> Refusal? {
        if request.route.name == Route.createToken.name { return nil }
        if let refusal = credentialRefusal(of: received) { return refusal }
        guard let project = request.parameters["project_id"], project != cloud.projectID else {
            return nil
        }
        return Refusal(403, "APIGW.0310", "The project is unavailable: \(project)")
    }

    /// Refuses what a page in a browser sends: a name that was made to lead here says so in `Host`, and a page of another
    /// place in `Origin`. Any loopback name or address may stand in both, with any port.
    private func originRefusal(of received: ReceivedRequest) -> Refusal? {
        guard let host = received.headers.value(of: "Host"), ListenAddress.isLoopback(authority: host) else {
            return Refusal(
                403, "APIGW.0301", "The emulator answers to names of this machine only: the host header is another")
        }
        guard let origin = received.headers.value(of: "Origin") else { return nil }
        let authority = ["http://", "https://"].lazy.filter { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) }
            .first
        if let authority, ListenAddress.isLoopback(authority: String(authority)) { return nil }
        return Refusal(403, "APIGW.0301", "The emulator answers to pages of this machine only: the origin is another")
    }

    private func credentialRefusal(of received: ReceivedRequest) -> Refusal? {
        if let token = received.headers.value(of: "X-Auth-Token") {
            return cloud.accepts(token: token) ? nil : Refusal.incorrect("verify token failed")
        }
        guard let header = received.headers.value(of: "Authorization") else {
            return Refusal.incorrect("neither x-auth-token nor authorization was found")
        }
        guard let authorization = Authorization(header) else {
            return Refusal.incorrect("the authorization header is malformed")
        }
        guard authorization.accessKey == accessKey else {
            return Refusal.incorrect("the access key does not exist")
        }
        return dateRefusal(of: received) ?? signatureRefusal(of: received, authorization)
    }

    private func dateRefusal(of received: ReceivedRequest) -> Refusal? {
        guard let seconds = received.headers.value(of: "X-Sdk-Date").flatMap(ISOTime.compactUnixSeconds) else {
            return Refusal.incorrect("x-sdk-date is missing or malformed")
        }
        let now = cloud.configuration.clock.milliseconds() / 1000
        guard abs(now - seconds) * 1000 <= Self.tolerance.milliseconds else {
            return Refusal.incorrect("the signature has expired, signed \(now - seconds) s before the gateway's clock")
        }
        return nil
    }

    /// The real gateway shows what it would have signed, on one line; that helps to find the difference.
    private func signatureRefusal(of received: ReceivedRequest, _ authorization: Authorization) -> Refusal? {
        do {
            switch try received.check(authorization, secretKey: Array(secretKey.utf8)) {
            case .valid: return nil
            case .missingHeader(let name):
                return Refusal.mismatch("the signed header \(name) is missing or there twice")
            case .unsignedDate: return Refusal.mismatch("x-sdk-date is not signed")
            case .mismatch(let text):
                let line = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "|")
                return Refusal.mismatch("verify signature fail, canonical request: \(line)")
            }
        } catch {
            return Refusal(500, "APIGW.0601", "Internal server error: \(error)")
        }
    }
}

extension Gateway {
    /// Answers a request that arrived over HTTP.
    func reply(to received: ReceivedRequest) -> Reply {
        if let refusal = originRefusal(of: received) { return Reply(answer: cloud.answer(refusal)) }
        guard let request = cloud.receive(method: received.method, target: received.target, body: received.body) else {
            return Reply(answer: cloud.answer(.unknownPath))
        }
        if let refusal = refusal(of: request, received) { return Reply(answer: cloud.answer(refusal)) }
        return cloud.reply(to: request)
    }
}
