import CPHSigner
import Text

/// A point in time in the spellings that the service's answers use, all UTC.
struct Timestamp {
    /// Since 1970.
    let milliseconds: Int

    var seconds: Int { milliseconds / 1000 }

    /// `2026-01-02T03:04:05Z`, as servers carry it.
    var iso: String { "\(date("-"))T\(time(":"))Z" }

    /// `2026-01-02T03:04:05.000000Z`, as tokens carry it.
    var isoWithMicroseconds: String { "\(date("-"))T\(time(":")).\(zeroPadded(milliseconds % 1000, 3))000Z" }

    /// `Fri, 02 Jan 2026 03:04:05 GMT`, as the HTTP header `Date` has it.
    var http: String {
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][seconds / 86_400 % 7]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = months[(Int(digits(4..<6)) ?? 1) - 1]
        return "\(weekday), \(digits(6..<8)) \(month) \(digits(0..<4)) \(time(":")) GMT"
    }

    /// `2601020304`: year to minute, as order ids carry it.
    var orderStamp: String { String(digits(2..<8)) + String(digits(9..<13)) }

    private let compact: [Character]

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
        compact = Array(SDKDate.string(unixSeconds: milliseconds / 1000))
    }

    /// The same day and time so many months later; the last day of a month that is too short.
    func adding(months: Int) -> Timestamp {
        let (year, month, day) = (Int(digits(0..<4)) ?? 1970, Int(digits(4..<6)) ?? 1, Int(digits(6..<8)) ?? 1)
        let total = year * 12 + month - 1 + months
        let first = Self.days(year: total / 12, month: total % 12 + 1)
        let next = Self.days(year: (total + 1) / 12, month: (total + 1) % 12 + 1)
        let target = min(first + day - 1, next - 1)
        let today = Self.days(year: year, month: month) + day - 1
        return Timestamp(milliseconds: milliseconds + (target - today) * 86_400_000)
    }

    /// Days from 1970 to the first of a month, in the Gregorian calendar.
    private static func days(year: Int, month: Int) -> Int {
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400 - 477
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        return (year - 1970) * 365 + leapDays + before + (isLeap && month > 2 ? 1 : 0)
    }

    /// Part of `YYYYMMDDTHHMMSSZ`.
    private func digits(_ range: Range<Int>) -> String { String(compact[range]) }

    private func date(_ separator: String) -> String {
        [digits(0..<4), digits(4..<6), digits(6..<8)].joined(separator: separator)
    }

    private func time(_ separator: String) -> String {
        [digits(9..<11), digits(11..<13), digits(13..<15)].joined(separator: separator)
    }
}
