/// The keys that sign: the configured pair, and what the identity services gave out.
struct AccessKeys: Sendable {
    private var keys: [String: AccessKey] = [:]

    mutating func add(_ key: AccessKey) { keys[key.id] = key }

    subscript(id: String) -> AccessKey? { keys[id] }
}
