/// How many requests reached the cloud, so that a test can prove that nothing was sent.
public struct RequestCounts: Hashable, Sendable {
    /// Requests by operation; those that never came are not in it.
    public private(set) var counts: [String: Int] = [:]

    /// How many requests arrived in all, whatever became of them.
    public var total: Int { counts.values.reduce(0, +) }

    /// Requests of one operation, by its name: `create_cloud_phone_single_server`, `create_token`, `list_projects`;
    /// those that no operation answers are `unknown`. Refused ones count too.
    public subscript(operation: String) -> Int { counts[operation] ?? 0 }

    mutating func add(_ operation: String) { counts[operation, default: 0] += 1 }
}
