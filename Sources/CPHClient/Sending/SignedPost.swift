public import Addresses
import CPHModel
import CPHSigner
import Crypto
import Text

/// Posts a document to somebody who wants to be told: signed, tried again a few times, and never for longer than a few
/// seconds.
///
/// The request has the document as its body, the time in `X-Cph-Timestamp` (seconds since 1970), an id in `X-Cph-Delivery` that
/// stays the same however often it is tried, and in `X-Cph-Signature` the word `sha256=` with the HMAC-SHA256 of the time, a
/// full stop and the body in hexadecimal. Redirects are not followed, and of the answer only the status counts.
public struct SignedPost: Sendable {
    private let address: WebAddress
    private let secret: Secret?
    private let transport: HTTPTransport
    private let surroundings: Surroundings

    /// - Parameters:
    ///   - secret: What it is signed with; nil leaves the signature out.
    ///   - settings: The proxy and the certificates of all other calls.
    /// - Throws: `SetupError` for a proxy that can't be read.
    public init(
        to address: WebAddress, secret: Secret?, _ settings: ClientSettings, _ surroundings: Surroundings
    ) throws(SetupError) {
        (self.address, self.secret, self.surroundings) = (address, secret, surroundings)
        var configuration = TransportConfiguration()
        // A receiver on this machine is not behind a proxy.
        let proxy =
            try address.endpoint.isLoopback ? nil : settings.proxy.map { text throws(SetupError) in try Proxy(text) }
        configuration.proxy = proxy?.url.exposed
        (configuration.caFile, configuration.systemBundle) = (settings.caFile, surroundings.variable("SSL_CERT_FILE"))
        configuration.readFile = surroundings.readFile
        transport = HTTPTransport(configuration)
    }

    /// How long a try may take, and how long is waited before the next ones.
    private static let deadlines = Deadlines(connect: .seconds(2), firstByte: .seconds(2), whole: .seconds(2))
    private static let pauses: [Duration] = [.milliseconds(300), .milliseconds(700)]

    /// Posts the document.
    ///
    /// - Returns: Why it did not arrive, in words that hold neither the secret nor what was answered; nil when it did.
    public func send(_ body: [UInt8]) async -> String? {
        let delivery: String
        do throws(CryptoUnavailable) { delivery = String(hex: try Crypto.randomBytes(16)) } catch {
            return error.reason
        }
        var pauses = Self.pauses[...]
        while true {
            let (failure, mayTryAgain) = await sendOnce(body, delivery)
            guard let failure else { return nil }
            guard mayTryAgain, let pause = pauses.popFirst() else { return failure }
            do { try await surroundings.sleep(pause) } catch { return failure }
        }
    }

    private func sendOnce(_ body: [UInt8], _ delivery: String) async -> (failure: String?, mayTryAgain: Bool) {
        let headers: [HeaderField]
        do throws(CryptoUnavailable) { headers = try self.headers(body, delivery) } catch {
            return (error.reason, false)
        }
        let exchange = await transport.send(
            HTTPRequest(
                method: "POST", endpoint: address.endpoint, target: address.target, headers: headers, body: body,
                connection: .once, deadlines: Self.deadlines))
        if let status = exchange.answer?.status {
            if (200..<300).contains(status) { return (nil, false) }
            let mayPass = status >= 500 || status == 408 || status == 429
            return ("it answered with status \(status)", mayPass)
        }
        return (exchange.failure?.message ?? "no answer came", exchange.failure?.kind != .tls)
    }

    private func headers(_ body: [UInt8], _ delivery: String) throws(CryptoUnavailable) -> [HeaderField] {
        let time = String(surroundings.now())
        var headers = [
            HeaderField("Content-Type", "application/json"), HeaderField("User-Agent", "cph"),
            HeaderField("X-Cph-Timestamp", time), HeaderField("X-Cph-Delivery", delivery),
        ]
        if let secret {
            let mac = try Crypto.hmacSHA256(Array("\(time).".utf8) + body, key: secret.bytes)
            headers.append(HeaderField("X-Cph-Signature", "sha256=\(String(hex: mac))"))
        }
        return headers
    }
}
