import Files
import Testing

@testable import Clock

/// Zones with names: what their clocks show, and when their days begin.
struct ZoneFileTests {
    /// Offsets by Python's `zoneinfo`, of the past and of years for which a file has only a rule.
    private static let known: [(zone: String, offsets: [(time: Int, offset: Int)])] = [
        (
            "Asia/Shanghai",
            [(-1_237_942_800, 28_800), (488_671_200, 28_800), (1_776_733_200, 28_800), (2_372_238_000, 28_800)]
        ),
        ("Europe/Berlin", [(-1_241_629_200, 3600), (490_503_600, 7200), (1_544_187_600, 3600), (2_374_020_000, 3600)]),
        ("America/New_York", [(-1_255_496_400, -18_000), (1_524_636_000, -14_400), (2_378_095_200, -14_400)]),
        ("Australia/Sydney", [(-1_239_422_400, 36_000), (1_515_762_000, 39_600), (2_370_416_400, 39_600)]),
        ("Asia/Kolkata", [(-1_237_161_600, 19_800), (2_373_289_200, 19_800)]),
        ("Pacific/Chatham", [(483_836_400, 45_900), (1_516_280_400, 49_500), (2_368_054_800, 49_500)]),
        ("Europe/Dublin", [(-1_232_946_000, 0), (481_446_000, 3600), (2_397_812_400, 0)]),
        ("America/Sao_Paulo", [(500_079_600, -7200), (1_521_853_200, -10_800), (2_382_591_600, -10_800)]),
        ("Pacific/Apia", [(1_307_235_600, -39_600), (1_531_195_200, 46_800), (2_389_100_400, 46_800)]),
    ]

    @Test func `clocks show what others say that they show`() throws {
        for (name, offsets) in Self.known {
            let zone = try #require(ZoneFile(named: name))
            for (time, offset) in offsets { #expect(zone.offset(at: time) == offset, "\(name) at \(time)") }
        }
    }

    /// A file's rule and its table agree where both know.
    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin"), ("EST5EDT,M3.2.0,M11.1.0", "America/New_York"),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "Australia/Sydney"), ("IST-1GMT0,M10.5.0,M3.5.0/1", "Europe/Dublin"),
        ("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "Pacific/Chatham"), ("CST-8", "Asia/Shanghai"),
        ("<-03>3", "America/Sao_Paulo"),
    ])
    func `rules set clocks forward and back when tables do`(text: String, name: String) throws {
        let rule = try #require(ZoneRule(text))
        let zone = try #require(ZoneFile(named: name))
        // From 2024 to 2035: each day, and on both sides of each hour of those on which clocks are set.
        for day in stride(from: 1_704_067_200, to: 2_066_000_000, by: 86_400) {
            let isQuiet = zone.offset(at: day) == zone.offset(at: day + 86_400)
            let hours = isQuiet ? [day] : (1...24).flatMap { [day + $0 * 3600 - 1, day + $0 * 3600] }
            for second in hours where rule.offset(at: second) != zone.offset(at: second) {
                Issue.record("\(name) at \(second): \(rule.offset(at: second)), not \(zone.offset(at: second))")
                return
            }
        }
    }

    // In 2028, a leap year, 60 days lie before the 1st of March: J60 is that day in every year, 59 is the 29th of February where
    // there is one, and J59 is the 28th.
    @Test(arguments: [
        ("XXX0YYY,J60/0,J300/0", 2028, 60), ("XXX0YYY,59/0,300/0", 2028, 59), ("XXX0YYY,J59/0,J300/0", 2028, 58),
    ])
    func `days are counted with and without the leap day`(text: String, year: Int, day: Int) throws {
        let rule = try #require(ZoneRule(text))
        let start = try #require(CivilTime(year: year, month: 1, day: 1)).unixSeconds + day * 86_400
        #expect(rule.offset(at: start - 1) == 0 && rule.offset(at: start) == 3600)
    }

    @Test(arguments: [
        "", "C", "CST", "CST-", "CST8x", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "<+08-8",
        "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J366", "CST-168",
    ])
    func `what is no rule is none`(text: String) { #expect(ZoneRule(text) == nil) }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Shanghai", "America/Sao_Paulo"])
    func `a day begins with the first second that its calendar shows it`(name: String) throws {
        let zone = try #require(CalendarZone(name))
        func day(_ time: Int) -> [Int] { [zone.local(time).year, zone.local(time).month, zone.local(time).day] }
        // Two years in which the clocks of Brazil jumped over midnight, every 17 hours.
        for time in stride(from: 1_514_764_800, to: 1_577_836_800, by: 17 * 3600) {
            let start = zone.startOfDay(time)
            let month = zone.startOfMonth(time)
            guard start <= time, day(start) == day(time), day(start - 1) != day(time), month <= start,
                zone.local(month).day == 1, zone.local(month - 1).month != zone.local(time).month
            else {
                Issue.record("\(name) at \(time): \(start), \(month)")
                return
            }
        }
    }

    @Test func `a jump over midnight and the first hours after it`() throws {
        let zone = try #require(CalendarZone("America/Sao_Paulo"))
        // 2018-11-04 began at 01:00, 03:00 UTC.
        #expect(zone.startOfDay(1_541_300_400) == 1_541_300_400 && zone.startOfDay(1_541_350_000) == 1_541_300_400)
        #expect(zone.startOfDay(1_541_300_399) == 1_541_214_000)
        #expect(zone.text(unixSeconds: 1_541_300_400) == "2018-11-04 01:00 America/Sao_Paulo")
    }

    @Test func `a file that is cut, changed or of another form is no zone, and nothing worse`() throws {
        let bytes = try Files.read("\(ZoneFile.folder)/Europe/Berlin")
        #expect(ZoneFile(bytes) != nil)
        for length in 0..<bytes.count - 30 { #expect(ZoneFile(Array(bytes.prefix(length))) == nil, "\(length)") }
        for place in 0..<bytes.count {
            var changed = bytes
            changed[place] = 0xFF
            _ = ZoneFile(changed)?.offset(at: 1_700_000_000)
        }
        #expect(ZoneFile([]) == nil && ZoneFile(Array("TZif".utf8)) == nil)
    }
}
