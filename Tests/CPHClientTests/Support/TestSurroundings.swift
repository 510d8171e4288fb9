import CPHClient
import Files
import Synchronization

/// A machine that is made of values, with a clock that stands still and a sleep that only takes notes.
final class TestMachine: Sendable {
    /// 2026-01-02 03:04:05 UTC.
    static let start = 1_767_323_045

    private let state = Mutex((now: start, slept: [Duration]()))

    var slept: [Duration] { state.withLock { $0.slept } }

    func advance(seconds: Int) { state.withLock { $0.now += seconds } }

    func surroundings(
        _ variables: [String: String] = [:], files: [String: String] = [:], unreadable: [String: Int32] = [:],
        random: Double = 0.5
    ) -> Surroundings {
        Surroundings(
            variables: variables, home: "/home/op",
            readFile: { path throws(FileError) in
                if let code = unreadable[path] { throw FileError("read", path, code: code) }
                return files[path].map { Array($0.utf8) }
            },
            now: { self.state.withLock { $0.now } }, sleep: { time in self.state.withLock { $0.slept.append(time) } },
            random: { random })
    }
}
