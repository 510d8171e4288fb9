import Crypto
import Files
import Glibc
import Text

/// A file of certificates that somebody asked to trust: each in it is one, or the file is refused. One that is left out
/// silently is missed long afterwards, by a connection that is not trusted.
struct CertificateFile {
    /// The certificates alone, each line ended as OpenSSL takes it: a mark at the file's start would hide the first.
    let bytes: [UInt8]

    private static let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")

    /// Reads the file `path`.
    ///
    /// - Parameters:
    ///   - name: What asked for it, for messages.
    ///   - read: Gives a file's bytes; nil when there is none.
    init(
        _ path: String, _ name: String, _ read: (String) throws(FileError) -> [UInt8]?
    ) throws(CertificateFileError) {
        let fail = { (what: String) in CertificateFileError(message: "\(name) \(path) \(what)") }
        let content: [UInt8]
        do throws(FileError) {
            guard let bytes = try read(path) else { throw FileError("read", path, code: ENOENT) }
            content = bytes
        } catch {
            throw fail("cannot be read: \(error.reason)")
        }
        var certificates: [String] = []
        var block: [String]?
        for (index, line) in FileText.rawLines(content).enumerated() {
            let text = trimmed(String(decoding: line, as: UTF8.self))
            if text == Self.begin {
                if block != nil { throw fail("is broken: certificate \(certificates.count + 1) has no END line") }
                block = []
            }
            if !text.isEmpty { block?.append(text) }
            guard text == Self.end, let lines = block else { continue }
            block = nil
            let pem = lines.joined(separator: "\n") + "\n"
            certificates.append(pem)
            let isGood: Bool
            do throws(CryptoUnavailable) { isGood = try Crypto.isCertificate(pem.utf8) } catch {
                throw fail("cannot be checked: \(error.reason)")
            }
            guard isGood else {
                throw fail("is broken: certificate \(certificates.count), which ends in line \(index + 1), is none")
            }
        }
        if block != nil { throw fail("is broken: certificate \(certificates.count + 1) has no END line") }
        if certificates.isEmpty { throw fail("holds no PEM certificate") }
        bytes = Array(certificates.joined().utf8)
    }
}
