public import CPHModel
import Schema
import Text

/// What an installed library may do beyond planning and reading: nothing, unless `cph.project.lua` grants it.
public struct LibraryRights: Hashable, Sendable {
    /// The library's name, for messages.
    public let library: String
    private let granted: Set<String>

    /// Takes words of `words`; others are kept and allow nothing.
    public init(library: String, granted: Set<String>) { (self.library, self.granted) = (library, granted) }

    /// Allows to read files outside of the project.
    public static let readFiles = "files:read"
    /// Allows to write, remove and rename files.
    public static let writeFiles = "files:write"
    /// Allows to run programs, where the script itself may.
    public static let programs = "programs"

    /// Everything that can be granted: files, programs, and each operation that is not a mere read.
    public static let words: [String] =
        [readFiles, writeFiles, programs] + Operations.all.filter { $0.effect != .read }.map(\.name)

    /// Tells whether `cph.project.lua` grants the library `word`.
    public func allows(_ word: String) -> Bool { granted.contains(word) }

    /// Refuses `function` unless the library has the right to `word`.
    ///
    /// - Throws: `CPHError` of kind `denied` unless `word` is granted.
    public func check(_ word: String, for function: String) throws(CPHError) {
        if !allows(word) { throw denial(of: function, word: word) }
    }

    /// Returns the error for a function that needs `word`, or that no library may call.
    public func denial(of function: String, word: String?) -> CPHError {
        CPHError(
            .denied, "library \(library) may not call \(function)",
            hint: word.map { "let the script do it, or grant it in cph.project.lua: \(grant(of: $0))" }
                ?? "only scripts may; have the script hand over a function that does it")
    }

    /// Returns the error for `plan:apply` of a plan that the library has made.
    public var denialOfPlan: CPHError {
        let grant = grant(of: Operations.createServer.name)
        return CPHError(
            .denied, "a plan that library \(library) made carries no right to buy",
            hint: "let the script call cph.apply(plan), or grant it in cph.project.lua: \(grant)")
    }

    private func grant(of word: String) -> String {
        // As it is to stand in the file: nothing is cut.
        "grants = { [\(Value.string(library).json())] = { \(Value.string(word).json()) } }"
    }
}

/// What every library may call. What is not listed here exists and is refused, so that a function added later is refused
/// until somebody has thought about it.
extension LibraryRights {
    /// Functions that neither change anything nor tell what the ledger holds.
    static let harmlessFunctions: Set<String> = [
        "try", "raise", "job", "sleep", "within", "parallel", "validate", "suggest", "visible", "model_name",
        "operation", "money",
    ]
    static let harmlessModules: Set<String> = ["clock", "console", "json"]
    /// Functions that are harmless in modules which are not as a whole.
    static let harmlessMembers: Set<String> = [
        "gate.begun", "gate.hash", "gate.policy", "gate.price", "changes.validate", "changes.key", "changes.hash",
    ]

    /// The operation that a project grants to a library so that it may buy.
    public static let purchaseGrant = Operations.createServer.name
    /// Functions of the standard library's modules that spend, by module. `cph.apply` and plans hold their right as a
    /// value, and so are made for each library.
    static let spendingFunctions: [String: [String]] = ["servers": ["create"]]
}
