import Schema
import Text

extension Rule where V == String {
    /// The only spelling of a time that the billing service takes.
    static var utcTime: Rule {
        Rule(.pattern, "must be a UTC time, such as 2026-01-02T03:04:05Z") { text in
            let pattern = Array("0000-00-00T00:00:00Z".utf8)
            let bytes = Array(text.utf8)
            let fits =
                bytes.count == pattern.count
                && zip(bytes, pattern).allSatisfy { byte, mark in
                    mark == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == mark
                }
            return fits ? nil : "is \(quoted(text))"
        }
    }
}
