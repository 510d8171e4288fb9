import CPHModel
import Files
import Glibc
import Schema
import Text

/// Where answers go that the ledger could not take: a spool, from which the next run takes them, a file in a second folder,
/// and lines for people.
public struct EmergencyNotes: Sendable {
    /// Where `emergency-NAME-N.json` goes; nil for no file.
    public var folder: String?
    /// Where the answer waits for the next run; nil for nowhere.
    public var spool: Spool?
    /// Shows lines to people, on stderr.
    public var say: @Sendable (String) -> Void

    /// `folder` and the spool's are made when they are first needed.
    public init(folder: String?, spool: Spool? = nil, say: @escaping @Sendable (String) -> Void) {
        (self.folder, self.spool, self.say) = (folder, spool, say)
    }

    /// Leaves the answer at every place, each also where the others fail.
    ///
    /// - Parameter isLasting: Whether the ledger outlives this process, so that another run can deliver the answer.
    func leave(_ document: AnswerDocument, isLasting: Bool) {
        let response = document.response
        var lines = [
            "the answer to the purchase of \(quoted(document.name)) could not be recorded: \(document.cause)",
            "  order \(response.orderID.map(quoted) ?? "unknown")",
            "  servers \(response.serverIDs.map { $0.map(quoted).joined(separator: ", ") } ?? "unknown")",
        ]
        if isLasting, let spool {
            do {
                lines.append(
                    "  waits in \(try spool.put(document)): the next run of cph records it before it buys anything")
            } catch {
                lines.append("  no run will find it by itself: \(error)")
            }
        }
        if let file = write(document) { lines.append("  written to \(file)") }
        if isLasting, let line = try? document.line() {
            lines += ["  on another machine: cph ledger import-spool FILE, with the next line in FILE", line]
        }
        say(lines.joined(separator: "\n"))
    }

    private func write(_ document: AnswerDocument) -> String? {
        guard let folder, (try? Files.makeFolder(folder, mode: 0o700, isDurable: true)) != nil else { return nil }
        for number in 1...1000 {
            let path = "\(folder)/emergency-\(document.name)-\(number).json"
            do throws(FileError) {
                try Files.create(path, Array(document.note.utf8), mode: 0o600, isDurable: true)
                return path
            } catch {
                if error.code != EEXIST { return nil }
            }
        }
        return nil
    }
}

extension AnswerDocument {
    /// The content of an emergency file: what people look for, and the document, as a text, for `cph ledger import-spool`.
    fileprivate var note: String {
        let body = exchange.answer.map { String(decoding: $0.body, as: UTF8.self) }
        let note: Value = [
            "scope": .string(scope), "server_name": .string(name), "response": response.value,
            "status": exchange.answer.map { .int($0.status) } ?? .null, "body": body.map(Value.string) ?? .null,
            "cause": .string(cause), "document": (try? line()).map(Value.string) ?? .null,
        ]
        return note.prettyJSON() + "\n"
    }
}
