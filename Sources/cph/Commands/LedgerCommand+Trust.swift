import ArgumentParser
import CPHModel
import Files
import Projects

extension LedgerCommand {
    struct Trust: MessagingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Agrees to the ledger that a project's settings name.",
            discussion: """
                Whoever records purchases elsewhere buys again what is bought, so a project that names a ledger is not followed \
                before its user has agreed: on a terminal cph asks, elsewhere this command says so. What is agreed to is this \
                ledger of this folder. When the settings name another, or a link on the way leads elsewhere, it is asked again.
                """)
        @OptionGroup var place: ProjectFolder
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                guard let ledger = try place.ledger() else {
                    throw CPHError(
                        .denied, "no settings name a ledger in \(place.folder) or above it",
                        hint: "write ledger = \"postgresql://…\" into cph.project.lua")
                }
                guard let trust = LedgerTrust(.ofProcess) else { throw CPHError.noHome }
                do throws(FileError) { try trust.remember(ledger) } catch { throw CPHError(.ledger, "\(error)") }
                Output.line("trusted: \(ledger.words)\nfor the project \(ledger.root)")
            }
        }
    }

    struct Distrust: MessagingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes back that a project's ledger was agreed to.",
            discussion: """
                Also for a project that has ceased to name a ledger: from then on its purchases are recorded where those of \
                other scripts are. What was bought before is not known there.
                """)
        @OptionGroup var place: ProjectFolder
        @OptionGroup var messages: MessageOptions

        func run() throws {
            try reporting {
                guard let trust = LedgerTrust(.ofProcess) else { throw CPHError.noHome }
                guard let root = trust.nearest(from: place.folder)?.root else {
                    return Output.note("cph ledger: no ledger was agreed to in \(place.folder) or above it")
                }
                do throws(FileError) {
                    guard let words = try trust.forget(root) else { return }
                    Output.line("no longer trusted: \(words)\nfor the project \(root)")
                } catch { throw CPHError(.ledger, "\(error)") }
            }
        }
    }
}

/// Which project is meant.
struct ProjectFolder: ParsableArguments {
    @Option(
        help: ArgumentHelp("A folder of the project; the working directory when absent.", valueName: "dir"),
        completion: .directory)
    var project: String?

    func validate() throws {
        if let project, !Files.isFolder(project) { throw ValidationError("--project: \(project) is no folder") }
    }

    var folder: String { project ?? "." }

    func ledger() throws(CPHError) -> ProjectLedger? {
        do throws(ProjectError) { return try ProjectLedger.named(from: folder) } catch {
            throw CPHError(.denied, "\(error)")
        }
    }

    func notice() throws(CPHError) -> ProjectNotice? {
        do throws(ProjectError) { return try ProjectNotice.named(from: folder) } catch {
            throw CPHError(.denied, "\(error)")
        }
    }
}

extension CPHError {
    static let noHome = CPHError(
        .ledger, "no home directory to remember it in", hint: "name the ledger with --ledger or CPH_LEDGER")
}
