import Clock
import Testing

struct ISOTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_573_789_015, "2019-11-15T03:36:55Z"),
        (1_767_323_045, "2026-01-02T03:04:05Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    ])
    func `writes and reads seconds since 1970`(seconds: Int, text: String) {
        #expect(ISOTime.text(unixSeconds: seconds) == text)
        #expect(ISOTime.unixSeconds(text) == seconds)
        let compact = text.filter { $0 != "-" && $0 != ":" }
        #expect(ISOTime.compactText(unixSeconds: seconds) == compact)
        #expect(ISOTime.compactUnixSeconds(compact) == seconds)
    }

    @Test func `leaves out the fraction of a second`() {
        #expect(ISOTime.unixSeconds("2026-11-23T00:00:00.123456Z") == 1_795_392_000)
    }

    @Test(arguments: [
        "", "yesterday", "2026-11-23 00:00:00", "2026-11-23 00:00:00Z", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
        "2026-11-23T00:00:00", "2026-11-23T00:00:00.Z", "2026-11-23T00:00:00,1Z", "2026-11-23T0a:00:00Z",
        "+026-11-23T00:00:00Z", "2026/11/23T00:00:00Z", "20260102T030405Z",
    ])
    func `reads no other form`(text: String) { #expect(ISOTime.unixSeconds(text) == nil) }

    @Test(arguments: [
        "", "20260102T030405", "20260102T030405z", "2026-01-02T03:04:05Z", "20260230T000000Z", "20261301T000000Z",
        "20260102T240000Z", "20260102T036005Z", "20260102T030460Z", "2026010AT030405Z", "21000229T000000Z",
    ])
    func `reads no other compact form and no day that is none`(text: String) {
        #expect(ISOTime.compactUnixSeconds(text) == nil)
    }
}
