import Testing

@testable import Emulator

struct TimeTests {
    @Test func `spells a time as servers, tokens, orders and HTTP do`() {
        let time = Timestamp(milliseconds: start + 6)
        #expect(time.iso == "2026-01-02T03:04:05Z")
        #expect(time.isoWithMicroseconds == "2026-01-02T03:04:05.006000Z")
        #expect(time.orderStamp == "2601020304")
        #expect(time.http == "Fri, 02 Jan 2026 03:04:05 GMT")
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
    ])
    func `knows the day of the week`(seconds: Int, text: String) {
        #expect(Timestamp(milliseconds: seconds * 1000).http == text)
    }

    /// The first outputs of Vigna's reference generator for seed 1234567.
    @Test func `draws the numbers of SplitMix64`() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<3).map { _ in generator.next() }
        #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }
}
