import CPHModel
import Files
import Ledger
import Projects
import Schema
import Terminal
import Text

/// A ledger, and the project whose settings name it.
///
/// What a project names is used when this user has agreed to it: once, on a terminal or by `cph ledger trust`.
struct LedgerChoice {
    let location: Journal.Location
    /// Nil where the user's own words, or nobody's, name the ledger.
    private let named: ProjectLedger?

    init(location: Journal.Location) { (self.location, named) = (location, nil) }

    init(_ named: ProjectLedger) { (location, self.named) = (named.location, named) }

    /// Whether this user has agreed to it, or need not.
    var isAgreed: Bool { named.map { LedgerTrust(.ofProcess)?.allows($0) ?? false } ?? true }

    /// Says for people where the ledger is.
    var words: String { location.words + (isAgreed ? "" : " (named by the project, not agreed to yet)") }

    /// The error of one that nobody has agreed to; nil where that is not so.
    var refusal: CPHError? { isAgreed ? nil : named.map(CPHError.notAgreed) }

    /// Returns the location once this user has agreed to it, and remembers that.
    ///
    /// - Parameter ask: Shows the question on the terminal.
    /// - Throws: `CPHError` of kind `ledger` when nobody agreed; nothing was sent.
    func agreed(
        _ ask: (TypedConfirmation) async -> ApprovalDecision
    ) async throws(CPHError) -> Journal.Location {
        guard let named, !isAgreed else { return location }
        guard case .approved = await ask(TypedConfirmation(named)) else { throw .notAgreed(named) }
        remember(named)
        return location
    }

    /// Returns the location likewise, where no Lua runs.
    func agreed() throws(CPHError) -> Journal.Location {
        guard let named, !isAgreed else { return location }
        let palette = Palette(.auto, isTerminal: true) { Environment[$0] }
        guard confirm(TypedConfirmation(named), palette: palette, until: { false }) == .approved else {
            throw .notAgreed(named)
        }
        remember(named)
        return location
    }

    private func remember(_ named: ProjectLedger) {
        do throws(FileError) { try LedgerTrust(.ofProcess)?.remember(named) } catch {
            Output.error("cph: that you agree could not be remembered: \(error)")
        }
    }
}

extension TypedConfirmation {
    fileprivate init(_ ledger: ProjectLedger) {
        let spelled = ledger.text == ledger.words ? [] : ["it says: \(ledger.text)"]
        self.init(
            title: "The settings of this project name the ledger, the record of what is bought:",
            facts: ["ledger \(ledger.words)"] + spelled + [
                "project \(ledger.root)",
                "what is recorded elsewhere is not known there, and bought again; whoever writes there has a say in what you buy",
            ], action: "record purchases there from now on", expected: "trust")
    }
}

extension CPHError {
    private static let untrusted = "untrusted"

    fileprivate static func notAgreed(_ ledger: ProjectLedger) -> CPHError {
        CPHError(
            .ledger, code: untrusted,
            "the project \(ledger.root) names the ledger \(ledger.words), to which you have not agreed; nothing was sent",
            hint: "if purchases are to be recorded there: cph ledger trust --project \(shellWord(ledger.root))")
    }

    static func noLongerNamed(_ words: String, in root: String) -> CPHError {
        CPHError(
            .ledger, code: untrusted,
            "the project \(root) no longer names the ledger \(words), in which its purchases are recorded; nothing was sent",
            hint: "put the setting back; to go on without that record: cph ledger distrust --project \(shellWord(root))"
        )
    }
}
