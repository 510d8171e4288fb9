import ArgumentParser
import CPHModel
import Files
import Projects
import Text

/// `cph trust`: agrees to what a project's settings name.
struct TrustCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Agrees to the ledger and the receiver of notices that a project's settings name.",
        discussion: """
            Where a project's purchases are recorded and who is told of them is not followed before its user has agreed: on a \
            terminal cph asks, elsewhere this command says so. What is agreed to is this ledger and this address of this \
            folder; when the settings name others, it is asked again. cph ledger trust agrees to the ledger alone.
            """)
    @OptionGroup var place: ProjectFolder
    @Flag(help: "Take back what was agreed to instead.") var revoke = false
    @OptionGroup var messages: MessageOptions

    func run() throws {
        try reporting {
            guard revoke else {
                let found = try [
                    trust(place.ledger(), LedgerTrust(.ofProcess)), trust(place.notice(), NoticeTrust(.ofProcess)),
                ]
                guard found.contains(true) else {
                    throw CPHError(
                        .denied, "no settings name a ledger or a receiver of notices in \(place.folder) or above it",
                        hint: "write notify = { url = \"https://…\" } into cph.project.lua")
                }
                return
            }
            let found = try [forget(LedgerTrust(.ofProcess)), forget(NoticeTrust(.ofProcess))]
            if !found.contains(true) { Output.note("cph: nothing was agreed to in \(place.folder) or above it") }
        }
    }

    /// Whether there is something to agree to.
    private func trust<Named>(_ named: Named?, _ trust: ProjectTrust<Named>?) throws(CPHError) -> Bool {
        guard let named else { return false }
        guard let trust else { throw CPHError.noHome }
        do throws(FileError) { try trust.remember(named) } catch { throw CPHError(.ledger, "\(error)") }
        Output.line("trusted: \(Named.setting) \(cleaned(named.words))\nfor the project \(cleaned(named.root))")
        return true
    }

    private func forget<Named>(_ trust: ProjectTrust<Named>?) throws(CPHError) -> Bool {
        guard let trust else { throw CPHError.noHome }
        guard let root = trust.nearest(from: place.folder)?.root else { return false }
        do throws(FileError) {
            guard let words = try trust.forget(root) else { return false }
            Output.line("no longer trusted: \(Named.setting) \(cleaned(words))\nfor the project \(cleaned(root))")
            return true
        } catch { throw CPHError(.ledger, "\(error)") }
    }
}
