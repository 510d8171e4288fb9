import TestSupport
import Testing

/// Pages with pictures: the numbers in them are those of the commands.
@Suite(.ownThreads)
struct ReportPageTests {
    private let folder: TemporaryFolder
    private var ledger: String { "\(folder.path)/l.db" }
    private var page: String { folder.text("page.html") ?? "" }

    init() throws { folder = try TemporaryFolder() }

    private static let subnets = ["3c5e2638-b71f-4499-8d1e-355e89f21ae0", "4c5e2638-b71f-4499-8d1e-355e89f21ae0"]

    /// Buys 12 servers for a month and 3 for a year, of two plans, in two zones.
    private static let script = """
        local base = cph.template { server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k",
          public_ip = cph.public_ip.none() }
        local plan = cph.plan "game"
        plan:add(base { server_name = "game", count = 12, availability_zone = "cn-east-3a",
          order_param = cph.order.months(1), nics = { cph.nic "\(subnets[0])" } })
        plan:apply()
        plan = cph.plan "<i>web"
        plan:add(base { server_name = "web", count = 3, availability_zone = "cn-east-3b",
          order_param = cph.order.years(1), nics = { cph.nic "\(subnets[1])" } })
        plan:apply()
        """

    private func buy(_ script: String, _ options: String...) throws {
        let outcome = try Command.start(["--emulator", "--ledger", ledger] + options + ["-"], input: script).wait()
        #expect([0, 20].contains(outcome.status), "\(outcome)")
    }

    /// The rows of the table below a heading, cells without tags.
    private func rows(below heading: String) throws -> [[String]] {
        let start = try #require(page.firstRange(of: "<h2>\(heading)"), "\(heading)")
        let section = page[start.upperBound...].prefix { $0 != "\0" }
        let end = section.firstRange(of: "</section>")?.lowerBound ?? section.endIndex
        return section[..<end].components(between: "<tr>", and: "</tr>").map { row in
            row.components(between: "\">", and: "</t")
        }
    }

    @Test func `the tables of the page have the sums of the report`() throws {
        try buy(Self.script)
        let written = try Command.cph("ledger", "report", "--html", "\(folder.path)/page.html", "--ledger", ledger)
        #expect(
            written.status == 0 && written.output.isEmpty && written.error.contains("open it in a browser"),
            "\(written)")
        for (heading, by) in [
            ("Spending over time", "day"), ("By plan", "plan"), ("By zone", "zone"), ("By model", "model"),
        ] {
            let csv = try Command.cph("ledger", "report", "--by", by, "--csv", "--ledger", ledger).output
                .split(separator: "\r\n").dropFirst()
            let expected = csv.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            let found = try rows(below: heading)
            let shown = found.dropFirst().dropLast().map {
                $0.map { $0.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing(",", with: "") }
            }
            #expect(shown.map { Array($0) } == expected, "\(by)")
            #expect(found.last?[2] == "15" && found.last?[3] == "48", "\(found)")
        }
        #expect(page.contains("15 servers, ") && page.contains("Nothing is."))
    }

    @Test func `the calendar and the map have every server`() throws {
        try buy(Self.script)
        #expect(
            try Command.cph("ledger", "report", "--html", "\(folder.path)/page.html", "--ledger", ledger).status == 0)
        let months = try rows(below: "When servers end").dropFirst()
        #expect(months.map { $0.dropFirst() } == [["12", "0"], ["3", "0"]])
        #expect(
            try rows(below: "The fleet").dropFirst().map(Array.init) == [
                ["cn-east-3a", Self.subnets[0], "12", "0"], ["cn-east-3b", Self.subnets[1], "3", "0"],
            ])
        let pictures = page.components(between: "<svg", and: "</svg>").map { "<svg\($0)</svg>" }
        #expect(pictures.count == 6 && pictures.allSatisfy { MarkupReading($0).problem == nil })
        let squares = MarkupReading(pictures[5]).elements.count { $0.attributes["class"] == "green" }
        #expect(squares == 15)
        #expect(!page.contains("http:") && !page.contains("<script") && !page.contains("<i>web"))
    }

    @Test func `a server that renews itself is told apart from those that end, until that is stopped`() throws {
        try buy(
            """
            local base = cph.template { server_model_name = "physical.rx2.32xlarge.4", keypair_name = "k", count = 1,
              public_ip = cph.public_ip.none(), nics = { cph.nic "\(Self.subnets[0])" } }
            local renewing = cph.order.months(1, { pay = true, renew = true })
            local ending = cph.order.months(1, { pay = true })
            cph.servers.create(base { server_name = "a", order_param = renewing })
            local b = cph.servers.create(base { server_name = "b", order_param = renewing }).server_ids[1]
            local c = cph.servers.create(base { server_name = "c", order_param = ending }).server_ids[1]
            cph.servers.create(base { server_name = "d", order_param = ending })
            cph.apply(cph.renewals("x"):stop_auto_renew { server_id = b })
            cph.apply(cph.renewals("y"):auto_renew { server_id = c })
            """, "--allow-change", "9")
        #expect(
            try Command.cph("ledger", "report", "--html", "\(folder.path)/page.html", "--ledger", ledger).status == 0)
        #expect(try rows(below: "When servers end").last?.dropFirst() == ["2", "2"])
        #expect(page.contains(": 2 end, 2 renew themselves"))
    }

    @Test func `what is in doubt stands on top, in a frame`() throws {
        try buy(fleet("game", 2), "--faults", "504-after=1,list-lag=24h", "--settle", "0s")
        #expect(
            try Command.cph("ledger", "report", "--html", "\(folder.path)/page.html", "--ledger", ledger).status == 0)
        let alarm = try #require(page.firstRange(of: "<section class=\"alarm\"><h2>In doubt: 1 purchase</h2>"))
        let money = try #require(page.firstRange(of: "Spending over time"))
        #expect(alarm.lowerBound < money.lowerBound)
        #expect(try rows(below: "In doubt").last?.prefix(3).map { $0 } == ["game-b01", "p", "2"])
        #expect(try rows(below: "The fleet").last?.suffix(2).map { $0 } == ["0", "2"])
    }

    @Test func `an empty ledger has a page too, and wrong options are refused`() throws {
        try buy("cph.servers.list()")
        let empty = try Command.cph(
            "ledger", "report", "--html", "\(folder.path)/page.html", environment: ["HOME": folder.path])
        #expect(empty.status == 0 && page.contains("0 servers, as the ledger has it"), "\(empty)")
        for arguments in [["--html", "x", "--by", "plan"], ["--html", "x", "--csv"], []] {
            #expect(try Command.start(["ledger", "report"] + arguments).wait().status == 2)
        }
        let unwritable = try Command.cph(
            "ledger", "report", "--html", "/dev/null/x", environment: ["HOME": folder.path])
        #expect(unwritable.status == 2 && unwritable.error.contains("/dev/null/x cannot be written"), "\(unwritable)")
    }

    // MARK: Rehearsals

    @Test func `a rehearsal's page has each story, those that went wrong first`() throws {
        let script = """
            local base = cph.template { server_model_name = "m", keypair_name = "k", count = 2,
              order_param = cph.order.months(1, { pay = true }), public_ip = cph.public_ip.none(),
              nics = { cph.nic "3c5e2638-b71f-4499-8d1e-355e89f21ae0" } }
            for i = 1, 3 do cph.servers.create(base { server_name = 'a-' .. os.time() }) cph.sleep '10s' end
            """
        let outcome = try Command.cph(
            "rehearse", "--seeds", "12", "--html", "\(folder.path)/page.html", "-", input: script)
        #expect(outcome.status == 1)
        let stories = outcome.lines.dropFirst().prefix(12).map { $0.split(separator: "\t").map(String.init) }
        let table = try rows(below: "All stories").dropFirst()
        #expect(
            table.count == 12 && Set(table.map { Array($0.prefix(11)) }) == Set(stories.map { Array($0.prefix(11)) }))
        let wrong = Set(stories.filter { $0.last == "WRONG" }.map { $0[0] })
        #expect(!wrong.isEmpty && Set(table.prefix(wrong.count).map { $0[0] }) == wrong)
        let heads = page.components(between: "<h2>Seed ", and: "</h2>")
        #expect(heads.count == 12 && heads.prefix(wrong.count).allSatisfy { $0.hasSuffix(": WRONG") })
        #expect(
            page.components(between: "class=\"cross\"", and: ">").count - 1
                == stories.reduce(0) { $0 + (Int($1[2]) ?? 0) })
        let pictures = page.components(between: "<svg", and: "</svg>").map { "<svg\($0)</svg>" }
        #expect(pictures.count == 13 && pictures.allSatisfy { MarkupReading($0).problem == nil })
        #expect(page.contains("names change between runs") && !page.contains("http:"))
        // The same rehearsal gives the same page: how long it took is not in it.
        let first = page
        _ = try Command.cph("rehearse", "--seeds", "12", "--html", "\(folder.path)/page.html", "-", input: script)
        #expect(page == first && !page.contains("a second"))
    }
}

extension StringProtocol {
    /// Every text between `start` and the next `end`.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var (found, rest): ([String], Substring) = ([], Substring(self))
        while let from = rest.firstRange(of: start), let to = rest[from.upperBound...].firstRange(of: end) {
            found.append(String(rest[from.upperBound..<to.lowerBound]))
            rest = rest[to.lowerBound...]
        }
        return found
    }
}
