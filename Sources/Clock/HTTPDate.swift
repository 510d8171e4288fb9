import Text

/// The date of HTTP headers, in the one form that RFC 9110 lets anybody send: `Tue, 15 Nov 1994 08:12:31 GMT`.
public enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes the date of a number of seconds since 1970.
    public static func text(unixSeconds: Int) -> String {
        let time = CivilTime(unixSeconds: unixSeconds)
        let date = "\(zeroPadded(time.day, 2)) \(months[time.month - 1]) \(zeroPadded(time.year, 4))"
        return "\(weekdays[time.weekday]), \(date) \(clockText(time)) GMT"
    }

    /// Reads seconds since 1970; nil for any other form, the two obsolete ones of RFC 9110 too, and when there is no such
    /// day or time. The day of the week may be wrong: the date counts.
    public static func unixSeconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].hasSuffix(","), parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])), let day = number(parts[1], digits: 2),
            let year = number(parts[3], digits: 4)
        else { return nil }
        let clock = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        return CivilTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)?
            .unixSeconds
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits ? CivilTime.number(text.utf8) : nil
    }
}
