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
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
        "Mon, 06 Nov 1994 08:49:37 GMT",
    ])
    func `reads every form that servers send`(text: String) { #expect(HTTPDate.unixSeconds(text) == 784_111_777) }

    @Test func `two digits of a year are of the century around 2000`() {
        #expect(HTTPDate.unixSeconds("Friday, 02-Jan-26 03:04:05 GMT") == 1_767_323_045)
        #expect(HTTPDate.unixSeconds("Thursday, 01-Jan-70 00:00:00 GMT") == 0)
    }

    @Test(arguments: [
        "", "Fri, 02 Jan 2026 03:04:05 CET", "Fri, 30 Feb 2026 03:04:05 GMT", "Friday, 02-Jan-2026 03:04:05 GMT",
        "Sun, 06 Nox 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT", "Sun Nov 6 08:49:37 94", "784111777",
    ])
    func `reads no other`(text: String) { #expect(HTTPDate.unixSeconds(text) == nil) }
}
