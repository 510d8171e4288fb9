import CPHModel
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Whoever only looks at prices does not wait for a service that is silent.
@Suite(.ownThreads)
struct PatienceTests {
    @Test func `what can't be stopped is given up`() async {
        let stuck = Stuck()
        let error = await #expect(throws: CPHError.self) {
            try await within(.milliseconds(10)) { () async throws(CPHError) in await stuck.wait() }
        }
        #expect(error?.kind == .timeout && error?.message.contains("did not answer within") == true)
        stuck.end()
    }

    @Test func `an answer and an error come through`() async throws {
        #expect(try await within(.seconds(60)) { () async throws(CPHError) in 5 } == 5)
        #expect(try await within(nil) { () async throws(CPHError) in 6 } == 6)
        let error = await #expect(throws: CPHError.self) {
            try await within(.seconds(60)) { () async throws(CPHError) in throw CPHError(.api, "no") }
        }
        #expect(error?.message == "no")
    }

    /// Work that looks at no cancellation.
    private final class Stuck: Sendable {
        private let state = Mutex<(waiter: CheckedContinuation<Void, Never>?, isOver: Bool)>((nil, false))

        func wait() async {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isOver { state.waiter = continuation }
                    return state.isOver
                }
                if isOver { continuation.resume() }
            }
        }

        func end() {
            let waiter = state.withLock { state in
                state.isOver = true
                return state.waiter
            }
            waiter?.resume()
        }
    }
}
