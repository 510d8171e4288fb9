/// Byte-level helpers: signing works on UTF-8 buffers, because String comparison is by Unicode collation (the service
/// sorts by code point) and because String building would cost more than the hashes.
extension [UInt8] {
    /// Appends `bytes` as lower-case hexadecimal digits.
    mutating func append(hex bytes: [UInt8]) {
        for byte in bytes {
            append(hexDigit(byte >> 4, letters: UInt8(ascii: "a")))
            append(hexDigit(byte & 15, letters: UInt8(ascii: "a")))
        }
    }

    mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}

extension String {
    /// `bytes` as lower-case hexadecimal digits.
    public init(hex bytes: [UInt8]) {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        digits.append(hex: bytes)
        self.init(decoding: digits, as: UTF8.self)
    }
}

/// The digit for a value of 0 to 15; above 9 it is counted from `letters`, which chooses the case.
func hexDigit(_ value: UInt8, letters: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : letters + value - 10
}

/// The value of a hexadecimal digit of either case.
func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}

/// ASCII lower case; header names are ASCII, and `String.lowercased()` would consult Unicode tables for each.
func asciiLowercased(_ name: String) -> [UInt8] {
    name.utf8.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
}

/// The text without white space at its ends; what is inside stays.
func trimmed(_ text: String) -> Substring.UTF8View {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (9...13).contains(byte) }
    var bytes = text.utf8[...]
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
}
