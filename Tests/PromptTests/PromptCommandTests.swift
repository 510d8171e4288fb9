import Files
import Projects
import Prompt
import TestSupport
import Testing

struct PromptCommandTests {
    @Test func `help comes from the same text as everything else`() throws {
        let prompt = try TestPrompt()
        let page = prompt.feed("?cph.servers.create")
        #expect(
            page.hasPrefix("cph.servers.create(body) -> cph.CreateServerResponse\nBuys 1 to 10 servers in one order."))
        #expect(page.contains("server_name"))
        #expect(prompt.feed("help(cph.servers.create)") == page)
        #expect(prompt.feed(":help cph.servers.create") == page)
        #expect(
            prompt.feed("?period_type").hasPrefix("OrderParam.period_type  2|3, required\n  Unit of the subscription"))
        #expect(prompt.feed("?OrderParam").hasPrefix("OrderParam: How the order is billed."))
        #expect(prompt.feed("help(cph.models.OrderParam)").hasPrefix("OrderParam: "))
        #expect(prompt.feed("?string.format").hasPrefix("string.format(format, ...)"))
        #expect(prompt.feed("?CPS.0006") == "CPS.0006: the account is in arrears\n  top up the account, then run again")
        #expect(prompt.feed("?cph.servrs") == "no help on \"cph.servrs\"; did you mean cph.servers?")
        #expect(prompt.feed("?list_subnets") == prompt.feed("?cph.api.list_subnets"))
        #expect(prompt.feed("?list") == "several are called list: cph.ledger.list, cph.servers.list")
        #expect(prompt.feed("??cph.order.months").contains("function order.months(count, options)"))
        #expect(prompt.feed("?").contains(":save FILE"))
    }

    @Test func `time says how long a line took`() throws {
        #expect(try TestPrompt().feed(":time 1 + 1") == "2\n0 ms")
    }

    @Test func `what is edited runs`() throws {
        let prompt = try TestPrompt()
        prompt.host.edited = "6 * 7\n"
        #expect(prompt.feed(":edit") == "42")
    }

    @Test func `types are those of editors`() throws {
        #expect(
            try TestPrompt().feed(":types OrderParam").hasPrefix(
                "--- How the order is billed.\n---@class cph.OrderParam\n---@field charging_mode 0  Billing mode"))
    }

    @Test func `what succeeded is saved, and what spends is commented out`() throws {
        let prompt = try TestPrompt()
        _ = prompt.feed("help(print)")
        #expect(prompt.feed(":save x.lua") == "nothing has succeeded yet", "only the prompt has help")
        _ = prompt.feed("local n = 2")
        _ = prompt.feed("n + 1")
        _ = prompt.feed("error 'x'")
        prompt.host.nextPurchases = PromptPurchases(count: 1)
        _ = prompt.feed("print(n)")
        let path = "/tmp/cph-save-\(UInt64.random(in: 0 ... .max)).lua"
        #expect(
            prompt.feed(":save \(path)")
                == "wrote 3 statements that succeeded to \(path); 1 that spends is commented out")
        #expect(
            try String(decoding: Files.read(path), as: UTF8.self) == """
                #!/usr/bin/env -S cph run
                local n = 2
                -- n + 1
                -- spends: take the dashes away to buy
                -- print(n)

                """)
        #expect(prompt.feed(":save \(path)") == "cannot create \(path): File exists")
        #expect(prompt.feed(":load \(path)") == "")
    }

    @Test func `a script that was loaded is saved under its whole name`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/\(String(repeating: "deep", count: 40))/it's \"云\".lua"
        try folder.write(String(path.dropFirst(folder.path.utf8.count + 1)), "x = 7")
        let prompt = try TestPrompt()
        #expect(prompt.feed(":load \(path)") == "")
        #expect(prompt.feed(":save \(folder.path)/saved.lua").hasPrefix("wrote 1 statement"))
        #expect(folder.text("saved.lua")?.contains("dofile(\"\(path.replacing("\"", with: "\\\""))\")") == true)
    }
}
