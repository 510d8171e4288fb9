import Files
import Glibc
import Text

/// A small file beside the ledger that says how far the ledger had come, so that a ledger that is gone, was restored
/// from a backup or was put in another's place is noticed. It is written after each commit and may lag, never lead.
struct HighWaterMark: Sendable {
    let file: String

    struct Content: Hashable {
        let ledgerID: String
        let seq: Int
        let hash: String
    }

    /// Writes where the chain ends now. A failure is no failure of the ledger: the old mark stays true, only weaker.
    func write(ledgerID: String, _ head: Journal.Head) {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // One write over the old text: its length never shrinks, because the number only grows.
        _ = text(ledgerID: ledgerID, head).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Writes the same as a whole file in the place of the old one: whoever copies it while it is written has one or the other.
    func replace(ledgerID: String, _ head: Journal.Head) {
        try? Files.replace(file, text(ledgerID: ledgerID, head), mode: 0o600)
    }

    /// The content of the file.
    func text(ledgerID: String, _ head: Journal.Head) -> [UInt8] {
        Array("\(ledgerID) \(head.seq) \(String(hex: head.hash))\n".utf8)
    }

    /// The mark, or nil where there is none or it is unreadable.
    func read() -> Content? {
        guard let bytes = try? Files.read(file, limit: 4096, followsLinks: false) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first?.split(separator: " ") ?? []
        guard parts.count == 3, let seq = Int(parts[1]) else { return nil }
        return Content(ledgerID: String(parts[0]), seq: seq, hash: String(parts[2]))
    }
}
