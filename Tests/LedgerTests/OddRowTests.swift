import CPHModel
import Schema
import Testing

@testable import Ledger

/// Rows of the account's list that have no name or no id that can be read.
struct OddRowTests {
    private let bench: Bench

    init() throws { bench = try Bench() }

    private func show(_ rows: Value...) { bench.cloud.change { $0.oddRows = rows } }

    @Test(
        arguments: [
            ["server_id": "s"], ["server_id": "s", "server_name": ""], ["server_id": "s", "server_name": 5],
            ["server_name": "other"], [:],
        ] as [Value])
    func `a row without them keeps nobody from buying, and is told once`(row: Value) async throws {
        show(row)
        let ledger = try bench.ledger()
        #expect(try await ledger.buy().count == 2)
        #expect(try await ledger.buy(.sample("game-2")).count == 2)
        let told = bench.said.text.split(separator: "\n").filter { $0.contains("not compared") }
        #expect(
            told == [
                "1 server in the account's list has no name or no id that can be read, and is not compared with the names "
                    + "of purchases"
            ])
    }

    @Test(arguments: ["game-1", "game-1-0001"])
    func `a server of the name holds it even without an id`(name: String) async throws {
        show(["server_name": .string(name)])
        let ledger = try bench.ledger()
        let error = await #expect(throws: CPHError.self) { try await ledger.buy() }
        #expect(error?.code == "name_taken" && error?.message.contains("\"one without an id\"") == true)
        #expect(bench.cloud.sold == 0)
    }

    @Test func `a purchase is not absent while a server of its name has no id`() async throws {
        bench.cloud.change { $0.faults = [.requestLost] }
        let first = try bench.ledger(settle: .zero)
        _ = try? await first.buy()
        _ = try await first.end(exit: 0)
        show(["server_name": "game-1"])
        let ledger = try bench.ledger(run: "r2", settle: .zero)
        let error = await #expect(throws: CPHError.self) {
            try await ledger.resolve("game-1", .absent(evidence: "looked"), by: "ann")
        }
        #expect(error?.message == "the account shows a server of \"game-1\" without an id; nothing was changed")
    }

    @Test func `rows that are whole are not told`() async throws {
        _ = try await bench.ledger().buy()
        #expect(!bench.said.text.contains("not compared"))
    }
}
