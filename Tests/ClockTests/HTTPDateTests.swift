import Clock
import Testing

struct HTTPDateTests {
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    ])
    func `writes and reads the form that is in use`(seconds: Int, text: String) {
        #expect(HTTPDate.text(unixSeconds: seconds) == text)
        #expect(HTTPDate.unixSeconds(text) == seconds)
    }

    @Test(arguments: [
        "", "Fri, 02 Jan 2026 03:04:05 CET", "Fri, 2 Jan 2026 03:04:05 GMT", "Fri, 30 Feb 2026 03:04:05 GMT",
        "Friday, 02-Jan-26 03:04:05 GMT", "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT", "Sun  06 Nov 1994 08:49:37 GMT",
    ])
    func `reads no other`(text: String) { #expect(HTTPDate.unixSeconds(text) == nil) }
}
