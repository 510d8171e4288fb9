import CPHModel
import CPHSigner
import Testing

@testable import CPHClient

struct RedactorTests {
    private let redactor = Redactor([Secret("topsecret/key+1")])

    @Test(arguments: [
        ("it is topsecret/key+1.", "it is ***."), ("topsecret/key+1topsecret/key+1", "******"),
        (#"{"m":"topsecret\/key+1"}"#, #"{"m":"***"}"#), ("a=topsecret%2Fkey%2B1&b", "a=***&b"),
        ("topsecret/key", "topsecret/key"), ("", ""),
    ])
    func `blots out a secret however it is spelled`(text: String, clean: String) {
        #expect(redactor.clean(text) == clean)
        #expect(redactor.clean(redactor.clean(text)) == clean)
    }

    @Test func `knows how JSON writes quotation marks`() {
        let redactor = Redactor([Secret(#"a"b\c/d-e"#)])
        #expect(redactor.clean(#"{"p":"a\"b\\c/d-e","q":"a\"b\\c\/d-e"}"#) == #"{"p":"***","q":"***"}"#)
    }

    @Test func `blots out what the request carried`() {
        let signature = String(repeating: "a1", count: 32)
        let covering = Redactor([]).covering([
            HeaderField("X-Auth-Token", "token-of-mine"), HeaderField("X-Project-Id", "0123456789"),
            HeaderField("Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=\(signature)"),
        ])
        #expect(
            covering.clean("x-auth-token:token-of-mine x-project-id:0123456789 \(signature)")
                == "x-auth-token:*** x-project-id:0123456789 ***")
    }

    @Test func `hides headers by name and value`() {
        for name in ["Authorization", "x-auth-token", "X-Security-Token", "X-Subject-Token", "Set-Cookie"] {
            #expect(redactor.value(of: HeaderField(name, "x")) == "***")
        }
        #expect(redactor.value(of: HeaderField("Host", "h")) == "h")
        #expect(redactor.value(of: HeaderField("X-Note", "=topsecret/key+1")) == "=***")
    }

    @Test func `cleans refusals and failures, and leaves successes as they are`() {
        let body = "topsecret/key+1"
        #expect(redactor.clean(answer(401, body)) == answer(401, "***"))
        #expect(redactor.clean(answer(200, body)) == answer(200, body))
        let failed = Exchange(
            bytesSent: 1, failure: TransportFailure(.broken, body), partialAnswer: answer(500, body).answer)
        #expect(
            redactor.clean(failed)
                == Exchange(
                    bytesSent: 1, failure: TransportFailure(.broken, "***"), partialAnswer: answer(500, "***").answer))
    }
}
