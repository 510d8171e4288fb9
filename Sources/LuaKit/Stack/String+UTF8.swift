extension String {
    /// Nil unless the bytes are valid UTF-8. Unlike `String(validating:as:)` it costs no look-up of generic metadata.
    @inlinable
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: text)
    }

    /// Up to 15 ASCII bytes, put together in registers: most names and ids of a script, at a fifth of the time that the
    /// standard library's own initialisers take. Nil for all else.
    @inlinable @inline(__always)
    init?(smallASCII start: UnsafeRawPointer, count: Int) {
        guard count <= 15 else { return nil }
        let (low, high) = smallWords(start, count)
        guard (low | high) & 0x8080_8080_8080_8080 == 0 else { return nil }
        self = smallString(low, high, count: count)
    }
}

extension String {
    /// A short string as two numbers that hold its bytes, and how many these are; nil for all others. Costs no copy.
    @inlinable @inline(__always)
    var smallForm: (words: (UInt64, UInt64), count: Int)? {
        let words = unsafeBitCast(self, to: (UInt64, UInt64).self)
        return words.1 & smallBit == 0 ? nil : (words, Int(words.1 >> 56 & 0xF))
    }
}

/// Set in the second word of a short string that is ASCII.
@usableFromInline let asciiBit: UInt64 = 1 << 62

/// Set in the second word of all short strings and of no other.
@usableFromInline let smallBit: UInt64 = 1 << 61

/// Whether short strings are what this file takes them for. Their form is frozen on Apple's platforms and the same here;
/// should a compiler ever change it, no state is made. A look each time would cost as much as the reading.
let hasKnownSmallForm: Bool =
    MemoryLayout<String>.size == 16 && 1.littleEndian == 1
    && ["", "a", "abcdefg", "abcdefgh", "abcdefghijklmno", "é", "日本語grün"].allSatisfy { text in
        let bytes = Array(text.utf8)
        let words = bytes.withUnsafeBytes { bytes in bytes.baseAddress.map { smallWords($0, bytes.count) } ?? (0, 0) }
        let form = unsafeBitCast(text, to: (UInt64, UInt64).self)
        let mark = smallMark(bytes.count) & ~(text.utf8.allSatisfy { $0 < 0x80 } ? 0 : asciiBit)
        return form == (words.0, words.1 | mark) && form.1 & smallBit != 0
    }
    && unsafeBitCast("abcdefghijklmnop", to: (UInt64, UInt64).self).1 & smallBit == 0

/// What the last byte of an ASCII string of so many bytes says: small, ASCII, the count.
@inlinable @inline(__always)
func smallMark(_ count: Int) -> UInt64 { UInt64(0xE0 | count) << 56 }

/// `hasKnownSmallForm` has compared this with strings that the standard library made.
@inlinable @inline(__always)
func smallString(_ low: UInt64, _ high: UInt64, count: Int) -> String {
    var words = (low, high | smallMark(count))
    return withUnsafeMutableBytes(of: &words) { $0.assumingMemoryBound(to: String.self)[0] }
}

/// The bytes as two numbers, the first byte lowest. Reads nothing beyond them: long loads overlap instead.
@inlinable @inline(__always)
func smallWords(_ start: UnsafeRawPointer, _ count: Int) -> (low: UInt64, high: UInt64) {
    if count > 8 {
        let last = start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        return (start.loadUnaligned(as: UInt64.self), last >> UInt64((16 - count) * 8))
    }
    if count >= 4 {
        let first = UInt64(start.loadUnaligned(as: UInt32.self))
        let last = UInt64(start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        return (first | last << UInt64((count - 4) * 8), 0)
    }
    var low: UInt64 = 0
    for offset in 0..<count { low |= UInt64(start.load(fromByteOffset: offset, as: UInt8.self)) << UInt64(offset * 8) }
    return (low, 0)
}
