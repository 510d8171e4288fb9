public import Schema

/// What a call gives that succeeds with status 204 and an empty body.
public struct NoContent: Model {
    public init() {}

    public static let name = "NoContent"
    public static let doc = "The answer of a call that either succeeds or fails, and says no more."

    public static let fields: [Field<NoContent>] = []
}
