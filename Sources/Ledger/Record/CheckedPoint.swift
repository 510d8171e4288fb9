import Files
import Glibc
import Text

/// A line beside the ledger, in a small file or in a row of the server, that says up to which event the hash chain was checked,
/// so that opening need not read the whole history each time.
///
/// What stands before the point was right when it was looked at. What guards it: the event at the point still has the hash
/// that it had; each purchase that is decided about has its own events looked at again (`Journal.events(of:)`); and the whole
/// is looked at again when it has doubled, once a week, and in `verify`. A point that is missing, unreadable or of another
/// file costs a look at everything, and nothing else.
struct CheckedPoint: Sendable {
    /// Nil where the server keeps it: machines that are thrown away remember nothing.
    let file: String?

    struct Content: Hashable {
        let ledgerID: String
        let seq: Int
        let hash: String
        /// How far the history went when all of it was last looked at.
        let fullSeq: Int
        /// When that was, in seconds since 1970 by this machine.
        let fullAt: Int
    }

    /// A history shorter than this is looked at again whole when it has grown by as much.
    private static let least = 10_000
    private static let week = 7 * 24 * 3600

    func read() -> Content? {
        guard let file, let bytes = try? Files.read(file, limit: 4096, followsLinks: false) else { return nil }
        return Content(String(decoding: bytes, as: UTF8.self))
    }

    /// Replaces the point as a whole. A failure is none of the ledger's: the next opening looks at more.
    func write(_ content: Content) {
        guard let file else { return }
        try? Files.replace(file, Array((content.line + "\n").utf8), mode: 0o600)
    }

    /// Whether all of a history that ends at `head` is to be looked at again.
    static func isDue(_ content: Content, head: Int, now: Int) -> Bool {
        head - content.fullSeq >= max(least, content.fullSeq) || now - content.fullAt >= week || now < content.fullAt
    }
}

extension CheckedPoint.Content {
    /// The point as it is kept.
    var line: String { "\(ledgerID) \(seq) \(hash) \(fullSeq) \(fullAt)" }

    init?(_ text: String) {
        let words = text.split(separator: "\n").first?.split(separator: " ") ?? []
        guard words.count == 5, let seq = Int(words[1]), let fullSeq = Int(words[3]), let fullAt = Int(words[4]) else {
            return nil
        }
        self.init(ledgerID: String(words[0]), seq: seq, hash: String(words[2]), fullSeq: fullSeq, fullAt: fullAt)
    }
}
