/// The form of time in `X-Sdk-Date`: `YYYYMMDDTHHMMSSZ`, always UTC.
public enum SDKDate {
    /// - Parameter unixSeconds: Seconds since 1970; years 0 to 9999 have a spelling.
    public static func string(unixSeconds: Int) -> String {
        let days = unixSeconds.flooringDivision(by: 86_400)
        let second = unixSeconds - days * 86_400
        let date = civil(fromDays: days)
        let digits =
            padded(date.year, 4) + padded(date.month, 2) + padded(date.day, 2) + [UInt8(ascii: "T")]
            + padded(second / 3600, 2) + padded(second / 60 % 60, 2) + padded(second % 60, 2) + [UInt8(ascii: "Z")]
        return String(decoding: digits, as: UTF8.self)
    }

    /// Seconds since 1970, or nil when `text` is not exactly of this form or no such day exists.
    public static func unixSeconds(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z"),
            let date = number(bytes[0..<8]), let time = number(bytes[9..<15])
        else { return nil }
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        let days = days(year: date / 10_000, month: date / 100 % 100, day: date % 100)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
        return string(unixSeconds: seconds) == text ? seconds : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ value: Int, _ width: Int) -> [UInt8] {
        var value = value
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: width)
        for index in digits.indices.reversed() {
            digits[index] += UInt8(value % 10)
            value /= 10
        }
        return digits
    }

    // Years are counted from March, so that the leap day is a year's last; an era is 400 years of 146,097 days.

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let era = year.flooringDivision(by: 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = days.flooringDivision(by: 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int {
    fileprivate func flooringDivision(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
