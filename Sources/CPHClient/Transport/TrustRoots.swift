import CCurl
import Glibc

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
    ///   - read: Gives a file's bytes, or nil when it cannot be read.
    /// - Throws: `CertificateFileError` when a file that was asked for cannot be read or holds no certificate.
    init(caFile: String?, systemBundle: String?, read: (String) -> [UInt8]?) throws(CertificateFileError) {
        if let systemBundle { _ = try Self.certificates(systemBundle, "SSL_CERT_FILE", read) }
        // Not read here: it is 200 kB, and curl reads it at the first connection that needs it.
        let system = systemBundle ?? Self.bundles.first { access($0, R_OK) == 0 }
        guard let caFile else {
            source = system.map(Source.file) ?? .builtIn
            return
        }
        let added = try Self.certificates(caFile, "the CA file", read)
        let present = system.flatMap(read) ?? []
        source = .bundle(present + [UInt8(ascii: "\n")] + added)
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

    private static func certificates(
        _ path: String, _ name: String, _ read: (String) -> [UInt8]?
    ) throws(CertificateFileError) -> [UInt8] {
        guard let bytes = read(path) else {
            throw CertificateFileError(message: "\(name) \(path) cannot be read")
        }
        guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
            throw CertificateFileError(message: "\(name) \(path) holds no PEM certificate")
        }
        return bytes
    }
}

/// Certificates that were asked for and cannot be had.
struct CertificateFileError: Error, Hashable {
    let message: String
}
