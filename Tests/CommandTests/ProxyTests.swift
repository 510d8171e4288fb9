import TestSupport
import Testing

/// Whether requests, and the keys that sign them, go through a proxy.
@Suite(.ownThreads)
struct ProxyTests {
    @Test func `takes no proxy from the environment but its own`() throws {
        let cloud = try LocalCloud()
        let list = ["-e", "#cph.servers.list()"]
        func outcome(_ names: [String]) throws -> Command.Outcome {
            let proxies = Dictionary(uniqueKeysWithValues: names.map { ($0, "http://127.0.0.1:1") })
            return try Command.start(list, environment: cloud.environment.merging(proxies) { $1 }).wait()
        }
        #expect(try outcome(["http_proxy", "https_proxy", "all_proxy", "ALL_PROXY"]).output == "0\n")
        #expect(try outcome(["CPH_PROXY"]).status == 5)
    }
}
