import Text

/// A generator whose whole state is one number, so that it can be seeded, kept in the state file and replayed.
public struct SplitMix64: RandomNumberGenerator, Hashable, Sendable {
    /// The whole state; a generator made of it goes on where this one is.
    public private(set) var state: UInt64

    /// Starts at `seed`; the same seed gives the same numbers.
    public init(seed: UInt64) { state = seed }

    /// A generator of its own for `purpose`, so that draws for one thing do not shift those for another.
    init(seed: UInt64, purpose: Int) {
        var mixer = SplitMix64(seed: seed &+ UInt64(truncatingIfNeeded: purpose) &* 0x9E37_79B9_7F4A_7C15)
        state = mixer.next()
    }

    /// Draws the next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension RandomNumberGenerator {
    /// 32 lower-case hexadecimal digits, the form of the service's ids.
    mutating func hexID() -> String { String(hex: next()) + String(hex: next()) }

    /// `count` characters out of 0-9 and A-Z.
    mutating func capitals(_ count: Int) -> String {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        let characters = (0..<count).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
        return String(decoding: characters, as: UTF8.self)
    }
}
