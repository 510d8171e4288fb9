/// A rock that a server's index lists.
struct RockCandidate: Hashable {
    let name: String
    let version: RockVersion
    /// Whether its files were built before it was packed, or come as they were written.
    enum Kind: String {
        case packed = "all"
        case source = "src"
    }
    let kind: Kind
    let server: RockServer

    /// The dependency that only this version meets: `fleets == 2.0rc1-1`.
    var exactly: String { "\(name) == \(version.text)" }

    /// The rock's file on the server.
    var file: String { "\(name)-\(version.text).\(kind.rawValue).rock" }
}
