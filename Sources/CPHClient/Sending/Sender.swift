import Addresses
import CPHModel
import CPHSigner
import Logging
import Text

/// A request for a service, without proof of who asks and when.
struct ServiceRequest: Sendable {
    /// The name that errors and logs have for it.
    var operation: String
    var effect: Effect
    var endpoint: Endpoint
    /// The other addresses of the service, for when the first cannot be reached.
    var spares: [Endpoint] = []
    var method: HTTPMethod
    var path: String
    var query: [QueryItem] = []
    /// What it carries besides the headers of every request.
    var headers: [HeaderField] = []
    var body: [UInt8]?
    /// Until when its first byte may leave, in milliseconds since the machine started; nil for whenever.
    var startsBefore: Int?

    /// The request with everything that is signed. Accept headers are added later, because proxies change them.
    var unsigned: UnsignedRequest {
        UnsignedRequest(
            method: method.rawValue, host: endpoint.authority, path: path, query: query,
            headers: [HeaderField("Content-Type", "application/json")] + headers, body: body ?? [])
    }
}

/// Sends requests, and sends them again where that cannot do harm.
struct Sender: Sendable {
    let transport: HTTPTransport
    /// Goes through no proxy: to what belongs to this machine.
    let direct: HTTPTransport
    let surroundings: Surroundings
    let deadlines: Deadlines
    let logger: Logger
    var policy = RetryPolicy()

    /// For whom everything else waits: gives up after half a minute what nobody answers.
    var forIdentity: Sender {
        var policy = policy
        (policy.tries, policy.longestThrottle) = (min(policy.tries, 3), .seconds(5))
        let deadlines = Deadlines(
            connect: min(deadlines.connect, .seconds(5)), firstByte: min(deadlines.firstByte, .seconds(10)),
            whole: min(deadlines.whole, .seconds(15)))
        return Sender(
            transport: transport, direct: direct, surroundings: surroundings, deadlines: deadlines, logger: logger,
            policy: policy)
    }

    /// - Parameters:
    ///   - sign: Completes the request with proof and date; called anew for every try, because both age.
    ///   - renew: Gets new proof after a request was refused, and says whether there is any. Asked once at most.
    func send(
        _ request: ServiceRequest, redactor: Redactor,
        sign: @Sendable (UnsignedRequest) async throws(CPHError) -> SignedRequest,
        renew: @Sendable (SignedRequest) async -> Bool
    ) async throws(CPHError) -> Exchange {
        var attempt = 1
        var refusal: Exchange?
        while true {
            let exchange: Exchange
            let signed: SignedRequest
            do throws(CPHError) { (exchange, signed) = try await sendAnywhere(request, redactor, attempt, sign) } catch
            {
                // What was answered counts, and not that nothing newer could be had.
                guard request.effect != .read, let refusal else { throw error }
                return refusal
            }
            let decision = policy.decide(
                exchange, request.effect, attempt: attempt, now: surroundings.now(), random: surroundings.random)
            switch decision {
            case .done: return exchange
            case .renew:
                guard refusal == nil, await renew(signed) else { return exchange }
                refusal = exchange
            case .again(let delay):
                logger.debug("\(request.operation): waiting \(delay) before trying again")
                do { try await surroundings.sleep(delay) } catch { return exchange }
                attempt += 1
            }
        }
    }

    /// Goes from one endpoint to the next as long as none can be reached: then nothing was sent, whatever it is.
    private func sendAnywhere(
        _ request: ServiceRequest, _ redactor: Redactor, _ attempt: Int,
        _ sign: @Sendable (UnsignedRequest) async throws(CPHError) -> SignedRequest
    ) async throws(CPHError) -> (Exchange, SignedRequest) {
        var request = request
        while true {
            let signed = try await sign(request.unsigned)
            let exchange = await sendOnce(request, signed, redactor, attempt)
            guard exchange.isUnreachable, !request.spares.isEmpty else { return (exchange, signed) }
            request.endpoint = request.spares.removeFirst()
        }
    }

    private func sendOnce(
        _ request: ServiceRequest, _ signed: SignedRequest, _ redactor: Redactor, _ attempt: Int
    ) async -> Exchange {
        log(request, signed, redactor, attempt)
        let exchange = await transport.send(
            HTTPRequest(
                method: signed.method, endpoint: request.endpoint, target: signed.target,
                headers: signed.headers + [
                    HeaderField("Accept", "application/json"), HeaderField("Accept-Encoding", "identity"),
                    HeaderField("User-Agent", "cph"),
                ],
                body: signed.body, connection: request.effect == .read ? .shared : .once, deadlines: deadlines,
                startsBefore: request.startsBefore, outlivesCaller: request.effect != .read))
        // Whoever repeats a request may do so in an answer of success too. Covering a signature costs as much as signing.
        let isPlain = exchange.failure == nil && exchange.answer.map { $0.status < 300 } ?? false
        let clean = redactor.covering(signed.headers, tokensAlone: isPlain).clean(exchange)
        log(request, clean)
        return clean
    }

    private func log(_ request: ServiceRequest, _ signed: SignedRequest, _ redactor: Redactor, _ attempt: Int) {
        guard logger.logLevel <= .debug else { return }
        let redactor = redactor.covering(signed.headers)
        let target = redactor.clean(signed.target)
        logger.debug("\(request.operation): \(signed.method) \(request.endpoint)\(target), try \(attempt)")
        for header in signed.headers { logger.trace("\(header.name): \(redactor.value(of: header))") }
    }

    private func log(_ request: ServiceRequest, _ exchange: Exchange) {
        guard logger.logLevel <= .debug else { return }
        let id = exchange.answer?.header("X-Request-Id").map { ", request \($0)" } ?? ""
        let outcome =
            exchange.answer.map { "status \($0.status), \(counted($0.body.count, "byte"))\(id)" } ?? "no answer"
        let failure = exchange.failure.map { "; \($0.message)" } ?? ""
        logger.debug("\(request.operation): \(outcome)\(failure); \(counted(exchange.bytesSent, "byte")) sent")
    }
}

extension Exchange {
    /// Whether no connection came about. Only name, connection and TLS count, as in Huawei's SDKs: a service that answers
    /// badly would do so elsewhere too.
    fileprivate var isUnreachable: Bool {
        guard bytesSent == 0, answer == nil, let failure else { return false }
        return [.resolve, .connect, .tls].contains(failure.kind)
    }
}
