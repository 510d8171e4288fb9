public import Glibc

/// A call to the operating system that failed: what was tried, with which file, and the system's reason.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, a verb that the path follows: `read`, `make the folder`.
    public let operation: String
    /// The path as it was given.
    public let path: String
    /// The `errno` of the call.
    public let code: Int32

    /// Notes a failed call.
    ///
    /// - Parameter code: By default that of the call before.
    public init(_ operation: String, _ path: String, code: Int32 = errno) {
        (self.operation, self.path, self.code) = (operation, path, code)
    }

    /// The system's words for the reason, such as `No such file or directory`.
    public var reason: String { Self.reason(code) }

    /// The system's words for an `errno`.
    public static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// Whether the reason is that there is no such file or folder, or what should hold it is none.
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    /// Says it in one line: `cannot read a.lua: No such file or directory`.
    public var description: String { "cannot \(operation) \(path): \(reason)" }
}
