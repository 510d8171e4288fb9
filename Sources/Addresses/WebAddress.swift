/// A whole URL that something is sent to: an endpoint, with the path and the query behind it. `https`, or `http` on this
/// machine.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// Scheme, host and port.
    public let endpoint: Endpoint
    /// Path and query as they go into the request line; `/` where the URL has none.
    public let target: String

    /// Reads `https://HOST[:PORT][/PATH][?QUERY]`, or `http://` for a loopback host.
    ///
    /// - Throws: `EndpointError` with what is wrong and what to write instead.
    public init(_ text: String) throws(EndpointError) {
        try self.init(text) { text throws(EndpointError) in try Endpoint(text) }
    }

    /// Reads an address of the machine that a container runs on, too: `http` may lead to a link-local address then.
    ///
    /// - Throws: `EndpointError` as `init(_:)` does.
    package init(ofNode text: String) throws(EndpointError) {
        try self.init(text) { text throws(EndpointError) in
            let endpoint = try Endpoint(anyScheme: text)
            return endpoint.isLinkLocal ? endpoint : try Endpoint(text)
        }
    }

    private init(
        _ text: String, read: (String) throws(EndpointError) -> Endpoint
    ) throws(EndpointError) {
        guard let start = text.firstRange(of: "://")?.upperBound else {
            throw EndpointError(text: text, reason: "must start with https://, or http:// for this machine")
        }
        let end = text[start...].firstIndex { $0 == "/" || $0 == "?" } ?? text.endIndex
        let rest = text[end...]
        guard !text.contains("#"), !text[start..<end].contains("@"),
            rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw EndpointError(
                text: text, reason: "must be a URL without user, password, fragment, blanks and letters beyond ASCII")
        }
        endpoint = try read(String(text[..<end]))
        target = rest.hasPrefix("/") ? String(rest) : "/\(rest)"
    }

    /// The URL, with a path.
    public var description: String { "\(endpoint)\(target)" }
}
