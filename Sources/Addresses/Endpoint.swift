/// Where a service answers: scheme, host and port. `https` always, except on this machine.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    /// Whether TLS protects the connection; `http` is accepted for a loopback host only.
    public enum Scheme: String, Sendable {
        case http, https
    }

    /// Is `https` except on this machine.
    public let scheme: Scheme
    /// A name or address; IPv6 without its brackets.
    public let host: String
    /// The port that was written; nil stands for the scheme's own, 443 or 80.
    public let port: Int?

    /// Reads `https://HOST[:PORT]`, or `http://` for a loopback host. A `/` at the end is allowed, a path is not.
    ///
    /// - Throws: `EndpointError` with what is wrong and what to write instead.
    public init(_ text: String) throws(EndpointError) {
        try self.init(anyScheme: text)
        guard scheme == .https || isLoopback else {
            throw EndpointError(
                text: text, reason: "must be https: plain http is for 127.0.0.1, ::1 and localhost only")
        }
    }

    /// Reads an endpoint of whatever scheme; what plain http may be used for is the caller's to decide.
    package init(anyScheme text: String) throws(EndpointError) {
        guard let separator = text.firstRange(of: "://"),
            let scheme = Scheme(rawValue: text[..<separator.lowerBound].lowercased())
        else { throw EndpointError(text: text, reason: "must start with https://, or http:// for this machine") }
        var authority = text[separator.upperBound...]
        if authority.last == "/" { authority.removeLast() }
        guard let (host, port) = Self.split(authority) else {
            throw EndpointError(
                text: text, reason: "must be https://HOST or https://HOST:PORT, without path, user or query")
        }
        self.scheme = scheme
        self.host = host
        self.port = port == scheme.defaultPort ? nil : port
    }

    /// An `https` endpoint whose host is known to be well-formed.
    package init(knownHost host: String) {
        scheme = .https
        self.host = host
        port = nil
    }

    /// Whether it can only be this machine: 127.0.0.0/8, ::1 or `localhost`.
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether a host, IPv6 without its brackets, can only be this machine.
    package static func isLoopback(_ host: some StringProtocol) -> Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isIPv4 = octets.count == 4 && octets.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
        return host == "localhost" || host == "::1" || (isIPv4 && octets[0] == "127")
    }

    /// Whether it is reached without a router: 169.254.0.0/16, where a machine finds what belongs to it.
    package var isLinkLocal: Bool {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { UInt8($0) != nil } && octets[0] == "169" && octets[1] == "254"
    }

    /// Where each machine of a cloud finds what is said about it.
    package static let metadata = Endpoint(http: "169.254.169.254")

    private init(http host: String) { (scheme, self.host, port) = (.http, host, nil) }

    /// The value of a `Host` header: the host, with the port unless it is the scheme's own.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// The endpoint as a URL without path: `https://cph.ap-southeast-1.myhuaweicloud.com`.
    public var description: String { "\(scheme.rawValue)://\(authority)" }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        var host = authority
        var port: Substring?
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            port = authority[end...].dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...]
        }
        let isAddress = authority.first == "["
        guard !host.isEmpty, host.utf8.allSatisfy({ isHostByte($0) || (isAddress && $0 == UInt8(ascii: ":")) }) else {
            return nil
        }
        guard let port, !port.isEmpty else { return (host.lowercased(), nil) }
        guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0 else { return nil }
        return (host.lowercased(), Int(number))
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension Endpoint.Scheme {
    var defaultPort: Int { self == .https ? 443 : 80 }
}

/// A text that is no endpoint this program will talk to.
public struct EndpointError: Error, Hashable, CustomStringConvertible {
    /// What was given in place of an endpoint, as it was written.
    public let text: String
    /// What an endpoint must be, worded to follow the text.
    public let reason: String

    /// Puts the text in front of the reason, in one line.
    public var description: String { "endpoint \"\(text)\": \(reason)" }
}
