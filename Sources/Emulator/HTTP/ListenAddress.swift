import Addresses
import Schema
import Text

/// Where the emulator listens: this machine alone, because it hands out servers to anyone with a key that it prints. The
/// address of metadata services is this machine's where the loopback interface has it.
public struct ListenAddress: Hashable, Sendable {
    /// An IP address of the loopback interface, or the metadata service's.
    public let host: String
    /// The port; 0 lets the system choose one.
    public let port: Int

    /// 127.0.0.1, at a port that the system chooses.
    public static let anyPort = ListenAddress(host: "127.0.0.1", port: 0)

    private init(host: String, port: Int) { (self.host, self.port) = (host, port) }

    /// The same host with another port.
    func at(port: Int) -> ListenAddress { ListenAddress(host: host, port: port) }

    /// Reads `127.0.0.1:8080`, `localhost:0`, `[::1]:8080` or `169.254.169.254:80`.
    ///
    /// - Throws: `EmulatorError` for anything else, above all for an address that other machines can reach.
    public init(parsing text: String) throws(EmulatorError) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw EmulatorError("\(quoted(text)) is no address; write 127.0.0.1:PORT, with port 0 for a free one") }
        guard let host = Self.loopback(text[..<colon]) ?? Self.metadata(text[..<colon]) else {
            throw EmulatorError(
                "\(quoted(text)) is not on this machine; the emulator listens on 127.0.0.1 or [::1] only")
        }
        self.init(host: host, port: port)
    }

    /// The address as a URL for clients.
    public static func url(host: String, port: Int) -> String {
        host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
    }

    /// Whether `HOST` or `HOST:PORT` can only be this machine, by a name or an address of the loopback interface.
    static func isLoopback(authority: String) -> Bool { isHost(of: authority) { loopback($0) != nil } }

    /// Whether the `Host` of a request that arrived here may be this one.
    func isNamed(by authority: String) -> Bool {
        Self.isLoopback(authority: authority) || Self.isHost(of: authority) { $0 == host && Self.metadata($0) != nil }
    }

    /// Whether this machine alone can reach the address.
    var isPrivate: Bool { host != MetadataAddress.host || MetadataAddress.isOnLoopbackOnly }

    private static func isHost(of authority: String, _ isKnown: (Substring) -> Bool) -> Bool {
        let text = authority.lowercased()
        if isKnown(text[...]) { return true }
        guard let colon = text.lastIndex(of: ":"), UInt16(text[text.index(after: colon)...]) != nil,
            text[text.index(after: colon)...].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        return isKnown(text[..<colon])
    }

    private static func metadata(_ host: Substring) -> String? {
        host == MetadataAddress.host ? MetadataAddress.host : nil
    }

    private static func loopback(_ host: Substring) -> String? {
        if host == "localhost" { return "127.0.0.1" }
        if host == "[::1]" { return "::1" }
        return Endpoint.isLoopback(host) && !host.contains(":") ? String(host) : nil
    }
}

/// The emulator cannot start.
public struct EmulatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and what to do about it.
    public let message: String

    init(_ message: String) { self.message = message }

    /// Is the message itself, which says what to do.
    public var description: String { message }
}
