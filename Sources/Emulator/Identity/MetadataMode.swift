/// How the metadata service of the emulated machine behaves.
public enum MetadataMode: String, CaseIterable, Sendable {
    /// Keys are given with a metadata token and without one.
    case both
    /// There are no metadata tokens: asking for one is answered with 404.
    case v1
    /// Keys are given with a metadata token only.
    case v2
    /// The machine has no agency, so that there are no keys.
    case none

    /// What the mode does, in one sentence without a full stop.
    public var doc: String {
        switch self {
        case .both: "with and without a metadata token"
        case .v1: "there are no metadata tokens"
        case .v2: "with a metadata token only"
        case .none: "the machine has no agency"
        }
    }
}
