import CPHModel
import Schema
import Synchronization

/// Remembers what a run asked to buy, by name, whatever came of it.
final class AskedFor: CloudPhoneAPI {
    private let next: any CloudPhoneAPI
    private let counts = Mutex<[String: Int]>([:])

    init(_ next: any CloudPhoneAPI) { self.next = next }

    /// Servers by `server_name`.
    var servers: [String: Int] { counts.withLock { $0 } }

    func exchange(_ call: APICall) async throws(CPHError) -> Exchange {
        if call.effect == .purchase, let members = (try? Value(json: call.body ?? []))?.members,
            let name = members["server_name"]?.text
        {
            counts.withLock { $0[name] = members["count"]?.integer ?? 1 }
        }
        return try await next.exchange(call)
    }
}
