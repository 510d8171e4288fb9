import Clock
import Text

/// A point in time in the spellings that the service's answers use, all UTC.
struct Timestamp {
    /// Since 1970.
    let milliseconds: Int

    var seconds: Int { milliseconds / 1000 }

    /// `2026-01-02T03:04:05Z`, as servers carry it.
    var iso: String { ISOTime.text(unixSeconds: seconds) }

    /// `2026-01-02T03:04:05.000000Z`, as tokens carry it.
    var isoWithMicroseconds: String { "\(isoWithMilliseconds.dropLast())000Z" }

    /// `2026-01-02T03:04:05.000Z`, as keys of STS carry it.
    var isoWithMilliseconds: String { "\(iso.dropLast()).\(zeroPadded(milliseconds % 1000, 3))Z" }

    /// `Fri, 02 Jan 2026 03:04:05 GMT`, as the HTTP header `Date` has it.
    var http: String { HTTPDate.text(unixSeconds: seconds) }

    /// `2601020304`: year to minute, as order ids carry it.
    var orderStamp: String {
        let digits = ISOTime.compactText(unixSeconds: seconds).filter { $0 != "T" && $0 != "Z" }
        return String(digits.dropFirst(2).dropLast(2))
    }

    /// The same day and time so many months later; the last day of a month that is too short.
    func adding(months: Int) -> Timestamp {
        let later = CivilTime(unixSeconds: seconds).adding(months: months)
        return Timestamp(milliseconds: later.unixSeconds * 1000 + milliseconds % 1000)
    }
}
