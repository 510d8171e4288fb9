import Crypto
import Schema
import TestSupport
import Testing
import Text

/// `notify` of a project: who is told, once its user has agreed, and never in the way.
@Suite(.ownThreads)
struct NoticeTests {
    /// A project that names a receiver, with a script that buys two servers.
    private struct Site {
        let cloud: LocalCloud
        let folder: TemporaryFolder
        let secret = ["TEAM_SECRET": "canary-of-notices"]

        init(_ url: String, _ more: String = "", faults: String = "") throws {
            cloud = faults.isEmpty ? try LocalCloud() : try LocalCloud("--faults", faults)
            folder = try TemporaryFolder(["buy.lua": fleet("game", 2)], isInMemory: true)
            let secret = more.isEmpty ? ", secret_variable = 'TEAM_SECRET'" : more
            try folder.write("cph.project.lua", "return { notify = { url = '\(url)'\(secret) } }")
        }

        func run(_ options: String..., script: String = "buy.lua") throws -> Command.Outcome {
            let words = options + ["\(folder.path)/\(script)"]
            return try Command.start(words, environment: cloud.environment.merging(secret) { $1 }).wait()
        }

        func trust() throws {
            let outcome = try cloud.cph("trust", "--project", folder.path)
            #expect(outcome.status == 0 && outcome.output.hasPrefix("trusted: notify "), "\(outcome)")
        }
    }

    private func document(_ request: NoticeReceiver.Request) throws -> Object {
        try #require(try Value(json: request.body).members)
    }

    @Test func `a run that bought is told of once its user has agreed, signed with the secret`() throws {
        let receiver = try NoticeReceiver()
        let site = try Site(receiver.url)
        let before = try site.run("--allow-spend", "2")
        #expect(before.status == 0 && receiver.requests.isEmpty)
        let hint = "to which you have not agreed; if it is to be told of runs: cph trust --project \(site.folder.path)"
        #expect(before.error.contains(hint), "\(before.error)")
        try site.trust()
        // What was bought before is no news.
        #expect(try site.run("--allow-spend", "2").status == 0 && receiver.requests.isEmpty)
        try site.folder.write("more.lua", fleet("more", 3))
        let outcome = try site.run("--allow-spend", "9", script: "more.lua")
        #expect(outcome.status == 0, "\(outcome.error)")
        let request = try #require(receiver.requests.first)
        #expect(receiver.requests.count == 1 && request.line == "POST /hook HTTP/1.1")
        let time = try #require(request.headers["x-cph-timestamp"])
        let mac = try Crypto.hmacSHA256(
            Array("\(time).\(request.body)".utf8), key: Array("canary-of-notices".utf8))
        #expect(request.headers["x-cph-signature"] == "sha256=\(String(hex: mac))")
        let document = try document(request)
        #expect(document["event"]?.text == "bought" && document["version"]?.integer == 1)
        #expect(document["counts"]?.members?["bought"]?.integer == 3 && document["exit_code"]?.integer == 0)
        #expect(document["amount"]?.text == "24000.00" && document["currency"]?.text == "CNY")
        #expect(
            document["server_ids"]?.items?.compactMap(\.text) == outcome.output.split(separator: "\n").map(String.init))
        #expect(document["unpaid"]?.members?["command"]?.text == "cph ledger pay more-b01")
        #expect(!(request.body + outcome.error + outcome.output).contains("canary"))
    }

    @Test func `a plan that waits and a run that failed are told of, and what is not wanted is not`() throws {
        let receiver = try NoticeReceiver()
        let site = try Site(receiver.url, ", secret_variable = 'TEAM_SECRET', on = { 'waiting', 'failed' }")
        try site.trust()
        #expect(try site.run().status == 3)
        let waiting = try document(try #require(receiver.requests.last))
        #expect(waiting["event"]?.text == "waiting" && waiting["plan"]?.text == "p", "\(waiting)")
        let plan = try #require(waiting["waiting"]?.items?.first?.members)
        #expect(plan["command"]?.text == "cph ledger approve \(plan["digits"]?.text ?? "")")
        #expect(try site.run("--allow-spend", "2").status == 0 && receiver.requests.count == 1)
        try site.folder.write("wrong.lua", "error 'no'")
        #expect(try site.run(script: "wrong.lua").status == 1)
        let failed = try document(try #require(receiver.requests.last))
        #expect(failed["event"]?.text == "failed" && failed["exit_code"]?.integer == 1 && receiver.requests.count == 2)
    }

    @Test func `what is in doubt is told of as that`() throws {
        let receiver = try NoticeReceiver()
        let site = try Site(receiver.url, faults: "list-lag=1h,reset-after=once")
        try site.trust()
        #expect(try site.run("--allow-spend", "2", "--settle", "0s").status == 20)
        let document = try document(try #require(receiver.requests.first))
        #expect(document["event"]?.text == "in_doubt" && document["counts"]?.members?["in_doubt"]?.integer == 2)
    }

    @Test func `it is tried again a few times, and what fails changes nothing`() throws {
        let receiver = try NoticeReceiver(503, 0)
        let site = try Site(receiver.url)
        try site.trust()
        #expect(try site.run("--allow-spend", "2").status == 0)
        #expect(receiver.requests.count == 3)
        #expect(Set(receiver.requests.map { $0.headers["x-cph-delivery"] }).count == 1)
        for (status, tries) in [(302, 1), (403, 1)] {
            let receiver = try NoticeReceiver(status)
            let site = try Site(receiver.url)
            try site.trust()
            let outcome = try site.run("--allow-spend", "2")
            #expect(outcome.status == 0 && receiver.requests.count == tries, "redirects are not followed")
            #expect(outcome.error.contains("did not take the notice: it answered with status \(status)"))
        }
        let gone = try Site("http://127.0.0.1:1/")
        try gone.trust()
        let outcome = try gone.run("--allow-spend", "2")
        #expect(outcome.status == 0 && outcome.error.contains("did not take the notice"), "\(outcome.error)")
    }

    @Test func `a dry run, a run that reads and the embedded cloud tell nobody far away`() throws {
        let receiver = try NoticeReceiver()
        let site = try Site(receiver.url)
        try site.trust()
        #expect(try site.run("--dry-run").status == 0)
        try site.folder.write("read.lua", "print(#cph.servers.list(), os.getenv 'TEAM_SECRET')")
        #expect(try site.run(script: "read.lua").output == "0\tnil\n" && receiver.requests.isEmpty)
        #expect(try site.run("--emulator").status == 0 && receiver.requests.count == 1)
        let far = try Site("https://receiver.invalid/")
        try far.trust()
        let outcome = try far.run("--emulator")
        #expect(outcome.status == 0 && !outcome.error.contains("told"), "\(outcome.error)")
    }

    @Test func `the agreement is to this address alone, and can be taken back`() throws {
        let receiver = try NoticeReceiver()
        let site = try Site(receiver.url)
        try site.trust()
        try site.folder.write(
            "cph.project.lua", "return { notify = { url = '\(receiver.url)2', secret_variable = 'TEAM_SECRET' } }")
        #expect(try site.run("--allow-spend", "2").error.contains("to which you have not agreed"))
        let revoked = try site.cloud.cph("trust", "--revoke", "--project", site.folder.path)
        #expect(revoked.output.contains("no longer trusted: notify \(receiver.url)"), "\(revoked)")
        #expect(receiver.requests.isEmpty)
    }

    @Test(arguments: [
        ("'https://a'", "must be a table, not a string"), ("{}", "url is missing"),
        ("{ url = 'http://example.com/' }", "must be https: plain http is for 127.0.0.1"),
        ("{ url = 'https://u:p@a/' }", "without user, password"), ("{ url = 'https://a', on = { 'buy' } }", "no event"),
        ("{ url = 'https://a', secret = 's' }", "secret is not a setting"),
        ("{ url = 'https://a', secret_file = 'a', secret_variable = 'B' }", "exclude each other"),
        ("{ url = 'https://a', secret_variable = 'A B' }", "must be the name of a variable"),
    ])
    func `settings that can't be meant are errors with their place`(setting: String, words: String) throws {
        let site = try Site("https://a")
        try site.folder.write("cph.project.lua", "return { notify = \(setting) }")
        let outcome = try site.cloud.cph("trust", "--project", site.folder.path)
        #expect(outcome.status == 2 && outcome.error.contains("cph.project.lua: notify"), "\(outcome)")
        #expect(outcome.error.contains(words), "\(outcome.error)")
    }
}
