import CPostgres

/// Why libpq can't be used.
public struct LibpqUnavailable: Error {
    /// In one line, with what to install.
    public let reason: String
}

/// Returns libpq's own version, such as `15.18`, and loads it for that.
public func libpqVersion() throws(LibpqUnavailable) -> String {
    if let reason = cpostgres_load() { throw LibpqUnavailable(reason: String(cString: reason)) }
    let version = cpostgres_version()
    return "\(version / 10_000).\(version % 10_000)"
}
