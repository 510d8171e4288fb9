import CPHModel
import Files
import Glibc
import Schema
import Text

/// Where ids go that the ledger could not take: a line for people, and a file in a second folder.
public struct EmergencyNotes: Sendable {
    /// Where `emergency-NAME-N.json` goes; nil for no file.
    public var folder: String?
    /// Shows a line to people, on stderr.
    public var say: @Sendable (String) -> Void

    /// `folder` is made when it is first needed.
    public init(folder: String?, say: @escaping @Sendable (String) -> Void) { (self.folder, self.say) = (folder, say) }

    /// Shows `note` to people and writes it to a file, each also where the other fails.
    func leave(_ note: EmergencyNote) {
        var text = note.description
        if let file = write(note) { text += "\n  written to \(file)" }
        say(text)
    }

    private func write(_ note: EmergencyNote) -> String? {
        guard let folder, (try? Files.makeFolder(folder, mode: 0o700, isDurable: true)) != nil else { return nil }
        for number in 1...1000 {
            let path = "\(folder)/emergency-\(note.name)-\(number).json"
            do throws(FileError) {
                try Files.create(path, Array(note.json.utf8), mode: 0o600, isDurable: true)
                return path
            } catch {
                if error.code != EEXIST { return nil }
            }
        }
        return nil
    }
}

/// What is known of a purchase that the ledger could not record.
struct EmergencyNote: CustomStringConvertible {
    let scope: String
    let name: String
    let response: CreateServerResponse
    let exchange: Exchange
    let cause: String

    var json: String {
        let body = exchange.answer.map { String(decoding: $0.body, as: UTF8.self) }
        let note: Value = [
            "scope": .string(scope), "server_name": .string(name), "response": response.value,
            "status": exchange.answer.map { .int($0.status) } ?? .null, "body": body.map(Value.string) ?? .null,
            "cause": .string(cause),
        ]
        return note.prettyJSON() + "\n"
    }

    var description: String {
        """
        the answer to the purchase of \(quoted(name)) could not be recorded: \(cause)
          order \(response.orderID.map(quoted) ?? "unknown")
          servers \(response.serverIDs.map { $0.map(quoted).joined(separator: ", ") } ?? "unknown")
        """
    }
}
