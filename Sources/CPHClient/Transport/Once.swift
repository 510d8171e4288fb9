import Synchronization

/// A value that the first asker computes and everyone gets. Others wait meanwhile.
final class Once<Value: Sendable>: Sendable {
    private let stored = Mutex<Value?>(nil)

    func value(_ compute: () -> Value) -> Value {
        stored.withLock {
            if let value = $0 { return value }
            let value = compute()
            $0 = value
            return value
        }
    }
}
