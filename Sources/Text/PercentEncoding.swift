/// Percent-encoding as Huawei's signature has it, and as URLs take it: only `A-Z a-z 0-9 - _ . ~` stay, hexadecimal
/// digits are upper case, and a space is `%20`.
public enum PercentEncoding {
    /// Returns `text` with everything but unreserved characters as `%XX`.
    public static func encoded(_ text: String) -> String {
        var output: [UInt8] = []
        append(text.utf8, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends `bytes`, encoded.
    public static func append(_ bytes: some Sequence<UInt8>, to output: inout [UInt8]) {
        for byte in bytes {
            if isUnreserved[Int(byte)] {
                output.append(byte)
            } else {
                output.append(UInt8(ascii: "%"))
                output.append(hexDigit(byte >> 4, letters: UInt8(ascii: "A")))
                output.append(hexDigit(byte & 15, letters: UInt8(ascii: "A")))
            }
        }
    }

    /// Whether `segment` can stand between the slashes of a path in one way only: unreserved characters, and no `.` or `..`.
    public static func isCanonicalSegment(_ segment: some StringProtocol) -> Bool {
        !segment.isEmpty && segment != "." && segment != ".." && segment.utf8.allSatisfy { isUnreserved[Int($0)] }
    }

    /// Undoes `%XX`; anything that only looks like it stays as it is. Bytes that are no UTF-8 become U+FFFD.
    public static func decoded(_ text: Substring) -> String {
        String(decoding: decoded(Array(text.utf8)), as: UTF8.self)
    }

    /// Undoes `%XX`; anything that only looks like it stays as it is. Bytes that are no UTF-8 become U+FFFD, because
    /// Huawei's signer goes through text here, and both ends must hash the same.
    public static func decoded(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, let high = digits.first.flatMap(hexValue),
                let low = digits.dropFirst().first.flatMap(hexValue)
            {
                output.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                output.append(byte)
            }
        }
        return output.allSatisfy { $0 < 0x80 } ? output : Array(String(decoding: output, as: UTF8.self).utf8)
    }

    private static let isUnreserved: [Bool] = (0..<256).map { value in
        switch UInt8(value) {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
