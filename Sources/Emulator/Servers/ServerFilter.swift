import CPHModel
import Glibc

/// Which servers a list query asks for.
struct ServerFilter {
    /// The customer's own network: that is what a request's `nics` are.
    static let networkVersion = "v2"

    private let query: ListServers
    /// The part of the name that is searched for.
    private let part: [UInt8]

    init(_ query: ListServers) { (self.query, part) = (query, Array((query.serverName ?? "").utf8)) }

    /// The part of the filter that all servers of an order share.
    func admits(_ order: EmulatedOrder) -> Bool {
        let second = order.createdAt / 1000
        return second >= query.createSince ?? .min && second <= query.createUntil ?? .max
            && query.networkVersion ?? Self.networkVersion == Self.networkVersion && query.phoneModelName == nil
    }

    func admits(_ server: EmulatedServer, status: Int) -> Bool {
        if let wanted = query.status, wanted != status { return false }
        if let id = query.serverID, id != server.serverID { return false }
        guard !part.isEmpty else { return true }
        var name = server.serverName
        return name.withUTF8 { UnsafeRawBufferPointer($0).contains(part) }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether `part`, which is not empty, stands anywhere in the bytes.
    fileprivate func contains(_ part: [UInt8]) -> Bool {
        guard let base = baseAddress, part.count <= count else { return false }
        return (0...count - part.count).contains { start in
            self[start] == part[0] && memcmp(base + start, part, part.count) == 0
        }
    }
}
