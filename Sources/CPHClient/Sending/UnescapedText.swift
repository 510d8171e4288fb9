import Text

/// A text with its escapes undone, which knows where each byte stands in the text as it came.
struct UnescapedText {
    /// As it came.
    let source: [UInt8]
    /// Without escapes.
    private(set) var bytes: [UInt8] = []
    /// Where each of `bytes` begins in `source`; empty when nothing was escaped. No answer is larger than 4 GiB.
    private var starts: [UInt32] = []

    /// A text without escapes.
    init(plain source: [UInt8]) { (self.source, bytes) = (source, source) }

    /// A text in which JSON may escape any character: `\u0041`, `\/`, surrogate pairs.
    init(json source: [UInt8]) { self.init(source, marked: UInt8(ascii: "\\"), Self.jsonEscape) }

    /// A text in which any byte may be `%XX`.
    init(url source: [UInt8]) { self.init(source, marked: UInt8(ascii: "%"), Self.percentEscape) }

    /// Where the byte at `position` begins in the source; its end for the position behind the last byte.
    func start(of position: Int) -> Int {
        if starts.isEmpty { return position }
        return position < starts.count ? Int(starts[position]) : source.count
    }

    private init(_ source: [UInt8], marked mark: UInt8, _ escape: (ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)?)
    {
        self.init(plain: source)
        guard source.contains(mark) else { return }
        bytes = []
        var position = 0
        while position < source.count {
            let found = source[position] == mark ? escape(source[position...]) : nil
            for byte in found?.bytes ?? [source[position]] {
                bytes.append(byte)
                starts.append(UInt32(truncatingIfNeeded: position))
            }
            position += found?.length ?? 1
        }
    }

    private static func percentEscape(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
        number(rest.dropFirst().prefix(2), digits: 2).map { ([UInt8($0)], 3) }
    }

    private static func jsonEscape(_ rest: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
        guard let letter = rest.dropFirst().first else { return nil }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([letter], 2)
        case UInt8(ascii: "u"):
            guard let unit = number(rest.dropFirst(2).prefix(4), digits: 4) else { return nil }
            if let scalar = Unicode.Scalar(unit) { return (Array(String(Character(scalar)).utf8), 6) }
            let second = rest.dropFirst(6)
            guard second.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]),
                let low = number(second.dropFirst(2).prefix(4), digits: 4), (0xDC00...0xDFFF).contains(low),
                (0xD800...0xDBFF).contains(unit),
                let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            else { return nil }
            return (Array(String(Character(scalar)).utf8), 12)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, digits count: Int) -> UInt32? {
        guard digits.count == count else { return nil }
        var number: UInt32 = 0
        for digit in digits {
            guard let value = hexValue(digit) else { return nil }
            number = number << 4 | UInt32(value)
        }
        return number
    }
}
