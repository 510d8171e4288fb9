/// What a file of a user's holds, whoever wrote it on whatever system: UTF-8, with or without a mark at its start, lines that
/// end as on Unix, Windows or old Macs.
public struct FileText: Sendable {
    /// The lines, without their ends; the last is empty where the file ends with a line's end.
    public let lines: [String]

    /// Why a file is no text.
    public struct Refusal: Error, Hashable, CustomStringConvertible {
        /// Where, and what: `line 3, column 7: not UTF-8; save the file as UTF-8`.
        public let description: String
    }

    /// Reads the bytes of a file.
    ///
    /// - Throws: `Refusal` with the place of the first byte that is no text.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] where bytes.starts(with: mark) {
            throw Refusal(description: "line 1, column 1: this is UTF-16; save the file as UTF-8")
        }
        var lines: [String] = []
        for line in Self.rawLines(bytes) { lines.append(try Self.text(line, number: lines.count + 1)) }
        self.lines = lines
    }

    /// The lines of a file that may be in any encoding, likewise without a mark and their ends.
    public static func rawLines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = withoutMark(bytes)
        while true {
            let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
            lines.append(line)
            rest = rest[line.endIndex...]
            guard let end = rest.popFirst() else { return lines }
            if end == 0x0D, rest.first == 0x0A { rest.removeFirst() }
        }
    }

    /// The bytes behind a mark, U+FEFF, that Windows puts at the start of a text.
    public static func withoutMark(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    }

    private static func text(_ line: ArraySlice<UInt8>, number: Int) throws(Refusal) -> String {
        if let text = String(validating: line, as: UTF8.self), !line.contains(0) { return text }
        var (column, decoder, bytes) = (1, UTF8(), line.makeIterator())
        while case .scalarValue(let scalar) = decoder.decode(&bytes), scalar.value != 0 { column += 1 }
        throw Refusal(description: "line \(number), column \(column): not UTF-8; save the file as UTF-8")
    }
}

/// Whether a value begins or ends with what nobody means: a blank, a quote, a line's end of another system. Editors and
/// spreadsheets leave it behind, and a key or a name with it is another one.
public func hasOddEnd(_ text: String) -> Bool {
    let isOdd = { (scalar: Unicode.Scalar?) in
        scalar.map { isInvisible($0) || $0.properties.isWhitespace || $0 == "\"" || $0 == "'" } ?? false
    }
    return isOdd(text.unicodeScalars.first) || isOdd(text.unicodeScalars.last)
}
