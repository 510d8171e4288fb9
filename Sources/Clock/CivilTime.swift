/// A second of UTC by the Gregorian calendar, years 0 to 9999.
public struct CivilTime: Hashable, Sendable {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, 1 to 31.
    public let day: Int
    /// The hour, 0 to 23.
    public let hour: Int
    /// The minute, 0 to 59.
    public let minute: Int
    /// The second, 0 to 59: leap seconds have no place in Unix time.
    public let second: Int

    /// Makes the time that is so many seconds after the start of 1970, UTC.
    public init(unixSeconds: Int) {
        let days = unixSeconds.flooringDivision(by: secondsOfDay)
        let rest = unixSeconds - days * secondsOfDay
        (year, month, day) = civil(fromDays: days)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// Makes a time from its parts; nil when there is no such day or no such time of a day.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0..<24).contains(hour),
            (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        self.init(unixSeconds: days(year, month, day) * secondsOfDay + hour * 3600 + minute * 60 + second)
        // The 30th of February has become a day of March.
        guard self.day == day else { return nil }
    }

    /// The seconds since the start of 1970.
    public var unixSeconds: Int { days(year, month, day) * secondsOfDay + hour * 3600 + minute * 60 + second }

    /// The day of the week: 0 is Sunday, 6 is Saturday.
    public var weekday: Int {
        let days = days(year, month, day) + 4
        return days - days.flooringDivision(by: 7) * 7
    }

    /// Returns the same day and time so many months later; the last day of a month that is too short.
    public func adding(months: Int) -> CivilTime {
        let total = year * 12 + month - 1 + months
        let first = days(total.flooringDivision(by: 12), total - total.flooringDivision(by: 12) * 12 + 1, 1)
        let following = (total + 1).flooringDivision(by: 12)
        let next = days(following, total + 1 - following * 12 + 1, 1)
        let target = min(first + day - 1, next - 1)
        return CivilTime(unixSeconds: unixSeconds + (target - days(year, month, day)) * secondsOfDay)
    }
}

private let secondsOfDay = 86_400

// Years are counted from March, so that the leap day is a year's last; an era is 400 years of 146,097 days.

/// Days from 1970-01-01 to a day; one that its month does not have counts on into the next.
private func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month > 2 ? year : year - 1
    let era = year.flooringDivision(by: 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

private func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let days = days + 719_468
    let era = days.flooringDivision(by: 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
}

extension Int {
    fileprivate func flooringDivision(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : (self + 1) / divisor - 1
    }
}
