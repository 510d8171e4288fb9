import Text

/// Derives ids from a text, for things that no purchase made: the disk of a server, the VPC of a subnet.
enum DerivedID {
    /// An id in the form of a UUID.
    static func uuid(_ text: String) -> String {
        let digits = Array((String(hex: hash(text, 0)) + String(hex: hash(text, 1))).utf8)
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: digits[$0], as: UTF8.self) }
        return parts.joined(separator: "-")
    }

    /// An id of 32 hexadecimal digits.
    static func hexID(_ text: String) -> String { String(hex: hash(text, 2)) + String(hex: hash(text, 3)) }

    /// Hashes by FNV-1a and mixes the bits, so that texts that differ in one letter differ everywhere.
    private static func hash(_ text: String, _ salt: UInt64) -> UInt64 {
        let start: UInt64 = 0xCBF2_9CE4_8422_2325 &+ salt
        let hash = text.utf8.reduce(start) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        var mixer = SplitMix64(seed: hash)
        return mixer.next()
    }
}
