/// Finds the orders in whose servers' names a text occurs without looking at every order: a fleet's script asks by name
/// before each purchase, and would grow slower with each.
///
/// Every three neighbouring bytes of a name lead to the places where they occur; the rarest three of the text looked for
/// leave few places to be compared.
struct NameIndex: Sendable {
    private var places: [Int: [Int]] = [:]

    /// Notes the names of an order's servers.
    mutating func add(_ servers: [EmulatedServer], place: Int) {
        var known: Set<Int> = []
        for (index, server) in servers.enumerated() {
            // Servers of one order differ in their last four bytes, so that only three that reach there can be new.
            let name = index == 0 ? Array(server.serverName.utf8) : Array(server.serverName.utf8.suffix(6))
            for key in Self.keys(name) where known.insert(key).inserted { places[key, default: []].append(place) }
        }
    }

    /// The places of orders whose names may contain `part`; nil when it is too short to tell.
    func candidates(_ part: String) -> Set<Int>? {
        let keys = Self.keys(Array(part.utf8))
        guard !keys.isEmpty else { return nil }
        return keys.map { places[$0] ?? [] }.min { $0.count < $1.count }.map(Set.init)
    }

    private static func keys(_ name: [UInt8]) -> [Int] {
        guard name.count >= 3 else { return [] }
        return (2..<name.count).map { Int(name[$0 - 2]) << 16 | Int(name[$0 - 1]) << 8 | Int(name[$0]) }
    }
}
