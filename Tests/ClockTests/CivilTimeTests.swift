import Clock
import Testing

struct CivilTimeTests {
    @Test func `every day of four centuries follows the one before`() throws {
        var last = CivilTime(unixSeconds: -86_400 * 80_000)
        for days in -79_999...80_000 {
            let time = CivilTime(unixSeconds: days * 86_400)
            let isNext =
                time.day == last.day + 1 && time.month == last.month
                || time.day == 1 && (time.month, time.year) == (last.month + 1, last.year)
                || time.day == 1 && (time.month, time.year, last.month) == (1, last.year + 1, 12)
            try #require(isNext && time.weekday == (last.weekday + 1) % 7 && time.unixSeconds == days * 86_400)
            last = time
        }
    }

    @Test(arguments: [
        (2026, 2, 30, 0, 0, 0), (2100, 2, 29, 0, 0, 0), (2026, 13, 1, 0, 0, 0), (2026, 0, 1, 0, 0, 0),
        (2026, 4, 31, 0, 0, 0), (2026, 1, 1, 24, 0, 0), (2026, 1, 1, 0, 60, 0), (2026, 1, 1, 0, 0, 60),
        (2026, 1, 0, 0, 0, 0), (10_000, 1, 1, 0, 0, 0),
    ])
    func `there is no such day or time`(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        #expect(CivilTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second) == nil)
    }

    @Test(arguments: [
        ("2026-01-31T03:04:05Z", 1, "2026-02-28T03:04:05Z"), ("2024-01-31T03:04:05Z", 1, "2024-02-29T03:04:05Z"),
        ("2026-12-15T00:00:00Z", 1, "2027-01-15T00:00:00Z"), ("2026-03-31T00:00:00Z", -1, "2026-02-28T00:00:00Z"),
        ("2026-01-02T03:04:05Z", 36, "2029-01-02T03:04:05Z"), ("2024-02-29T00:00:00Z", 12, "2025-02-28T00:00:00Z"),
    ])
    func `adds months`(from: String, months: Int, to: String) throws {
        let time = CivilTime(unixSeconds: try #require(ISOTime.unixSeconds(from)))
        #expect(ISOTime.text(unixSeconds: time.adding(months: months).unixSeconds) == to)
    }
}
