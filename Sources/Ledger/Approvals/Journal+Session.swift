// Whom the ledger's server takes this run for. A file knows nobody: what a process says of its user, anybody can say.
extension Journal {
    /// The name that the server has checked; nil for a file.
    public var sessionUser: String? { assumedSession.map(\.user) ?? store.sessionUser }
    /// Whether no second person can be told from the first: in a file, or where one role is for all.
    public var hasSharedRole: Bool { assumedSession.map(\.isShared) ?? store.hasSharedRole }
}
