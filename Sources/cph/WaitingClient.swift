import CPHModel
import Clock
import Purchasing
import Terminal

/// A client for commands that wait for the service: what is under way for ten seconds says so on standard error.
struct WaitingClient: APILayer {
    private let client: LazyClient
    private let waiting = StillWaiting(clock: SteadyClock())

    init(_ client: LazyClient) {
        self.client = client
        let line = LogOptions.progressLine(Output.form)
        // Nothing is drawn over a question: what waits then is the person's answer.
        waiting.listen { text in if text == nil || !Output.isHeld { line.remark(text) } }
    }

    func next(for call: APICall) throws(CPHError) -> any CloudPhoneAPI { try client.next(for: call) }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        let wait = waiting.begin(call)
        defer { waiting.end(wait) }
        return try await client.exchange(call)
    }
}
