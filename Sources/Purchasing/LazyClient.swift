package import CPHClient
package import CPHModel
import Synchronization

/// A client that is made at the first call: a script that calls nothing needs neither credentials nor libcurl.
package final class LazyClient: APILayer {
    private enum State {
        case unmade
        case made(any AccountClient)
        case impossible(SetupError)
    }

    private let make: @Sendable () throws(SetupError) -> any AccountClient
    private let state = Mutex(State.unmade)

    /// Keeps `make` for the first call; it runs at most once, and what it throws is thrown again by every call.
    package init(_ make: @escaping @Sendable () throws(SetupError) -> any AccountClient) { self.make = make }

    /// Whether a call failed because credentials, region or an endpoint are missing or make no sense.
    package var lacksSetup: Bool {
        state.withLock { if case .impossible = $0 { true } else { false } }
    }

    /// Sends a call through the client, which is made now if it was not before.
    ///
    /// - Throws: `CPHError` of kind `denied` when credentials, region or an endpoint are missing; nothing was sent.
    package func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        try await client(for: call.operation).exchange(call)
    }

    /// Answers with the client, which is made now if it was not before.
    package func next(for call: APICall) throws(CPHError) -> any CloudPhoneAPI { try client(for: call.operation) }

    /// What is missing or makes no sense, before anything is called; nil when calls can be made.
    package var problem: CPHError? {
        do throws(CPHError) { _ = try client(for: nil) } catch { return error }
        return nil
    }

    /// The account that calls go to; its project is looked up if need be.
    package func scope() async throws(CPHError) -> AccountScope { try await client(for: nil).scope() }

    /// The region and project that calls go to, as far as it is said without asking anybody.
    package var givenAccount: (region: String?, project: String?) {
        do throws(CPHError) { return try client(for: nil).givenAccount } catch { return (nil, nil) }
    }

    private func client(for operation: String?) throws(CPHError) -> any AccountClient {
        let made = state.withLock { state in
            if case .unmade = state {
                do throws(SetupError) { state = .made(try make()) } catch { state = .impossible(error) }
            }
            return state
        }
        switch made {
        case .made(let client): return client
        case .impossible(let error):
            throw CPHError(
                .denied, code: CPHError.credentialsCode, error.message, hint: error.hint, operation: operation)
        case .unmade: preconditionFailure("the lock above leaves either a client or an error")
        }
    }
}
