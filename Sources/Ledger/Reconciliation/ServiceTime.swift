/// Times as the service writes them, in milliseconds since 1970, UTC.
enum ServiceTime {
    /// `2026-01-02T03:04:05Z`, with or without a fraction; nil for anything else.
    static func iso(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[4] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":")
        else { return nil }
        let parts = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].map { number(bytes[$0]) }
        return milliseconds(parts)
    }

    /// `Fri, 02 Jan 2026 03:04:05 GMT`, as the HTTP header `Date` has it; nil for anything else.
    static func http(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29, text.hasSuffix("GMT") else { return nil }
        let name = String(decoding: bytes[8..<11], as: UTF8.self)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = months.firstIndex(of: name).map { $0 + 1 }
        let parts = [
            number(bytes[12..<16]), month, number(bytes[5..<7]), number(bytes[17..<19]), number(bytes[20..<22]),
            number(bytes[23..<25]),
        ]
        return milliseconds(parts)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: digits, as: UTF8.self))
    }

    /// From year, month, day, hour, minute and second.
    private static func milliseconds(_ parts: [Int?]) -> Int? {
        let known = parts.compactMap(\.self)
        guard known.count == 6, (1970...9999).contains(known[0]), (1...12).contains(known[1]) else { return nil }
        let day = days(known[0], known[1], known[2])
        return (((day * 24 + known[3]) * 60 + known[4]) * 60 + known[5]) * 1000
    }

    /// Days since 1970-01-01. Years are counted from March, so that a leap day is the last of its year.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
