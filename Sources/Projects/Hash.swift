public import CPHSigner

/// SHA-256 of a file's bytes, in hexadecimal.
public func sha256Text(_ bytes: [UInt8]) throws(CryptoUnavailable) -> String {
    try Crypto.sha256(bytes).map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
}
