import CCrypto
import Text

/// SHA-256, HMAC-SHA256 and random bytes, from OpenSSL's libcrypto, which the first call loads.
public enum Crypto {
    /// The length of every digest here, in bytes.
    public static let digestLength = 32

    /// Returns the SHA-256 digest of `bytes`: 32 bytes.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public static func sha256(_ bytes: [UInt8]) throws(CryptoUnavailable) -> [UInt8] {
        try load()
        return try digest { output in
            bytes.withUnsafeBytes { ccrypto_sha256($0.baseAddress, $0.count, output) }
        }
    }

    /// Returns the SHA-256 digest of `bytes` as 64 lower-case hexadecimal digits.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public static func sha256Hex(_ bytes: [UInt8]) throws(CryptoUnavailable) -> String {
        String(hex: try sha256(bytes))
    }

    /// Returns the HMAC-SHA256 of `bytes` under `key`, which may have any length: 32 bytes.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) throws(CryptoUnavailable) -> [UInt8] {
        try load()
        return try digest { output in
            key.withUnsafeBytes { key in
                bytes.withUnsafeBytes {
                    ccrypto_hmac_sha256(key.baseAddress, key.count, $0.baseAddress, $0.count, output)
                }
            }
        }
    }

    /// Returns `count` bytes fit for keys and identifiers that nobody should guess.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing or has none to give.
    public static func randomBytes(_ count: Int) throws(CryptoUnavailable) -> [UInt8] {
        try load()
        var isFilled = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            isFilled = ccrypto_random(buffer.baseAddress, count) == 1
            length = isFilled ? count : 0
        }
        guard isFilled else { throw CryptoUnavailable(reason: "libcrypto has no random bytes to give") }
        return bytes
    }

    /// Returns the library's name for itself, such as `OpenSSL 3.0.17 1 Jul 2025`.
    public static func version() throws(CryptoUnavailable) -> String {
        try load()
        return String(cString: ccrypto_version())
    }

    /// Whether `pem`, from its `-----BEGIN` to the end of its `-----END` line, is a certificate.
    ///
    /// - Throws: `CryptoUnavailable` when libcrypto is missing.
    public static func isCertificate(_ pem: some Collection<UInt8>) throws(CryptoUnavailable) -> Bool {
        try load()
        return Array(pem).withUnsafeBytes { ccrypto_is_certificate($0.baseAddress, $0.count) == 1 }
    }

    private static func load() throws(CryptoUnavailable) {
        if let reason = ccrypto_load() { throw CryptoUnavailable(reason: String(cString: reason)) }
    }

    private static func digest(_ fill: (UnsafeMutablePointer<UInt8>?) -> Int32) throws(CryptoUnavailable) -> [UInt8] {
        var isFilled = false
        let bytes = [UInt8](unsafeUninitializedCapacity: digestLength) { buffer, length in
            isFilled = fill(buffer.baseAddress) == 1
            length = isFilled ? digestLength : 0
        }
        guard isFilled else { throw CryptoUnavailable(reason: "libcrypto refused to compute SHA-256") }
        return bytes
    }
}

/// OpenSSL's libcrypto is missing or unusable, so nothing can be signed or checked.
public struct CryptoUnavailable: Error, Hashable, CustomStringConvertible {
    /// What failed and what to install, in one line.
    public let reason: String

    /// Prints the reason.
    public var description: String { reason }
}
