import Testing
import Text

struct DurationsTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("90s", .seconds(90)), ("15m", .seconds(900)),
        ("1h30m", .seconds(5400)), ("2d", .seconds(172_800)), ("1.5s", .milliseconds(1500)), ("30m1h", .seconds(5400)),
        ("0s", .zero), ("3ms", .milliseconds(3)),
    ])
    func `reads numbers with units`(text: String, duration: Duration) { #expect(Duration(text: text) == duration) }

    @Test(arguments: ["", "15", "m", "1x", "1h30", "-1s", "1e3s", "1..5s", "½h", "٣s", "36526d", "1 h"])
    func `reads nothing else`(text: String) { #expect(Duration(text: text) == nil) }

    @Test func `reads no text without end`() {
        #expect(Duration(text: String(repeating: "1s", count: 51)) == nil)
    }

    @Test(arguments: [-0.1, 3_155_760_000.1, .infinity, .nan])
    func `takes no number of seconds that is a mistake`(seconds: Double) {
        #expect(Duration(checkedSeconds: seconds) == nil)
    }

    @Test(arguments: [
        (Duration.milliseconds(35), "35 ms"), (.milliseconds(2199), "2.1 s"), (.seconds(90), "90 s"),
        (.seconds(150), "2 min"), (.seconds(10_000), "2 h"), (.zero, "0 ms"),
    ])
    func `says how long it was`(duration: Duration, words: String) { #expect(duration.words == words) }

    @Test func `writes seconds with three decimals`() {
        #expect(Duration.milliseconds(3_725_250).secondsText == "3725.250")
        #expect(Duration.milliseconds(7).secondsText == "0.007")
    }

    @Test func `counts whole units, and nanoseconds without overflow`() {
        #expect(Duration.nanoseconds(1_999_999).milliseconds == 1)
        #expect(Duration.milliseconds(-3).nanoseconds == -3_000_000)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max / 4)
        #expect(Duration.seconds(Int64.min).nanoseconds == -(Int64.max / 4))
    }
}
