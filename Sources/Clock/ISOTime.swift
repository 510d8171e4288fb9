import Text

/// Times as ISO 8601 has them, always UTC: `2026-01-02T03:04:05Z`, or `20260102T030405Z` without separators.
public enum ISOTime {
    /// Writes `2026-01-02T03:04:05Z`.
    public static func text(unixSeconds: Int) -> String {
        let time = CivilTime(unixSeconds: unixSeconds)
        let date = "\(zeroPadded(time.year, 4))-\(zeroPadded(time.month, 2))-\(zeroPadded(time.day, 2))"
        return "\(date)T\(clockText(time))Z"
    }

    /// Writes `20260102T030405Z`.
    public static func compactText(unixSeconds: Int) -> String {
        // Every request is signed with one: digits are written without a text for each number.
        let time = CivilTime(unixSeconds: unixSeconds)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        append(time.year * 10_000 + time.month * 100 + time.day, digits: 8, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        append(time.hour * 10_000 + time.minute * 100 + time.second, digits: 6, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `2026-01-02T03:04:05Z` as seconds since 1970. A fraction of a second may stand before the `Z`, and is left
    /// out. Nil for any other form, and when there is no such day or time.
    public static func unixSeconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), isFraction(bytes[19...].dropLast()),
            marks(bytes, "-", at: 4, 7), marks(bytes, "T", at: 10), marks(bytes, ":", at: 13, 16),
            let date = CivilTime.number(bytes[0..<4] + bytes[5..<7] + bytes[8..<10]),
            let time = CivilTime.number(bytes[11..<13] + bytes[14..<16] + bytes[17..<19])
        else { return nil }
        return CivilTime(date: date, time: time)?.unixSeconds
    }

    /// Reads exactly `20260102T030405Z` as seconds since 1970; nil for any other form, and when there is no such day or
    /// time.
    public static func compactUnixSeconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, marks(bytes, "T", at: 8), marks(bytes, "Z", at: 15),
            let date = CivilTime.number(bytes[0..<8]), let time = CivilTime.number(bytes[9..<15])
        else { return nil }
        return CivilTime(date: date, time: time)?.unixSeconds
    }

    /// Whether the bytes are nothing, or a dot with digits behind it.
    private static func isFraction(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.isEmpty || bytes.first == UInt8(ascii: ".") && CivilTime.number(bytes.dropFirst().prefix(18)) != nil
    }

    private static func marks(_ bytes: [UInt8], _ mark: Unicode.Scalar, at places: Int...) -> Bool {
        places.allSatisfy { bytes[$0] == UInt8(ascii: mark) }
    }

    private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}

/// `03:04:05`
func clockText(_ time: CivilTime) -> String {
    "\(zeroPadded(time.hour, 2)):\(zeroPadded(time.minute, 2)):\(zeroPadded(time.second, 2))"
}

extension CivilTime {
    /// - Parameters:
    ///   - date: `YYYYMMDD` as a number.
    ///   - time: `HHMMSS` as a number.
    init?(date: Int, time: Int) {
        self.init(
            year: date / 10_000, month: date / 100 % 100, day: date % 100, hour: time / 10_000,
            minute: time / 100 % 100, second: time % 100)
    }

    /// Reads one to 18 ASCII digits; nil for anything else.
    static func number(_ digits: some Collection<UInt8>) -> Int? {
        guard (1...18).contains(digits.count) else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
