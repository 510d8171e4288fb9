import Addresses
import Projects

/// Which places on the web may be asked, and which a server may send us on to.
struct AllowedHosts {
    private let redirects, plainHTTP: Set<String>

    /// Takes what the project asks for.
    init(_ settings: ProjectSettings) { (redirects, plainHTTP) = (settings.redirects, settings.plainHTTP) }

    /// The scheme, host and port of a URL that may be asked.
    ///
    /// - Throws: `ProjectError` when it is no such URL, or plain http to another machine that the project does not name.
    func endpoint(of url: String) throws(ProjectError) -> Endpoint {
        guard let separator = url.firstRange(of: "://"), ["http", "https"].contains(url[..<separator.lowerBound]) else {
            throw ProjectError("\(url) is no server: a folder's path, or an address with file://, https:// or http://")
        }
        let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let end = url[separator.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        guard isPlain, let endpoint = try? Endpoint(anyScheme: String(url[..<end])) else {
            throw ProjectError(
                "\(url) is no address of a server: https://HOST[:PORT]/PATH, in ASCII, without a user's name, which is "
                    + "taken with the password from ~/.netrc")
        }
        guard endpoint.scheme == .https || endpoint.isLoopback || plainHTTP.contains(endpoint.authority) else {
            throw ProjectError(
                "\(url) is plain http, which anybody on the way can change. If that is right, add to \(Project.fileName): "
                    + "plain_http = { \"\(endpoint.authority)\" }")
        }
        return endpoint
    }

    /// Looks at where `server` sends us on to.
    ///
    /// - Throws: `ProjectError` when that is another host, which the project does not name.
    func check(_ next: String, after url: String, of server: Endpoint) throws(ProjectError) {
        let endpoint = try endpoint(of: next)
        guard endpoint == server || redirects.contains(endpoint.authority) else {
            throw ProjectError(
                "\(url) sends us on to another host, \(endpoint). If that is right, add to \(Project.fileName): "
                    + "redirects = { \"\(endpoint.authority)\" }")
        }
    }
}
