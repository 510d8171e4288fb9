import ArgumentParser
import Bindings
import CPHModel
import Ledger
import LuaKit
import Schema
import Session

extension LedgerCommand {
    struct Export: ConnectedCommand, LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the ledger for other programs: every event, or the servers in another form.",
            discussion: """
                events: every event as a line of JSON, the oldest first. jsonl: a line of JSON for each purchase. \
                csv: a row for each server. markdown: a report. ansible, ssh: an inventory or a configuration; the \
                service is asked where the servers are.
                """)
        @OptionGroup var connection: ConnectionOptions
        @OptionGroup var place: LedgerOptions
        @OptionGroup var developer: DeveloperOptions
        @Option(help: "events, csv, jsonl, markdown, ansible or ssh.") var format = Format.events

        enum Format: String, CaseIterable, ExpressibleByArgument {
            case events, csv, jsonl, markdown, ansible, ssh
        }

        func run() throws {
            try reporting {
                let journal = try openLedger()
                guard format != .events else { return try journal.export(Output.line) }
                let text = try text(of: journal.purchases())
                // In bytes: to Swift the last line end of a CSV is one character, and not a line feed.
                guard text.utf8.last == UInt8(ascii: "\n") else { return }
                Output.line(String(decoding: text.utf8.dropLast(), as: UTF8.self))
            }
        }

        /// Writes the records as `cph.export` does.
        private func text(of records: [PurchaseRecord]) throws -> String {
            let control = RecordsAlone(records: records.map(\.value))
            do throws(LuaError) {
                let session = try Session(
                    connection.client(), control: control, version: Root.version, script: "cph ledger export",
                    arguments: [],
                    stdlib: developer.stdlib)
                return try session.evaluate("cph.export '\(format.rawValue)'", name: "export").first?.text ?? ""
            } catch {
                if case .host(let cause) = error.kind, let known = cause as? CPHError { throw known }
                throw CPHError(.ledger, error.message)
            }
        }
    }
}

/// Lets `cph.export` read these records; it approves nothing.
private struct RecordsAlone: PurchaseControl {
    let records: [Value]

    func approve(_ plan: AnnouncedPlan) async throws(CPHError) {
        throw CPHError(.denied, "an export buys nothing")
    }

    func scope() async throws(CPHError) -> AccountScope { throw CPHError(.denied, "an export buys nothing") }

    func purchases(named prefix: String) async throws(CPHError) -> [Value] {
        records.filter { $0.members?["name"]?.text?.hasPrefix(prefix) == true }
    }
}
