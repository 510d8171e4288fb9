import Files
import Projects

/// Fetches files with curl, and follows a server to no other host unless that was asked for.
struct Download {
    private let hosts: AllowedHosts
    private let workspace: Workspace

    init(_ hosts: AllowedHosts, _ workspace: Workspace) { (self.hosts, self.workspace) = (hosts, workspace) }

    /// Fetches `url` into the file `target`.
    ///
    /// - Returns: The address that had it, without its query; nil when there is no such file.
    func run(_ url: String, to target: String, limit: Int) throws -> String? {
        let server = try hosts.endpoint(of: url)
        var next = url
        for _ in 0...LibraryLimits.redirects {
            let answer = try ask(next, target, limit)
            switch answer.status {
            case 200: return String(next.prefix { !"?#".contains($0) })
            case 404, 410: return nil
            case 300..<400 where !answer.redirect.isEmpty:
                next = answer.redirect
                try hosts.check(next, after: url, of: server)
            default: throw ProjectError("\(next) answers with status \(answer.status)")
            }
        }
        throw ProjectError("\(url) sends us on more than \(LibraryLimits.redirects) times")
    }

    private func ask(_ url: String, _ target: String, _ limit: Int) throws -> (status: Int, redirect: String) {
        var tool = Tool.curl
        // A block more than may be, so that curl can say it itself.
        tool.fileSize = limit + 512
        let words = [
            "--disable", "--silent", "--show-error", "--globoff", "--proto", "=https,http", "--netrc-optional",
            "--connect-timeout", "30", "--max-filesize", "\(limit)", "--output", target, "--write-out",
            "%{http_code} %{redirect_url}", "--", url,
        ]
        let outcome = try tool.run(
            words, in: Files.folder(of: target), path: workspace.environment["PATH"], variables: workspace.environment)
        guard outcome.isSuccess else { throw ProjectError("\(url): \(tool.reason(outcome))") }
        let parts = outcome.text.split(separator: " ", maxSplits: 1)
        return (parts.first.flatMap { Int($0) } ?? 0, parts.count > 1 ? String(parts[1]) : "")
    }
}
