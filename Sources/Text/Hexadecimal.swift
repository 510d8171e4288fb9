extension String {
    /// Writes `bytes` as lower-case hexadecimal digits, two for each.
    public init(hex bytes: [UInt8]) {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        digits.append(hex: bytes)
        self.init(decoding: digits, as: UTF8.self)
    }

    /// Writes `number` as 16 lower-case hexadecimal digits.
    public init(hex number: UInt64) {
        self.init(hex: stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) })
    }
}

extension [UInt8] {
    /// Appends `bytes` as lower-case hexadecimal digits, two for each.
    public mutating func append(hex bytes: [UInt8]) {
        for byte in bytes {
            append(hexDigit(byte >> 4, letters: UInt8(ascii: "a")))
            append(hexDigit(byte & 15, letters: UInt8(ascii: "a")))
        }
    }
}

/// Returns the digit for a value of 0 to 15; above 9 it is counted from `letters`, which chooses the case.
@inlinable public func hexDigit(_ value: UInt8, letters: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : letters + value - 10
}

/// Returns the value of a hexadecimal digit of either case; nil for every other byte.
@inlinable public func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
}
