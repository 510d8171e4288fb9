/// What became of a test.
public struct TestResult: Sendable {
    /// Says how a test ended.
    public enum Outcome: Hashable, Sendable {
        /// No assertion failed and nothing was raised.
        case passed
        /// An assertion failed; the text says where and why, with the source line and the calls that led there.
        case failed(String)
        /// Something else went wrong, in a test or around one; the text says where and what, likewise.
        case error(String)
        /// The test was not run; the text says why.
        case pending(String)
    }

    /// The test's name behind the names of the blocks around it.
    public let name: String
    /// Where the test is written, as `file:line`.
    public let place: String
    /// How the test ended.
    public let outcome: Outcome
    /// How much real time the test took.
    public let duration: Duration

    /// Whether it counts against the tests, and what is to be said of it.
    package var report: String? {
        switch outcome {
        case .failed(let report), .error(let report): report
        case .passed, .pending: nil
        }
    }
}
