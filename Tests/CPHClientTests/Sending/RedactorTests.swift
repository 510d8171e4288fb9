import CPHModel
import CPHSigner
import Testing

@testable import CPHClient

struct RedactorTests {
    private let redactor = Redactor([Secret("topsecret/key+1")])

    @Test(arguments: [
        ("it is topsecret/key+1.", "it is ***."), ("topsecret/key+1topsecret/key+1", "******"),
        (#"{"m":"topsecret\/key+1"}"#, #"{"m":"***"}"#), ("a=topsecret%2Fkey%2B1&b", "a=***&b"),
        ("topsecret/key", "topsecret/key"), ("", ""), ("topsecret%2fkey%2b1", "***"), ("%74opsecret/key%2B1", "***"),
        (#"\u0074opsecret\u002fkey\u002B1 stays \u0041"#, #"*** stays \u0041"#),
        ("746f707365637265742f6b65792b31", "***"), ("746F707365637265742F6B65792B31", "***"),
        ("a=dG9wc2VjcmV0L2tleSsx&b", "a=***&b"), ("eHRvcHNlY3JldC9rZXkrMQ==", "eH***Q=="),
        ("eHh0b3BzZWNyZXQva2V5KzE=", "eHh***E="), (#"{"x":"C:\dir\topsecret\/key+1%"}"#, #"{"x":"C:\dir\***%"}"#),
        ("100% of \\ and %zz \\u12 \\", "100% of \\ and %zz \\u12 \\"),
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

    @Test func `a secret beyond ASCII is found in surrogate pairs`() {
        #expect(Redactor([Secret("pass😀word")]).clean(#""pass\ud83d\uDE00word""#) == #""***""#)
    }

    @Test func `cleans refusals, failures and successes, and leaves what holds no secret byte for byte`() {
        let body = "topsecret/key+1"
        #expect(redactor.clean(answer(401, body)) == answer(401, "***"))
        #expect(redactor.clean(answer(200, body)) == answer(200, "***"))
        let harmless = #"{"a":"\u0041%41\/"}"#
        #expect(redactor.clean(answer(200, harmless)) == answer(200, harmless))
        let failed = Exchange(
            bytesSent: 1, failure: TransportFailure(.broken, body), partialAnswer: answer(500, body).answer)
        #expect(
            redactor.clean(failed)
                == Exchange(
                    bytesSent: 1, failure: TransportFailure(.broken, "***"), partialAnswer: answer(500, "***").answer))
    }
}
