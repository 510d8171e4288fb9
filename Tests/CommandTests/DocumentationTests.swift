import ArgumentParser
import TestSupport
import Testing

import struct Purchasing.ExitStatus

@testable import cph

/// What the documents promise.
@Suite(.ownThreads)
struct DocumentationTests {
    private static func text(_ path: String) throws -> String { try Repository.text(path) }

    /// Texts in backticks that name a file or folder of this repository; `NAME`, `FOLDER` and `…` stand for anything.
    private static func paths(in text: String) -> [String] {
        let spans = text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter {
            $0.offset % 2 == 1
        }
        return spans.map(\.element).filter(isPath).map { span in
            ["NNNN", "NAME", "FOLDER", "…"].reduce(String(span)) { $0.replacing($1, with: "*") }
        }
    }

    private static func isPath(_ span: Substring) -> Bool {
        let signs = Set("/._-+*{},…")
        guard let first = span.first, first.isLetter || first == ".", span.count > 1,
            span.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || signs.contains($0) })
        else { return false }
        let parts = span.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return span.hasSuffix(".swift") }
        // `Asia/Shanghai` is a zone of time.
        guard !["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"].contains(parts[0]) else {
            return false
        }
        // `Runtime/Session.swift` is a path below Sources; `lib/` is one of a user's own project.
        let isTarget = first.isUppercase && parts[0].allSatisfy(\.isLetter) && parts[0].contains(where: \.isLowercase)
        return isTarget || ["scripts", "stdlib", "cph", ".ci"].contains(parts[0]) || span.hasSuffix(".swift")
    }

    /// Where a path may start that stands in `document`.
    private static func exists(_ path: String, in document: String) -> Bool {
        let folder = document.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        let places = ["", folder, "Sources/"] + (path.contains("/") ? [] : ["Sources/*/", "Sources/*/*/"])
        return places.contains { !Repository.paths(matching: $0 + path).isEmpty }
    }

    private static func scripts(in text: String) -> [String] {
        text.split(separator: "\n```lua\n", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.split(separator: "```", omittingEmptySubsequences: false)[0])
        }
    }

    @Test func `there are documents, and what is no path is not taken for one`() {
        #expect(Repository.documents.contains("README.md") && Repository.documents.contains("Sources/README.md"))
        let text =
            "`Gone/File.swift` and `TCP/IP`, `lib/`, `a b/c`, `Asia/Shanghai`, `scripts/*.lua`, `Findings+….swift`, `cph.plan`"
        #expect(Self.paths(in: text) == ["Gone/File.swift", "scripts/*.lua", "Findings+*.swift"])
        #expect(!Self.exists("Gone/File.swift", in: "README.md") && Self.exists("scripts/*.lua", in: "README.md"))
    }

    @Test(arguments: Repository.documents)
    func `every file that is named exists`(document: String) throws {
        for path in Self.paths(in: try Self.text(document)) {
            #expect(Self.exists(path, in: document), "\(document) names \(path)")
        }
    }

    @Test func `the script of the README runs`() throws {
        let text = try Self.text("README.md")
        let script = try #require(Self.scripts(in: text).first)
        let outcome = try Command.cph("--emulator", "-", input: script)
        #expect(outcome.output.split(separator: "\n").count == 25)
    }

    /// Not those of the libraries' manual and of guides, which are parts of one project each: `LibraryManualTests` and
    /// `GuideTests` make it. `OperationExampleTests` has the account that operations need.
    @Test(
        arguments: Repository.documents.filter {
            !$0.hasSuffix("LIBRARIES.md") && !$0.hasSuffix("OPERATIONS.md") && !$0.hasPrefix("stdlib/guides/")
        })
    func `every piece of Lua runs`(document: String) throws {
        for script in Self.scripts(in: try Self.text(document)) {
            let outcome = try Command.cph("--emulator", "-", input: script)
            #expect(outcome.status == 0, "\(script)\n\(outcome.error)")
        }
    }

    @Test func `every command and every option says what it is for`() throws {
        let pages = try Command.cph("doc", "--markdown").output.components(
            between: "## Commands and options", and: "## Options")
        let commands = pages.filter { $0.hasPrefix("### ") }
        #expect(commands.count > 12)
        for (line, next) in zip(pages, pages.dropFirst()) where line.hasPrefix("### ") {
            #expect(!next.hasPrefix("#") && !next.hasPrefix("- "), "\(line) is not described")
        }
        for option in pages.filter({ $0.hasPrefix("- ") }) {
            #expect(option.contains("`: "), "\(option) is not described")
        }
    }

    @Test func `the README has every exit code and no other, in the words of cph doc`() throws {
        let rows = try Self.exitCodes(in: Self.text("README.md"))
        let source = try Self.text("Sources/Purchasing/ExitStatus.swift")
        let codes = source.matches(of: /static let \w+ = ExitStatus\(rawValue: (\d+)\)/).compactMap { Int32($0.1) }
        #expect(codes.count > 9 && ExitStatus.documented.map(\.status.rawValue) == codes)
        #expect(rows.map(\.code) == codes)
        for ((_, words), (status, meaning)) in zip(rows, ExitStatus.documented) {
            let known = Set(meaning.lowercased().split { !$0.isLetter })
            let unknown = words.prefix { $0 != ";" }.split { !$0.isLetter }.filter { !known.contains($0) }
            #expect(unknown.isEmpty, "\(status.rawValue): \(unknown)")
        }
    }

    /// The table of exit codes, with one row for each; `| 124, 130 | deadline, interrupted |` are two.
    private static func exitCodes(in text: String) -> [(code: Int32, words: String)] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let table = lines.drop { !$0.hasPrefix("| exit code |") }.dropFirst(2).prefix { $0.hasPrefix("|") }
        return table.flatMap { line -> [(code: Int32, words: String)] in
            let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
            let codes = cells[0].split(separator: ",").compactMap { Int32($0.filter(\.isNumber)) }
            let words = codes.count > 1 ? cells[1].split(separator: ",") : [cells[1]]
            return zip(codes, words).map { ($0, String($1)) }
        }
    }

    @Test(arguments: Repository.documents)
    func `an exit code that is mentioned exists`(document: String) throws {
        let known = Set(ExitStatus.documented.map(\.status.rawValue))
        for mention in try Self.text(document).matches(of: /(?:exit code|ends with|status) (\d+)\b/) {
            #expect(known.contains(Int32(mention.1) ?? -1), "\(document): \(mention.0)")
        }
    }

    @Test func `every command is in the README`() throws {
        let text = try Self.text("README.md")
        for command in Root.configuration.subcommands where command.configuration.shouldDisplay {
            let name = try #require(command.configuration.commandName)
            #expect(name == "run" || text.contains("cph \(name)"), "cph \(name)")
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
        #expect(folder.text("site/search.js")?.contains("cph.plan.html#cph.plan-add") == true)
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
