import Files
import Glibc
import Policies
import Projects
import Schema
import TestSupport
import Testing

/// Policies as files state them: where they are looked for, and what is told of one that can't be read.
struct PolicyFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var machine: String { "\(folder.path)/etc/policy.lua" }

    private func all(in project: String? = nil) throws(PolicyError) -> [Policy] {
        try PolicyFile.all(machine: machine, projectOf: project.map { "\(folder.path)/\($0)" })
    }

    private func lines(in project: String? = nil) -> [String] {
        do throws(PolicyError) {
            _ = try all(in: project)
            return []
        } catch { return error.lines }
    }

    @Test func `where there is no file there is no policy`() throws {
        #expect(try all().isEmpty)
        try folder.write("p/cph.project.lua", "return { lenient_lib = true }")
        #expect(try all(in: "p").isEmpty)
    }

    @Test func `the machine's comes first, then the project's, each with its lines`() throws {
        try folder.write(
            "etc/policy.lua",
            "-- ours\nlocal zones = {\n  'a',\n}\nreturn {\n  zones = zones,\n  servers = {\n per_run = 3 } }\n")
        try folder.write(
            "p/cph.project.lua", "return {\n  lenient_lib = true,\n  policy = {\n    ['auto_renewal'] = false } }")
        try folder.write("p/deep/er/s.lua", "")
        let found = try all(in: "p/deep/er")
        #expect(found.map(\.source) == [machine, "\(folder.path)/p/cph.project.lua"])
        #expect(
            found[0].place(of: "zones") == "\(machine):6" && found[0].place(of: "servers.per_run") == "\(machine):8")
        #expect(found[1].place(of: "auto_renewal") == "\(folder.path)/p/cph.project.lua:4")
    }

    @Test(arguments: [
        ("return { zons = { 'a' } }", ":1: zons: "), ("return {", ":1"), ("return 3", "a table of Policy"),
        ("return { zones = { 'a' }, servers = { per_run = function() end } }", "is code"), ("", "a table of Policy"),
        ("x = 1", "a table of Policy"), ("return { servers =\n { per_run = -1 } }", ":2: servers.per_run: is -1"),
    ])
    func `a file that is no policy is an error with its place`(text: String, words: String) throws {
        try folder.write("etc/policy.lua", text)
        let found = lines()
        #expect(found.count == 1 && found[0].hasPrefix(machine) && found[0].contains(words), "\(found)")
    }

    @Test func `what is there and can't be read is an error, never no policy`() throws {
        try folder.write("etc/x", "")
        #expect(symlink("nowhere", machine) == 0)
        #expect(lines().count == 1, "a link that leads nowhere")
        folder.remove("etc/policy.lua")
        try folder.write("etc/policy.lua/file", "")
        #expect(lines().count == 1, "a folder")
        folder.remove("etc/policy.lua/file")
        #expect(rmdir(machine) == 0)
        try folder.write("etc/policy.lua", bytes: [0x1B, 0x4C])
        #expect(lines().first?.contains("policy.lua") == true, "bytecode")
        try folder.write("etc/policy.lua", "-- " + String(repeating: "x", count: 1 << 20) + "\nreturn {}")
        #expect(lines().count == 1, "larger than any policy")
    }

    @Test func `a project's settings that can't be read are an error too`() throws {
        try folder.write("p/cph.project.lua", "return { policy = 7 }")
        #expect(lines(in: "p").first?.contains("cph.project.lua:1: wrong") == false)
        #expect(lines(in: "p").first?.contains("a table of Policy") == true)
        try folder.write("p/cph.project.lua", "return { policy = {")
        #expect(lines(in: "p").count == 1)
    }

    @Test func `who the machine wants to be told is read as a project's settings are`() throws {
        #expect(try PolicyFile.notice(machine: machine) == nil)
        try folder.write("etc/policy.lua", "return { notify = { url = 'https://hooks.example/x', secret_file = 's' } }")
        let notice = try #require(try PolicyFile.notice(machine: machine))
        #expect(notice.words == "https://hooks.example/x" && notice.root == "\(folder.path)/etc")
        try folder.write("etc/policy.lua", "return {\n notify = { uri = 'https://hooks.example/x' } }")
        let error = #expect(throws: PolicyError.self) { try PolicyFile.notice(machine: machine) }
        #expect(error?.lines.first?.contains("policy.lua:2: uri is not a setting") == true, "\(error as Any)")
        #expect(lines().first?.contains("policy.lua:2: uri is not a setting") == true, "no run begins with it")
    }

    @Test(arguments: ["rel.db", "./l.db", "~/l.db", ""])
    func `a ledger is named so that it is the same one from every folder`(place: String) throws {
        try folder.write("etc/policy.lua", "return { ledger = '\(place)' }")
        #expect(lines().first?.contains("must be a server") == true, "\(lines())")
        for place in ["/srv/l.db", "postgresql://h/d", "service=team", "host=h dbname=d"] {
            try folder.write("etc/policy.lua", "return { ledger = '\(place)' }")
            #expect(lines().isEmpty, "\(lines())")
        }
    }

    @Test func `a ledger's own policy names no ledger, and a pipe is no policy`() throws {
        let error = #expect(throws: PolicyError.self) {
            try PolicyFile.ofLedger(Array("return { ledger = '/other.db' }".utf8), name: "team.lua")
        }
        #expect(error?.lines.first?.hasPrefix("team.lua:1: ledger: whoever records elsewhere") == true)
        try folder.write("etc/x", "")
        #expect(mkfifo(machine, 0o600) == 0)
        #expect(lines().first?.contains("it is no file") == true)
    }

    @Test func `only the machine's policy says who is told`() throws {
        let notify = "notify = { url = 'https://hooks.example/x' }"
        try folder.write("p/cph.project.lua", "return { policy = {\n \(notify) } }")
        let expected =
            "cph.project.lua:2: notify: only the machine's policy, /etc/cph/policy.lua, can say who is told; a project"
        #expect(lines(in: "p").first?.contains(expected) == true, "\(lines(in: "p"))")
        let error = #expect(throws: PolicyError.self) {
            try PolicyFile.ofLedger(Array("return { \(notify) }".utf8), name: "team.lua")
        }
        #expect(
            error?.lines == ["team.lua:1: notify: only the machine's policy, /etc/cph/policy.lua, can say who is told"])
        #expect(
            try PolicyFile.ofLedger(Array("return { servers = { per_run = 1 } }".utf8), name: "t").written.count == 1)
    }
}
