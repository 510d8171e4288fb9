import Files
import Glibc
import TestSupport

/// What a server shows to those who connect with TLS, signed by an authority that exists for this process only.
public struct ServerCertificate: Sendable {
    let chain: String
    let key: String
    private let authority: CertificateAuthority

    /// The file with the certificate of the authority: what `sslrootcert` names.
    public var authorityFile: String { authority.file }

    /// Makes a certificate.
    ///
    /// - Parameter names: Of the server, as `subjectAltName` has them.
    public init(names: [String] = ["DNS:localhost", "IP:127.0.0.1"]) throws {
        authority = try CertificateAuthority.shared.get()
        (chain, key) = try authority.sign(names)
    }
}

/// A key and its certificate, in a folder.
private final class CertificateAuthority: Sendable {
    static let shared = Result { try CertificateAuthority() }

    private let place: GuardedFolder
    var file: String { "\(place.path)/root.crt" }

    init() throws {
        place = try GuardedFolder()
        // Whoever connects reads the certificate.
        guard chmod(place.path, 0o755) == 0 else { throw FileError("open", place.path) }
        try Self.openssl(
            ["req", "-x509", "-subj", "/CN=authority of the tests", "-days", "2"] + Self.newKey("root.key")
                + ["-out", "root.crt"], place.path)
    }

    /// The certificate of a new key, and the key.
    func sign(_ names: [String]) throws -> (chain: String, key: String) {
        let work = try TemporaryFolder(["names": "subjectAltName=" + names.joined(separator: ",")])
        try Self.openssl(
            ["req", "-subj", "/CN=a server of the tests"] + Self.newKey("key") + ["-out", "request"], work.path)
        try Self.openssl(
            [
                "x509", "-req", "-in", "request", "-CA", file, "-CAkey", "\(place.path)/root.key", "-CAcreateserial",
                "-days", "2", "-extfile", "names", "-out", "certificate",
            ], work.path)
        return (work.text("certificate") ?? "", work.text("key") ?? "")
    }

    private static func newKey(_ file: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file]
    }

    private static func openssl(_ words: [String], _ folder: String) throws {
        try PostgresPrograms.run("openssl", words, folder: folder, asOwner: false)
    }
}
