import TestSupport
import Testing

/// No file may grow past a size: what a full disk is to one process.
@Suite(.ownThreads)
struct FullDiskTests {
    static let script = """
        print(cph.servers.create({ server_name = arg[1], server_model_name = "m", keypair_name = "k",
          order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }).server_ids[1])
        """

    @Test func `wherever the disk is full, nothing is sent unrecorded and no id is lost`() throws {
        let cloud = try LocalCloud("--seed", "1")
        var (unsent, rescued, done) = (0, 0, 0)
        // A page of the ledger more each time.
        for blocks in stride(from: 8, to: 400, by: 8) where done == 0 {
            let name = "n\(blocks)"
            let words = ["--allow-spend", "1", "--ledger", "\(cloud.home)/\(name).db", "-", name]
            let outcome = try cloud.cph(words, input: Self.script, blocks: blocks)
            let ids = try cloud.ids(named: name)
            switch outcome.status {
            case 0:
                done += 1
                #expect(outcome.lines == ids)
            case 6 where ids.isEmpty:
                unsent += 1
                #expect(outcome.error.contains("nothing was sent"), "\(outcome.error)")
            default:
                rescued += 1
                #expect(outcome.status == 6 && outcome.error.contains(ids[0]), "\(outcome.status): \(outcome.error)")
                #expect(outcome.error.contains("emergency-\(name)-1.json"), "\(outcome.error)")
                #expect(outcome.error.contains("run again: what was sent is looked up, never sent again"))
            }
            let again = try Command.start(words, input: Self.script, environment: cloud.environment).wait()
            #expect(again.status == 0 && again.lines.count == 1, "\(again.error)")
            #expect(try cloud.ids(named: name) == again.lines, "bought once")
        }
        #expect(unsent > 3 && rescued > 0 && done == 1, "\(unsent) not sent, \(rescued) rescued")
    }
}
