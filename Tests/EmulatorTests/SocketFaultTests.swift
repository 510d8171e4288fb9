import CPHModel
import CPHSigner
import Clock
import Emulator
import Schema
import Testing

/// Faults as a socket sees them.
struct SocketFaultTests {
    @Test(arguments: [("reset-before", 0), ("reset-after", 1), ("late=1m", 1)])
    func `resets the connection without a byte of an answer`(spec: String, bought: Int) async throws {
        try await Site.with(faults: spec) { site in
            let transcript = await site.talk(try site.create())
            #expect(transcript.ending == .reset && transcript.bytes.isEmpty)
            #expect(site.cloud.orders.count == bought)
        }
    }

    /// The client's end of the connection makes the server give up; until then it stays silent.
    @Test(arguments: [("silent-before", 0), ("silent-after", 1)])
    func `stays silent`(spec: String, bought: Int) async throws {
        try await Site.with(faults: spec) { site in
            let transcript = await site.talk(try site.create(), halfClose: true)
            #expect(transcript.ending == .closed && transcript.bytes.isEmpty)
            #expect(site.cloud.orders.count == bought)
        }
    }

    @Test func `sends half of an answer and ends the connection`() async throws {
        try await Site.with(faults: "truncate-after") { site in
            let transcript = await site.talk(try site.create())
            let response = try #require(transcript.responses.first)
            let promised = try #require(response.header("Content-Length").flatMap { Int($0) })
            #expect(transcript.ending == .closed && response.status == 200)
            #expect(response.body.count == promised / 2 && promised > 100)
            #expect(site.cloud.orders.count == 1)
        }
    }

    @Test func `floods a client that does not stop it, and survives one that hangs up`() async throws {
        try await Site.with(faults: "huge-after=once") { site in
            let transcript = await site.talk(try site.create())
            let response = try #require(transcript.responses.first)
            #expect(response.header("Content-Length") == "314572800" && transcript.ending == .enough)
            #expect(try await site.send(try site.create()).status == 200)
        }
    }

    @Test func `sends an answer too deep for a careless parser`() async throws {
        try await Site.with(faults: "deep-after") { site in
            let body = try await site.send(try site.create()).body
            #expect(body.count == 2_000_000 && body[999_999] == UInt8(ascii: "["))
        }
    }

    @Test func `sends refusals, pages and redirects as they are`() async throws {
        try await Site.with(faults: "429=3s:once,503-after=once,html=once,redirect=307:once") { site in
            let throttled = try await site.send(try site.create())
            #expect(throttled.refusal == "429 APIGW.0308" && throttled.header("Retry-After") == "3")
            #expect(try await site.send(try site.create()).status == 503)
            let page = try await site.send(try site.create())
            #expect(page.header("Content-Type") == "text/html" && page.body.starts(with: Array("<html>".utf8)))
            let redirect = try await site.send(try site.create())
            #expect(redirect.status == 307 && redirect.header("Location") == "http://elsewhere.invalid/moved")
            #expect(try await site.send(try site.create()).status == 200)
            #expect(site.cloud.orders.count == 2)
        }
    }

    @Test func `delays an answer on the cloud's clock`() async throws {
        let clock = ManualClock(milliseconds: start)
        try await Site.with(faults: "latency=1h", clock: clock) { site in
            let response = try await site.send(try site.create())
            #expect(response.status == 200)
            #expect(clock.milliseconds() == start + 3_600_000)
        }
    }

    @Test func `strikes logins when told to`() async throws {
        try await Site.with(faults: "503-before@iam=once") { site in
            let request = try site.signed("GET", "/v3/projects")
            #expect(try await site.send(request).status == 503)
            #expect(try await site.send(request).status == 200)
        }
    }
}
