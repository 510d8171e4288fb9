import Addresses
import Files
import Projects

/// A server of rocks: a folder, or a place on the web, that holds an index and beside it the rocks.
struct RockServer: Hashable {
    /// The address as people and the lock write it: a folder's path, or a URL without a `/` at its end.
    let address: String
    private let place: Place

    private enum Place: Hashable {
        case folder(String)
        case web(Endpoint)
    }

    /// Reads the address of a server.
    ///
    /// - Throws: `ProjectError` when it is none, or plain http to another machine that nobody asked for.
    init(_ text: String, _ hosts: AllowedHosts) throws {
        var text = text
        while text.hasSuffix("/"), text.count > 1 { text.removeLast() }
        if text.hasPrefix("file://") { text.removeFirst("file://".count) }
        address = text
        if text.hasPrefix("/") {
            place = .folder(text)
        } else {
            place = .web(try hosts.endpoint(of: text))
        }
    }

    /// Fetches the file `name` of the server into `folder`.
    ///
    /// - Returns: Where it came from, when that was another address than the server's; nil when there is no such file.
    func fetch(
        _ name: String, into folder: String, limit: Int, _ hosts: AllowedHosts, _ workspace: Workspace
    ) throws -> Fetched? {
        let target = "\(folder)/\(name)"
        switch place {
        case .folder(let path):
            guard Files.isFolder(path) else { throw ProjectError("\(path) is no folder") }
            let file = "\(path)/\(name)"
            guard Files.isFile(file) else { return nil }
            try Files.create(target, Files.read(file, limit: limit), makesFolders: true)
            return Fetched(file: target, address: nil)
        case .web:
            try Files.makeFolder(folder)
            let url = "\(address)/\(name)"
            let last = try Download(hosts, workspace).run(url, to: target, limit: limit)
            return last.map { Fetched(file: target, address: $0 == url ? nil : $0) }
        }
    }

    /// A file that was fetched.
    struct Fetched {
        /// Where it lies now.
        let file: String
        /// Where it came from, when the server sent us on.
        let address: String?
    }
}
