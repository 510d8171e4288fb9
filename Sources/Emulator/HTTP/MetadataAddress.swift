import Glibc

/// The address at which machines of the cloud find their metadata service.
enum MetadataAddress {
    static let host = "169.254.169.254"

    /// Whether nobody but this machine can reach it here: every interface that has it is a loopback one.
    static var isOnLoopbackOnly: Bool {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&first) == 0 else { return false }
        defer { freeifaddrs(first) }
        guard let first else { return true }
        return sequence(first: first) { $0.pointee.ifa_next }.allSatisfy { entry in
            !isHere(entry.pointee) || entry.pointee.ifa_flags & UInt32(IFF_LOOPBACK) != 0
        }
    }

    private static func isHere(_ entry: ifaddrs) -> Bool {
        guard let address = entry.ifa_addr, Int32(address.pointee.sa_family) == AF_INET else { return false }
        return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            $0.pointee.sin_addr.s_addr == inet_addr(host)
        }
    }
}
