import Glibc
import TestSupport
import Testing

/// `scripts/*.lua`: what users run, read and copy.
@Suite(.ownThreads)
struct ScriptsTests {
    /// The names of all scripts, those that were added last too.
    static let scripts = names(in: "\(Vectors.root)/scripts")

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var found: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".lua") { found.append(String(name.dropLast(".lua".count))) }
        }
        return found.sorted()
    }

    private static func path(_ script: String) -> String { "\(Vectors.root)/scripts/\(script).lua" }

    /// Buys 12 servers before the script runs.
    private static let purchase = """
        local plan = cph.plan "game"
        plan:add { server_name = "game", server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 12,
          order_param = cph.order.months(2, { pay = true }), public_ip = cph.public_ip.none(), availability_zone = "cn-east-3a",
          nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
        plan:apply()
        """

    @Test(arguments: scripts)
    func `says what it does, how it is called and what is wrong with its arguments`(script: String) throws {
        let source = String(decoding: try Vectors.file("scripts/\(script).lua"), as: UTF8.self)
        #expect(Self.scripts.count > 8)
        #expect(source.hasPrefix("#!/usr/bin/env -S cph run\n--- "))
        let help = try Command.cph("--emulator", Self.path(script), "--help")
        #expect(help.status == 0 && help.output.hasPrefix("usage: \(script).lua ") && help.error.isEmpty)
        #expect(help.output.contains("\noptions:\n"))
        let wrong = try Command.cph("--emulator", Self.path(script), "--no-such-option")
        #expect(wrong.status == 2 && wrong.output.isEmpty)
        #expect(wrong.error.hasPrefix("\(script).lua: there is no option --no-such-option\nusage: "))
    }

    @Test func `an inventory of nothing says so`() throws {
        let outcome = try Command.cph("--emulator", Self.path("inventory"), "--prefix", "game-")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.error == "no purchase begins with \"game-\"; cph ledger list shows what there is\n")
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `prints its completion`(shell: String) throws {
        let outcome = try Command.cph("--emulator", Self.path("fleet"), "--completion", shell)
        #expect(outcome.status == 0 && outcome.output.contains("per-subnet"))
    }

    @Test func `bash completes options and choices`() throws {
        let completion = try Command.cph("--emulator", Self.path("report"), "--completion", "bash").output
        func completed(_ words: String...) throws -> [Substring] {
            let script = """
                \(completion)
                COMP_WORDS=(report.lua \(words.joined(separator: " "))) COMP_CWORD=\(words.count)
                _cph_report_lua
                echo "${COMPREPLY[@]}"
                """
            let outcome = try RunningCommand("/bin/bash", ["-c", script]).wait()
            #expect(outcome.error.isEmpty)
            return outcome.output.dropLast().split(separator: " ")
        }
        #expect(try completed("--f") == ["--format"])
        #expect(try completed("--format", "''") == ["table", "csv", "json", "ids"])
        #expect(try completed("--format", "j") == ["json"])
    }

    @Test func `report shows what was bought, in four forms`() throws {
        let table = try Command.cph("--emulator", "-e", Self.purchase, Self.path("report"))
        #expect(table.status == 0, "\(table.error)")
        #expect(table.output.contains("game-b02  accepted        2       2  cn-east-3a  physical.rx2.32xlarge.4  CS"))
        #expect(table.output.hasSuffix("cn-east-3a  physical.rx2.32xlarge.4       12             24\n"))
        let ids = try Command.cph("--emulator", "-e", Self.purchase, Self.path("report"), "--format=ids")
        #expect(ids.output.split(separator: "\n").count == 12)
        let csv = try Command.cph("--emulator", "-e", Self.purchase, Self.path("report"), "--format", "csv")
        #expect(csv.output.split(separator: "\r\n").count == 3)
        let json = try Command.cph("--emulator", Self.path("report"), "--format", "json", "--since", "2026-01-01")
        #expect(json.output == "[]\n")
        let none = try Command.cph("--emulator", Self.path("report"))
        #expect(none.output.isEmpty && none.error.contains("info    the ledger has no such purchase"))
    }

    @Test func `renewals names what ends soon and says so by its exit code`() throws {
        let soon = try Command.cph("--emulator", "-e", Self.purchase, Self.path("renewals"), "--within", "90d")
        #expect(soon.status == 1)
        #expect(soon.output.split(separator: "\n").count == 13 && soon.output.contains("game-b02"))
        let later = try Command.cph("--emulator", "-e", Self.purchase, Self.path("renewals"), "--within", "20d")
        #expect(later.status == 0 && later.output.isEmpty && later.error.contains("servers=12 within=20d"))
    }

    @Test func `stock-watch waits for stock, in the zones that were asked for, and buys once`() throws {
        let stock = """
            local looks = 0
            rawset(cph, "sleep", function() end)
            cph.api.list_cloud_phone_server_model_offerings = function()
              looks = looks + 1
              return { models = {
                { model_name = "physical.rx2.32xlarge.4", available_zone = "cn-east-3a", sell_status = "available" },
                { model_name = "physical.rx2.32xlarge.4", available_zone = "cn-east-3b",
                  sell_status = looks > 2 and "available" or "sellout" },
              } }
            end
            """
        let watch = ["--emulator", "-e", stock, Self.path("stock-watch"), "--zone", "cn-east-3b", "--count", "3"]
        let outcome = try Command.start(watch).wait()
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.split(separator: "\n").count == 3)
        #expect(outcome.error.split(separator: "\n").filter { $0.contains("no stock yet") }.count == 2)
        #expect(outcome.error.contains("in stock  model=physical.rx2.32xlarge.4 zone=cn-east-3b"))
        let never = try Command.start(["--emulator", "-e", stock, Self.path("stock-watch"), "--zone=x", "--for=1s"])
            .wait()
        #expect(never.status == 5 && never.error.contains("no stock of physical.rx2.32xlarge.4 within 1s"))
    }

    @Test func `plan refuses to go beyond its budget`() throws {
        let refused = try Command.cph("--emulator", Self.path("plan"), "apply", "--budget", "100")
        #expect(refused.status == 3 && refused.error.contains("CNY; the budget is 100.00 CNY"))
        #expect(try Command.cph("--emulator", Self.path("plan"), "--servers=1", "--budget=1000000").status == 0)
    }

    @Test func `fleet takes names and counts, and only shows with --show`() throws {
        let shown = try Command.cph("--emulator", Self.path("fleet"), "--per-subnet=25", "--name", "x", "--show")
        #expect(shown.status == 0 && shown.output.contains("plan x, hash "))
        #expect(
            try Command.cph("--emulator", Self.path("fleet"), "--per-subnet=1").output.split(separator: "\n").count == 6
        )
    }
}
