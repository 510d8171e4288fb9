/// Why no client can be made: credentials, region or endpoint are missing or make no sense. Nothing has been sent.
public struct SetupError: Error, Hashable, CustomStringConvertible {
    /// What is wrong, and where.
    public let message: String
    /// What to do about it.
    public let hint: String?

    /// Makes an error out of words for the user; no secret may be among them.
    public init(_ message: String, hint: String? = nil) { (self.message, self.hint) = (message, hint) }

    /// Puts the hint on a line of its own behind the message.
    public var description: String { hint.map { "\(message)\nhint: \($0)" } ?? message }
}
