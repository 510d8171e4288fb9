import Text

/// The date of HTTP headers, written in the one form that RFC 9110 lets anybody send: `Tue, 15 Nov 1994 08:12:31 GMT`.
public enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Writes the date of a number of seconds since 1970.
    public static func text(unixSeconds: Int) -> String {
        let time = CivilTime(unixSeconds: unixSeconds)
        let date = "\(zeroPadded(time.day, 2)) \(months[time.month - 1]) \(zeroPadded(time.year, 4))"
        return "\(weekdays[time.weekday]), \(date) \(clockText(time)) GMT"
    }

    /// Reads seconds since 1970 in any of the forms of RFC 9110, section 5.6.7, the two obsolete ones too; nil for all others,
    /// and when there is no such day or time. The day of the week may be wrong: the date counts.
    public static func unixSeconds(_ text: String) -> Int? {
        let parts = text.split(separator: " ").map { String($0) }
        let fields: (day: String, month: String, year: String, clock: String)
        switch parts.count {
        // Sun, 06 Nov 1994 08:49:37 GMT, of which some say UTC, +0000 or leave the day's zero out.
        case 6 where parts[0].hasSuffix(",") && isUTC(parts[5]):
            fields = (parts[1], parts[2], parts[3], parts[4])
        // Sunday, 06-Nov-94 08:49:37 GMT
        case 4 where parts[0].hasSuffix(",") && isUTC(parts[3]):
            let date = parts[1].split(separator: "-").map { String($0) }
            guard date.count == 3, let year = Int(date[2]), date[2].utf8.count == 2 else { return nil }
            fields = (date[0], date[1], "\(year + (year < 70 ? 2000 : 1900))", parts[2])
        // Sun Nov  6 08:49:37 1994
        case 5: fields = (parts[2], parts[1], parts[4], parts[3])
        default: return nil
        }
        return unixSeconds(fields.day, fields.month, fields.year, fields.clock)
    }

    private static func isUTC(_ zone: String) -> Bool { ["GMT", "UTC", "Z", "+0000", "-0000"].contains(zone) }

    private static func unixSeconds(_ day: String, _ month: String, _ year: String, _ clock: String) -> Int? {
        guard let month = months.firstIndex(of: month), let year = number(year[...], digits: 4),
            let day = number(day[...], digits: 2) ?? number(day[...], digits: 1)
        else { return nil }
        let clock = clock.split(separator: ":", omittingEmptySubsequences: false).map { number($0, digits: 2) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
        return CivilTime(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)?
            .unixSeconds
    }

    private static func number(_ text: Substring, digits: Int) -> Int? {
        text.utf8.count == digits ? CivilTime.number(text.utf8) : nil
    }
}
