import CPHModel
import Ledger
import Testing

/// A finished plan of 1,000 servers, run again.
struct ScaleTests {
    @Test func `running a finished plan of 1,000 servers again sends nothing and lists nothing`() async throws {
        let bench = try Bench()
        let names = (1...100).map { "fleet-b\($0 < 10 ? "0" : "")\($0)" }
        let first = try bench.ledger()
        for name in names { _ = try await first.buy(.sample(name, count: 10)) }
        try await first.end(exit: 0)
        let (creates, lists) = (bench.cloud.creates, bench.cloud.lists)
        #expect(creates == 100 && lists == 100)
        let again = try bench.ledger(run: "r2")
        var ids: [String] = []
        for name in names { ids += try await again.buy(.sample(name, count: 10)) }
        #expect(Set(ids) == Set(bench.cloud.serverIDs) && ids.count == 1000)
        #expect(bench.cloud.creates == creates && bench.cloud.lists == lists)
    }

    @Test func `eight tasks buy a hundred names at once, each one once`() async throws {
        let bench = try Bench()
        let ledger = try bench.ledger()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for number in 0..<100 where number % 4 == task % 4 {
                        _ = try? await ledger.buy(.sample("n-b\(number)", count: 1))
                    }
                }
            }
        }
        #expect(bench.cloud.creates == 100 && bench.cloud.sold == 100)
        #expect(try await ledger.purchases().count == 100)
    }
}
