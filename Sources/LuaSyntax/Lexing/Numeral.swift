import Glibc
import Text

/// What a numeral stands for.
enum Numeral: Hashable {
    case integer(Int64)
    case number(Double)

    /// Reads a numeral; nil when Lua calls `text` malformed.
    init?(_ text: ArraySlice<UInt8>) {
        if let integer = Self.integer(text) {
            self = .integer(integer)
        } else if let number = Self.number(text) {
            self = .number(number)
        } else {
            return nil
        }
    }

    /// Hexadecimal integers wrap around; decimal ones that are too large are numbers.
    private static func integer(_ text: ArraySlice<UInt8>) -> Int64? {
        let isHexadecimal = text.count > 1 && text[text.startIndex + 1] | 0x20 == UInt8(ascii: "x")
        let digits = isHexadecimal ? text.dropFirst(2) : text
        guard !digits.isEmpty else { return nil }
        if isHexadecimal {
            let values = digits.compactMap(hexValue)
            return values.count == digits.count ? Int64(bitPattern: values.reduce(0) { $0 << 4 | UInt64($1) }) : nil
        }
        guard digits.allSatisfy(isDigit) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, exceeds) = product.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
            if overflows || exceeds { return nil }
            value = sum
        }
        return value
    }

    /// Reads a decimal or hexadecimal floating point number by the C library, as Lua does.
    private static func number(_ text: ArraySlice<UInt8>) -> Double? {
        let characters = text.map { CChar(bitPattern: $0) } + [0]
        return characters.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            return end.map { UnsafePointer($0) } == start + text.count ? value : nil
        }
    }
}
