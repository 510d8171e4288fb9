/// Why no client can be made: credentials, region or endpoint are missing or make no sense. Nothing has been sent.
public struct SetupError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, and where.
    public let message: String
    /// What to do about it.
    public let hint: String?

    public init(_ message: String, hint: String? = nil) { (self.message, self.hint) = (message, hint) }

    public var description: String { hint.map { "\(message)\nhint: \($0)" } ?? message }
}
