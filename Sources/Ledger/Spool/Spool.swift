import CPHModel
import Crypto
import Files
import Glibc

/// A folder of this user where answers wait that a ledger could not take, a file each. The next run of cph delivers them by
/// itself before it buys anything.
public struct Spool: Sendable {
    /// Where the files are; it need not exist.
    public let folder: String

    /// - Parameter folder: Made when it is first needed.
    public init(_ folder: String) { self.folder = folder }

    /// A file of the folder.
    public struct Waiting: Sendable {
        /// The file.
        public let path: String
        /// What it holds; nil where that is no document that could be believed.
        public let document: AnswerDocument?
        /// What is wrong with the file; nil where nothing is.
        public let damage: String?
    }

    /// Keeps a document; it is on the disk when this returns. The same document has the same file.
    ///
    /// - Returns: The file's path.
    func put(_ document: AnswerDocument) throws -> String {
        let text = Array((try document.line() + "\n").utf8)
        try Files.makeFolder(folder, mode: 0o700, isDurable: true)
        let name = "\(document.name.filter { $0.isLetter || $0.isNumber || "-_.".contains($0) }.prefix(64))"
        let path = "\(folder)/\(name)-\(document.attempt)-\(String(hex: Array(try Crypto.sha256(text).prefix(6)))).json"
        if let known = try? Files.read(path, followsLinks: false), known == text { return path }
        // Under another name until it is whole: what is killed in the middle leaves no document that looks like one.
        let draft = "\(path).part-\(getpid())"
        unlink(draft)
        do throws(FileError) {
            try Files.create(draft, text, mode: 0o600, isDurable: true)
            try Files.rename(draft, to: path)
        } catch {
            unlink(draft)
            throw error
        }
        try Files.syncFolder(of: path)
        return path
    }

    /// The largest file that is read: the body of an answer has a mebibyte at most.
    private static let mostBytes = 8 << 20

    /// Everything that is in the folder, in the order of the names. What can't be read is there with the reason.
    public func waiting() -> [Waiting] {
        guard Files.isFolder(folder) else { return [] }
        do throws(FileError) { return try Files.names(in: folder).map { Self.file("\(folder)/\($0)") } } catch {
            return [Waiting(path: folder, document: nil, damage: error.reason)]
        }
    }

    private static func file(_ path: String) -> Waiting {
        do throws(FileError) {
            let bytes = try Files.read(path, limit: mostBytes, followsLinks: false)
            guard let found = AnswerDocument.all(in: bytes).first else {
                return Waiting(path: path, document: nil, damage: "it holds no answer")
            }
            return Waiting(path: path, document: found.document, damage: found.damage)
        } catch {
            return Waiting(path: path, document: nil, damage: error.reason)
        }
    }

    /// Takes a file away that was delivered. A file that stays is delivered again, which changes nothing.
    func remove(_ path: String) {
        unlink(path)
        try? Files.syncFolder(of: path)
    }
}
