import CPHSigner
import Testing

struct SDKDateTests {
    @Test(arguments: [
        (0, "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (1_573_789_015, "20191115T033655Z"),
        (1_767_323_045, "20260102T030405Z"), (4_107_542_399, "21000228T235959Z"), (4_107_542_400, "21000301T000000Z"),
        (-1, "19691231T235959Z"),
    ])
    func `writes and reads seconds since 1970`(seconds: Int, text: String) {
        #expect(SDKDate.string(unixSeconds: seconds) == text)
        #expect(SDKDate.unixSeconds(text) == seconds)
    }

    @Test(arguments: [
        "", "20260102T030405", "20260102T030405z", "2026-01-02T03:04:05Z", "20260230T000000Z", "20261301T000000Z",
        "20260102T240000Z", "20260102T036005Z", "20260102T030460Z", "2026010AT030405Z", "21000229T000000Z",
    ])
    func `reads no other form and no day that is none`(text: String) {
        #expect(SDKDate.unixSeconds(text) == nil)
    }
}
