import TestSupport
import Testing

/// `cph ledger export` for other programs.
@Suite(.ownThreads)
struct ExportTests {
    @Test func `a row for each server, a line for each purchase, a report, all without asking the service`() throws {
        try withCloud { cloud in
            _ = try cloud.run(fleet("game", 12), "--allow-spend", "12")
            let nowhere = ["ledger", "export", "--endpoint", "http://127.0.0.1:1", "--format"]
            func export(_ format: String) throws -> Command.Outcome {
                try Command.start(nowhere + [format], environment: cloud.environment).wait()
            }
            let rows = try export("csv").output.split(separator: "\r\n")
            #expect(rows.count == 13 && rows[0].hasPrefix("server_id,purchase,state,order_id,"))
            #expect(rows[12].contains(",game-b02,unpaid,CS"))
            #expect(try export("jsonl").lines.count == 2)
            #expect(try export("markdown").output.contains("2 purchases with 12 servers: 2 unpaid."))
            #expect(try cloud.cph("ledger", "export").lines.allSatisfy { $0.hasPrefix("{\"seq\":") })
            #expect(try export("ssh").status == 5, "where the servers are, only the service knows")
        }
    }

    @Test func `servers without an address stand in comments`() throws {
        try withCloud(faults: "unpaid=no-ids") { cloud in
            let bought = try cloud.run(fleet("game", 2), "--allow-spend", "2")
            #expect(bought.status == 0 && bought.lines.isEmpty)
            for format in ["ansible", "ssh"] {
                let outcome = try cloud.cph("ledger", "export", "--format", format)
                #expect(outcome.status == 0 && outcome.output.split(separator: "\n").isEmpty)
            }
        }
    }
}
