import CPHModel
import Clock
import Testing

@testable import CPHClient

struct RetryPolicyTests {
    /// Everything that may not be repeated for a purchase: it may have been made.
    @Test(arguments: [
        answer(200, ""), answer(200, "<html>"), answer(200, #"{"error_code":"CPS.0003","error_msg":"x"}"#), answer(302),
        answer(400, #"{"error_code":"CPS.0024","error_msg":"x"}"#),
        answer(400, #"{"error_code":"CPS.0003","error_msg":"x"}"#),
        answer(401, "<html>"), answer(403, #"{"error_code":"APIGW.0302","error_msg":"x"}"#), answer(408), answer(409),
        answer(425), answer(429, #"{"order_id":"CS1"}"#), answer(500), answer(502),
        answer(503, headers: ["Retry-After": "1"]), answer(504),
        broken(.timeout, 100), broken(.broken, 1), broken(.connect, 50), broken(.tooLarge, 100), broken(.notHTTP, 100),
        broken(.cancelled, 0), broken(.cancelled, 100), broken(.tls, 0), broken(.unavailable, 0),
    ])
    func `a purchase that may have been made is not repeated`(exchange: Exchange) {
        for effect in [Effect.purchase, .change] { #expect(decide(exchange, effect) == .done) }
    }

    @Test(arguments: [
        broken(.resolve, 0), broken(.connect, 0), broken(.timeout, 0), broken(.broken, 0),
    ])
    func `what was not sent is repeated three times`(exchange: Exchange) {
        for effect in Effect.allCases {
            #expect(decide(exchange, effect, attempt: 1) == .again(after: .milliseconds(250)))
            #expect(decide(exchange, effect, attempt: 2) == .again(after: .milliseconds(500)))
            #expect(decide(exchange, effect, attempt: 3) == .again(after: .milliseconds(1000)))
            #expect(decide(exchange, effect, attempt: 4) == .done)
        }
    }

    @Test(arguments: [answer(500), answer(502), answer(503), answer(408), broken(.broken, 100), broken(.timeout, 100)])
    func `a read is repeated where that may help`(exchange: Exchange) {
        #expect(decide(exchange, .read) == .again(after: .milliseconds(250)))
        #expect(decide(exchange, .read, attempt: 4) == .done)
    }

    @Test(arguments: [answer(200, "{}"), answer(400), answer(404), answer(302), broken(.tls, 0), broken(.tooLarge, 9)])
    func `a read is not repeated where that changes nothing`(exchange: Exchange) {
        #expect(decide(exchange, .read) == .done)
    }

    @Test func `a throttled call waits as long as the service says`() {
        let words =
            #"{"error_code":"APIGW.0308","error_msg":"The throttling threshold has been reached: policy user over ratelimit,limit:6,time:1 minute"}"#
        for effect in Effect.allCases {
            #expect(decide(answer(429, words, headers: ["Retry-After": "7"]), effect) == .again(after: .seconds(7)))
            #expect(decide(answer(429, words), effect) == .again(after: .seconds(10)))
            #expect(decide(answer(429), effect) == .again(after: .milliseconds(500)))
            #expect(decide(answer(429, words, headers: ["Retry-After": "301"]), effect) == .done)
            #expect(decide(answer(429, words), effect, attempt: 4) == .done)
        }
    }

    @Test(arguments: [
        #"{"error_code":"APIGW.0301","error_msg":"x"}"#, #"{"error_code":"APIGW.0307","error_msg":"x"}"#,
        #"{"error":{"code":401,"message":"The token must be updated."}}"#,
    ])
    func `a token that is refused is renewed, however often it was tried`(body: String) {
        let refusal = answer(401, body)
        for effect in Effect.allCases {
            #expect(decide(refusal, effect) == .renew)
            #expect(decide(refusal, effect, attempt: 4) == .renew)
        }
    }

    @Test func `waits between nothing and the limit, which stops growing`() {
        let exchange = broken(.connect, 0)
        #expect(decide(exchange, .read, random: 0) == .again(after: .zero))
        var patient = RetryPolicy()
        patient.tries = 100
        #expect(patient.decide(exchange, .read, attempt: 90, now: 0, random: { 0.5 }) == .again(after: .seconds(15)))
    }

    private func decide(
        _ exchange: Exchange, _ effect: Effect, attempt: Int = 1, random: Double = 0.5
    ) -> RetryPolicy.Decision {
        RetryPolicy().decide(exchange, effect, attempt: attempt, now: TestMachine.start, random: { random })
    }
}

struct ThrottleTests {
    @Test(arguments: [
        ("0", 0), ("7", 7), ("Fri, 02 Jan 2026 03:04:25 GMT", 20), ("Fri, 02 Jan 2026 03:00:00 GMT", 0),
    ])
    func `reads Retry-After in seconds and as a date`(header: String, seconds: Int) {
        let delay = Throttle.delay(
            answer(429, headers: ["Retry-After": header]).answer ?? Answer(status: 0), now: TestMachine.start)
        #expect(delay == .seconds(seconds))
    }

    @Test(arguments: [
        ("over ratelimit,limit:6,time:1 minute", 10_000), ("limit:100,time:1 second", 2_000),
        ("limit:1,time:2 hours", 7_200_000),
        ("limit:1,time:1 day", 86_400_000),
    ])
    func `reads the rate in the gateway's words`(words: String, milliseconds: Int) {
        #expect(Throttle.delay(Answer(status: 429, body: Array(words.utf8)), now: 0) == .milliseconds(milliseconds))
    }

    @Test(arguments: [
        "", "limit:0,time:1 minute", "limit:,time:1 minute", "limit:6,time:1 fortnight",
        "limit:99999999999999999999,time:1 minute", "time:1 minute",
    ])
    func `knows nothing where nothing is said`(words: String) {
        #expect(
            Throttle.delay(
                Answer(status: 429, headers: [Answer.Header("Retry-After", "soon")], body: Array(words.utf8)), now: 0)
                == nil)
    }
}

func answer(_ status: Int, _ body: String = "", headers: [String: String] = [:]) -> Exchange {
    let fields = headers.map { Answer.Header($0.key, $0.value) }
    return Exchange(bytesSent: 500, answer: Answer(status: status, headers: fields, body: Array(body.utf8)))
}

func broken(_ kind: TransportFailure.Kind, _ bytesSent: Int) -> Exchange {
    Exchange(bytesSent: bytesSent, failure: TransportFailure(kind, "words"))
}
