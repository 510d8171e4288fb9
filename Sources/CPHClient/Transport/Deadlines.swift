/// How long each phase of an exchange may take. The time a machine sleeps counts.
public struct Deadlines: Hashable, Sendable {
    /// How long looking up the name, connecting and TLS may take together.
    public var connect: Duration
    /// How long the first byte of the answer may take, counted from when the connection stands.
    public var firstByte: Duration
    /// How long the whole exchange may take.
    public var whole: Duration
    /// How long the answer to a purchase, a change or a payment that may have been sent is still waited for when nobody asks for
    /// it any more: cut off at once, it would be in doubt. Less than the ten seconds after which service managers kill.
    public var afterCancelling: Duration

    /// Makes limits that suit the service, unless they are given; every phase is within `whole` as well.
    public init(
        connect: Duration = .seconds(10), firstByte: Duration = .seconds(120), whole: Duration = .seconds(180),
        afterCancelling: Duration = .seconds(8)
    ) {
        self.connect = connect
        self.firstByte = firstByte
        self.whole = whole
        self.afterCancelling = afterCancelling
    }
}
