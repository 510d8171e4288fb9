import Clock
import Testing

/// Days and months begin where a zone's clocks say so.
struct CalendarZoneTests {
    private func time(_ text: String) throws -> Int { try #require(ISOTime.unixSeconds(text)) }

    @Test(arguments: [
        ("UTC", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z"),
        ("UTC", "2026-02-28T23:59:59Z", "2026-02-28T00:00:00Z", "2026-02-01T00:00:00Z"),
        ("+08:00", "2026-02-28T15:59:59Z", "2026-02-27T16:00:00Z", "2026-01-31T16:00:00Z"),
        ("+08:00", "2026-02-28T16:00:00Z", "2026-02-28T16:00:00Z", "2026-02-28T16:00:00Z"),
        ("-03:30", "2026-01-01T03:29:59Z", "2025-12-31T03:30:00Z", "2025-12-01T03:30:00Z"),
        ("+14:00", "2024-02-29T09:59:00Z", "2024-02-28T10:00:00Z", "2024-01-31T10:00:00Z"),
    ])
    func `a day and a month begin`(zone: String, now: String, day: String, month: String) throws {
        let zone = try #require(CalendarZone(zone))
        #expect(zone.startOfDay(try time(now)) == (try time(day)))
        #expect(zone.startOfMonth(try time(now)) == (try time(month)))
    }

    @Test(arguments: ["UTC", "+08:00", "-03:30", "+14:00", "-14:00", "+05:45", "Asia/Shanghai"])
    func `it says what it was read from`(text: String) { #expect(CalendarZone(text)?.description == text) }

    @Test(arguments: [
        "", "utc", "Z", "+8", "+08", "08:00", "+0800", "+14:01", "+15:00", "+08:60", "Asia/Nowhere", "+०8:00", "Asia",
        "/Asia/Shanghai",
        "../zoneinfo/Asia/Shanghai", "Asia/../Asia/Shanghai", "Asia//Shanghai", ".", "zone.tab", "posixrules/",
    ])
    func `anything else is none`(text: String) { #expect(CalendarZone(text) == nil) }

    @Test func `shows times as its clocks do`() throws {
        let zone = try #require(CalendarZone("+08:00"))
        #expect(zone.text(unixSeconds: try time("2026-11-30T16:05:00Z")) == "2026-12-01 00:05 +08:00")
        #expect(CalendarZone.utc.text(unixSeconds: try time("2026-11-30T16:05:00Z")) == "2026-11-30 16:05 UTC")
    }
}
