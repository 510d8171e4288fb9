import CCurl
import Files
import Glibc
import Text

/// The certificates that may vouch for a server: the system's, and those of a `--ca-file` in addition.
struct TrustRoots: Sendable {
    private enum Source: Sendable {
        /// The certificates that libcurl was built with.
        case builtIn
        case file(String)
        case bundle([UInt8])
    }

    private let source: Source

    /// Where Linux distributions keep their bundle; the first that can be read is taken.
    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]

    /// - Parameters:
    ///   - caFile: PEM certificates to trust besides the system's.
    ///   - systemBundle: The value of `SSL_CERT_FILE`, which replaces the system's bundle.
    ///   - read: Gives a file's bytes; nil when there is none.
    /// - Throws: `CertificateFileError` when a file that was asked for cannot be read, or something in it is no certificate.
    init(
        caFile: String?, systemBundle: String?, read: (String) throws(FileError) -> [UInt8]?
    ) throws(CertificateFileError) {
        let named = try systemBundle.map { path throws(CertificateFileError) in
            try CertificateFile(path, "SSL_CERT_FILE", read).bytes
        }
        // Not read here: it is 200 kB, and curl reads it at the first connection that needs it.
        let system = systemBundle ?? Self.bundles.first { access($0, R_OK) == 0 }
        guard let caFile else {
            source = named.map(Source.bundle) ?? system.map(Source.file) ?? .builtIn
            return
        }
        let added = try CertificateFile(caFile, "the CA file", read).bytes
        var present = named ?? []
        if named == nil { present = try Self.content(of: system, read) }
        source = .bundle(present + [UInt8(ascii: "\n")] + added)
    }

    private static func content(
        of path: String?, _ read: (String) throws(FileError) -> [UInt8]?
    ) throws(CertificateFileError) -> [UInt8] {
        guard let path else { return [] }
        do throws(FileError) { return try read(path) ?? [] } catch {
            throw CertificateFileError(message: "the system's certificates: \(error)")
        }
    }

    func apply(to easy: UnsafeMutableRawPointer) {
        switch source {
        case .builtIn: break
        case .file(let path):
            // Without a folder to search as well, curl keeps the parsed bundle from one connection to the next.
            _ = ccurl_set_pointer(easy, CURLOPT_CAPATH, nil)
            _ = ccurl_set_pointer(easy, CURLOPT_CAINFO, path)
        case .bundle(var bytes):
            let count = bytes.count
            bytes.withUnsafeMutableBytes {
                var blob = curl_blob(data: $0.baseAddress, len: count, flags: UInt32(CURL_BLOB_COPY))
                _ = ccurl_set_pointer(easy, CURLOPT_CAPATH, nil)
                _ = ccurl_set_pointer(easy, CURLOPT_CAINFO_BLOB, &blob)
            }
        }
    }
}

/// Certificates that were asked for and cannot be had.
struct CertificateFileError: Error, Hashable {
    let message: String
}
