import ArgumentParser
import CPHModel
import Files
import Ledger
import Purchasing
import Text

extension LedgerCommand {
    struct ImportSpool: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            commandName: "import-spool",
            abstract: "Records answers that a run could not put into the ledger, from a file of another machine.",
            discussion: """
                When the ledger can't take an answer, because its disk is full or its server is gone, the answer is kept in \
                ~/.local/state/cph/spool, where the next run on that machine finds it by itself, and stands as one line of \
                JSON on standard error. Where the machine is thrown away, give that line to this command: FILE may be the \
                whole log of the run, with a time before each line, an emergency file, or a file of the spool; - is \
                standard input. Nothing is sent, and recording an answer twice changes nothing.
                """)
        @OptionGroup var place: LedgerOptions
        @Argument(help: "The file with the answers; - for standard input.", completion: .file()) var file: String
        @OptionGroup var messages: MessageOptions

        func run() throws { try reporting { try deliver(try findings()) } }
    }
}

extension LedgerCommand.ImportSpool {
    /// More than any log that a CI system keeps.
    private static let mostBytes = 512 << 20

    private func findings() throws -> [AnswerDocument.Finding] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = file == "-" ? try Files.readStandardInput() : try Files.read(file, limit: Self.mostBytes)
        } catch { throw CPHError(.denied, "\(error); nothing was changed") }
        let scopes = Set(((try? openLedger())?.scopes() ?? []))
        let findings = AnswerDocument.all(in: bytes, masked: scopes.sorted())
        guard !findings.isEmpty else {
            throw CPHError(
                .denied, "\(file) holds no answer that waits; nothing was changed",
                hint: "the line to look for begins with {\"cph_answer\":")
        }
        return findings
    }

    /// Records what can be recorded; each of the others is told of, and makes the command fail at the end.
    private func deliver(_ findings: [AnswerDocument.Finding]) throws {
        for finding in findings where finding.document == nil {
            Output.error(
                "cph ledger: line \(finding.line) of \(file): the answer can't be read: \(finding.damage ?? "")")
        }
        var seen: Set<AnswerDocument> = []
        let documents = findings.compactMap(\.document).filter { seen.insert($0).inserted }
        var failed = findings.contains { $0.document == nil }
        if !documents.isEmpty {
            let (location, opening) = (try ledgerLocation(), place.opening)
            let errors = try Blocking.run {
                let ledger = try Purchasing.openForImport(location, run: .thisProcess(nil), opening)
                var errors: [CPHError] = []
                for document in documents {
                    do throws(CPHError) {
                        let delivery = try await ledger.deliver(document)
                        Output.line(cleaned("\(document.subject): \(delivery.words)"))
                    } catch {
                        errors.append(error)
                    }
                }
                _ = try? await ledger.end(exit: errors.isEmpty ? 0 : Int(ExitStatus.ledger.rawValue))
                return errors
            }
            for error in errors { Output.error("cph ledger: \(error)") }
            failed = failed || !errors.isEmpty
        }
        if failed { throw ExitStatus.ledger }
    }
}
