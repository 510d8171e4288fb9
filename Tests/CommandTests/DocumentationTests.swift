import TestSupport
import Testing

/// What the documents promise.
struct DocumentationTests {
    private static let documents = ["README.md", "Sources/README.md", "stdlib/README.md", "CHANGELOG.md"]

    private static func text(_ path: String) throws -> String {
        String(decoding: try Vectors.file(path), as: UTF8.self)
    }

    /// Texts in backticks that look like a file of this repository.
    private static func paths(in text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { index, part in
            guard index % 2 == 1, part.contains("/"), !part.contains(" "), !part.contains("*") else { return nil }
            let folders = ["Sources/", "Tests/", "scripts/", "stdlib/"]
            return folders.contains { part.hasPrefix($0) } && !part.contains("NAME") ? String(part) : nil
        }
    }

    private static func scripts(in text: String) -> [String] {
        text.split(separator: "```lua\n", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.split(separator: "```", omittingEmptySubsequences: false)[0])
        }
    }

    @Test(arguments: documents)
    func `every file that is named exists`(document: String) throws {
        for path in Self.paths(in: try Self.text(document)) {
            #expect(throws: Never.self, "\(document) names \(path)") { try Vectors.exists(path) }
        }
    }

    @Test func `the script of the README runs`() throws {
        let text = try Self.text("README.md")
        let script = try #require(Self.scripts(in: text).first)
        let outcome = try Command.cph("--emulator", "-", input: script)
        #expect(outcome.output.split(separator: "\n").count == 25)
    }

    @Test(arguments: documents)
    func `every piece of Lua runs`(document: String) throws {
        for script in Self.scripts(in: try Self.text(document)) {
            let outcome = try Command.cph("--emulator", "-", input: script)
            #expect(outcome.status == 0, "\(script)\n\(outcome.error)")
        }
    }

    @Test func `every command and every option says what it is for`() throws {
        let pages = try Command.cph("doc", "--markdown").output.components(between: "## Commands", and: "## Exit codes")
        let commands = pages.filter { $0.hasPrefix("### ") }
        #expect(commands.count > 12)
        for (line, next) in zip(pages, pages.dropFirst()) where line.hasPrefix("### ") {
            #expect(!next.hasPrefix("#") && !next.hasPrefix("- "), "\(line) is not described")
        }
        for option in pages.filter({ $0.hasPrefix("- ") }) {
            #expect(option.contains("`: "), "\(option) is not described")
        }
    }

    @Test func `every option that the README uses exists`() throws {
        let known = try Command.cph("doc", "--markdown").output
        let lines = try Self.text("README.md").split(separator: "\n").filter { $0.contains("cph ") }
        for word in lines.flatMap({ $0.split(separator: " ") }) where word.hasPrefix("--") {
            #expect(known.contains("\(word.prefix { $0.isLetter || $0 == "-" })"), "\(word)")
        }
    }

    @Test func `every exit code is in the README, in the words of cph doc`() throws {
        let text = try Self.text("README.md")
        let codes = try Command.cph("doc").output.split(separator: "\n").filter { $0.hasPrefix("  exit code ") }
            .compactMap { Int($0.split(separator: " ")[2]) }
        #expect(codes == codes.sorted() && codes.count == 10)
        for code in codes {
            #expect(text.contains("| \(code) | ") || text.contains("\(code), ") || text.contains(", \(code) |"))
        }
    }

    @Test func `a page is found by the name, without cph too, and a slip is put right`() throws {
        let page = try Command.cph("doc", "cph.order.months").output
        #expect(page.hasPrefix("cph.order.months(count, options?) -> cph.OrderParam\n"))
        #expect(try Command.cph("doc", "order.months").output == page)
        #expect(try Command.cph("doc", "plan.add").output == Command.cph("doc", "cph.plan:add").output)
        #expect(try Command.cph("doc", "args").output.contains("\ncph.args.Argument:\n"))
        #expect(try Command.cph("doc", "ledger", "list").output.hasPrefix("cph ledger list"))
        let slip = try Command.cph("doc", "cph.odrer")
        #expect(slip.status == 2 && slip.error == "cph doc: nothing is called cph.odrer; did you mean cph.order?\n")
    }

    @Test func `modules that are there for other modules are shown to those who name them`() throws {
        let all = try Command.cph("doc").output
        #expect(all.contains("\n  cph.plan ") && !all.contains("cph.clock"))
        #expect(try Command.cph("doc", "cph.clock").output.contains("cph.clock.milliseconds"))
    }

    @Test func `what the standard library is made of is in no documentation`() throws {
        for name in ["cph.plan.rows", "cph.rows", "cph.testing.suite"] {
            #expect(try Command.cph("doc", name).status == 2, "\(name)")
        }
    }

    @Test func `types, the site and the sources are written, and nobody's work is overwritten`() throws {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { "\(folder.path)/\(name)" }
        #expect(try Command.cph("doc", "--html", path("site")).status == 0)
        #expect(folder.text("site/index.html")?.contains("cph.plan.html#cph.plan-add") == true)
        #expect(try Command.cph("stdlib", "--dump", path("lua")).status == 0)
        #expect(
            folder.text("lua/cph/plan.lua") == String(decoding: try Vectors.file("stdlib/cph/plan.lua"), as: UTF8.self))
        #expect(folder.text("lua/cph/plan/rows.lua") != nil)
        #expect(try Command.cph("--stdlib", path("lua"), "-e", "cph.plan('x'):validate()").status == 0)
        try folder.write("lua/cph/plan.lua", "mine")
        let refused = try Command.cph("stdlib", "--dump", path("lua"))
        #expect(
            refused.status == 3 && refused.error.contains("plan.lua differs")
                && folder.text("lua/cph/plan.lua") == "mine")
        #expect(try Command.cph("stdlib", "--dump", path("lua"), "--force").status == 0)
        try folder.write("types/plan.lua", "mine")
        #expect(try Command.cph("types", path("types")).status == 3)
        #expect(folder.text("types/cph.lua") == nil)
        #expect(try Command.cph("types", path("types"), "--force").status == 0)
        #expect(folder.text("types/models.lua")?.contains("---@class cph.CreateServer\n") == true)
    }

    @Test func `a project's modules are in the reference, and types tell the editor`() throws {
        let folder = try TemporaryFolder([
            "cph.project.lua": "return {}",
            "lib/company/fleets.lua": """
            --- Fleet blueprints of our company.
            ---
            ---     local fleets = require "company.fleets"
            local fleets = {}

            ---@class company.fleets.Grid
            ---@field per integer  servers in each subnet

            --- Servers in every subnet.
            ---@param spec company.fleets.Grid
            ---@return cph.Plan
            function fleets.grid(spec) return cph.plan(tostring(spec.per)) end

            return fleets
            """,
        ])
        func shell(_ command: String) throws -> Command.Outcome {
            try RunningCommand("/bin/sh", ["-c", "cd \(folder.path) && \(command)"]).wait()
        }
        let page = try shell("\(Command.executable) doc company.fleets.grid")
        #expect(
            page.output == """
                company.fleets.grid(spec) -> cph.Plan
                Servers in every subnet.
                  spec  company.fleets.Grid

                company.fleets.Grid:
                  per  integer  servers in each subnet
                  source: lib/company/fleets.lua:12

                """)
        #expect(try shell("\(Command.executable) doc --html site").status == 0)
        #expect(folder.text("site/company.fleets.html")?.contains("href=\"cph.plan.html#cph.Plan\"") == true)
        #expect(try shell("\(Command.executable) types").status == 0)
        #expect(folder.text(".luarc.json")?.contains("\"workspace.library\": [\"types\"]") == true)
        #expect(folder.text("types/cph.lua")?.hasPrefix("---@meta\n") == true)
        let cph = Command.executable
        let fresh = try shell("mkdir fresh && cd fresh && \(cph) lib init && \(cph) types")
        #expect(fresh.status == 0 && !fresh.error.contains("for your editor"), "a new project's editor looks there")
    }
}

extension String {
    /// The lines with something on them between two lines.
    fileprivate func components(between first: String, and last: String) -> [Substring] {
        let lines = split(separator: "\n")
        guard let start = lines.firstIndex(of: first[...]), let end = lines.firstIndex(of: last[...]) else { return [] }
        return Array(lines[(start + 1)..<end])
    }
}
