import Synchronization

@testable import CPHClient

/// The time of a transport's deadlines, which stands still until a test moves it.
final class TestTime: Sendable {
    private let nanoseconds = Mutex<Int64>(0)

    func advance(by duration: Duration) {
        nanoseconds.withLock { $0 += Int64(duration / .nanoseconds(1)) }
    }

    func used(by configuration: TransportConfiguration) -> TransportConfiguration {
        var configuration = configuration
        configuration.now = { self.nanoseconds.withLock { $0 } }
        return configuration
    }
}
