import TestSupport
import Testing

/// What a start leaves to those who need it: `cph -e` is to cost no more than a few times `lua -e`.
@Suite(.ownThreads)
struct StartTests {
    /// Prints the names of the libraries that are loaded, and the number of threads; scripts that are not trusted see neither.
    static let report = """
        for line in io.lines("/proc/self/maps") do print((line:match("[^/]*$"))) end
        for line in io.lines("/proc/self/status") do print(line:match("^Threads:%s*%d+")) end
        """

    @Test(arguments: [[], ["--allow-spend", "1", "--region", "cn-east-3"], ["--emulator"]])
    func `has one thread, and neither libcurl nor OpenSSL in memory`(options: [String]) throws {
        let outcome = try Command.start(options + ["--trust", "-e", Self.report]).wait()
        #expect(outcome.output.contains("libc.so"))
        #expect(outcome.output.contains("Threads:\t1\n"))
        #expect(!outcome.output.contains("libcurl") && !outcome.output.contains("libcrypto"))
    }
}
