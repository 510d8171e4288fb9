/// Something that a project's settings name and that its user has to agree to before it is used: whoever cloned a project did
/// not write its settings.
public protocol NamedByProject: Sendable {
    /// The folder, below the user's own, that remembers what was agreed to of this kind.
    static var memory: String { get }
    /// The setting in `cph.project.lua`.
    static var setting: String { get }

    /// The project's folder, absolute and without symbolic links.
    var root: String { get }
    /// What `cph.project.lua` says, letter for letter.
    var text: String { get }
    /// Where that leads now, for people.
    var words: String { get }
}

extension ProjectLedger: NamedByProject {
    /// One file a project.
    public static var memory: String { "trusted-ledgers" }
    /// The record of purchases.
    public static var setting: String { "ledger" }
}
