import Addresses

/// A proxy for all calls, as `--proxy` and `CPH_PROXY` name it: `http://HOST:PORT`, with `USER:PASSWORD@` in front of the host
/// where it asks for them.
struct Proxy: Sendable {
    /// As curl takes it.
    let url: Secret
    /// Everything between `//` and `@`, and the password alone: neither is ever shown.
    let secrets: [Secret]

    /// - Throws: `SetupError`, which does not repeat the text: it may hold a password.
    init(_ text: String) throws(SetupError) {
        guard let parts = Self.parts(text) else {
            throw SetupError(
                "the proxy is malformed (--proxy or CPH_PROXY; it is not shown, as it may hold a password)",
                hint:
                    "write http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, with %XX for signs such as @ and / in them"
            )
        }
        url = Secret(text)
        let password = parts.user.flatMap { user in user.firstIndex(of: ":").map { user[user.index(after: $0)...] } }
        secrets = [parts.user, password].compactMap { $0.map { Secret(String($0)) } }
    }

    private static func parts(_ text: String) -> (user: Substring?, authority: Substring)? {
        guard let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        var rest = text.dropFirst(scheme.count)
        if rest.last == "/" { rest.removeLast() }
        var user: Substring?
        if let at = rest.lastIndex(of: "@") { (user, rest) = (rest[..<at], rest[rest.index(after: at)...]) }
        let isPlain = (user ?? "").utf8.allSatisfy { (0x21...0x7E).contains($0) && !"@/?#\\".utf8.contains($0) }
        // What is a host and a port is an endpoint's to say.
        guard isPlain, (try? Endpoint("https://\(rest)")) != nil else { return nil }
        return (user, rest)
    }
}

extension CloudPhoneClient {
    /// Looks at a proxy before anything needs it.
    ///
    /// - Throws: `SetupError`, which does not repeat the text.
    public static func checkProxy(_ text: String) throws(SetupError) { _ = try Proxy(text) }
}
