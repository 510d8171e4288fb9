import TestSupport
import Testing

/// Opens what earlier versions wrote: `Tests/Samples` has a folder for each version, which is never changed.
///
/// The program of today has to read every file of every version and find in it what its writer said, or let a person
/// convert it with a command, or say clearly why it does neither. A test that fails here is mended in the program. Only
/// where a format is given up on purpose does its test change: to the command that converts it, or to the words that say why not.
@Suite(.ownThreads)
struct SamplesTests {
    static let versions = ["0.1"]

    /// A copy of a version's files, which nobody else may write.
    private static func copy(_ version: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let script = "cp -r \"$0/.\" \"$1\" && chmod -R u+rwX,go-w \"$1\""
        let copied = try RunningCommand(
            "/bin/sh", ["-c", script, "\(Vectors.root)/Tests/Samples/\(version)", folder.path]
        ).wait()
        try #require(copied.status == 0, "\(copied.error)")
        return folder
    }

    @Test func `every folder of samples is opened here`() throws {
        let files = try RunningCommand("/bin/sh", ["-c", "cd \"$0\" && ls -d [0-9]*", "\(Vectors.root)/Tests/Samples"])
            .wait()
        #expect(files.lines == Self.versions)
    }

    @Test(arguments: versions, ["states", "runs"])
    func `a ledger has the purchases, states and ids that its writer saw, and its chain holds`(
        version: String, ledger: String
    ) throws {
        let folder = try Self.copy(version)
        let file = "\(folder.path)/\(ledger).sqlite3"
        let list = try Command.cph("ledger", "list", "--ledger", file)
        let rows = list.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        // What 0.1 listed, which had the state first, and neither time, plan, amount nor user.
        let former = rows.map { [$0[4], $0[2], $0[3], $0[7], $0[8]].joined(separator: "\t") + "\n" }.sorted()
        let known = try #require(folder.text("\(ledger).list")).split(separator: "\n").map { "\($0)\n" }
        #expect(list.status == 0 && former == known.sorted(), "\(list.error)")
        let verified = try Command.cph("ledger", "verify", "--ledger", file)
        #expect(verified.output == folder.text("\(ledger).verify"), "\(verified.error)")
        #expect(verified.status == (ledger == "states" ? 20 : 0))
    }

    @Test(arguments: versions)
    func `a ledger shows and exports every purchase, whatever its state`(version: String) throws {
        let folder = try Self.copy(version)
        let file = "\(folder.path)/states.sqlite3"
        let names = try #require(folder.text("states.list")).split(separator: "\n").map { $0.split(separator: "\t") }
        for row in names {
            let show = try Command.cph("ledger", "show", String(row[1]), "--ledger", file)
            #expect(show.output.hasPrefix("\(row[1]) (project project): \(row[0])"), "\(show.error)")
        }
        let events = try Command.cph("ledger", "export", "--ledger", file)
        #expect(try #require(folder.text("states.verify")).hasPrefix("\(events.lines.count) events, "))
        let lines = try Command.cph("ledger", "export", "--format", "jsonl", "--ledger", file)
        #expect(lines.lines.count == names.count && lines.status == 0, "\(lines.error)")
    }

    /// What 0.1 approved was for any account; a hash is for one account since.
    @Test(arguments: versions)
    func `a plan that 0.1 approved is refused with its new hash, which is then enough`(version: String) throws {
        let folder = try Self.copy(version)
        let hashes = try #require(folder.text("plans/hashes")).split(separator: "\n").map { $0.split(separator: " ") }
        #expect(hashes.count == 2)
        for line in hashes {
            let plan = "\(folder.path)/plans/\(line[0]).lua"
            let hash = try Command.cph("--emulator", plan).output.split(separator: "\n").joined()
            let refused = try Command.cph("--emulator", "--approve", String(line[1]), plan, "apply")
            #expect(refused.status == 3 && refused.error.contains("is for another plan than"), "\(refused.error)")
            #expect(refused.error.contains(hash) && refused.error.contains("nothing was sent"))
            let approved = try Command.cph("--emulator", "--approve", hash, plan, "apply")
            #expect(approved.status == 0, "\(approved.error)")
        }
    }

    @Test(arguments: versions)
    func `what was bought from the emulator is neither bought nor asked for again`(version: String) throws {
        let folder = try Self.copy(version)
        let cloud = try LocalCloud("--state", "\(folder.path)/emulator.json")
        #expect(try cloud.servers() == 14)
        let ledger = "\(folder.path)/home/.local/state/cph/ledger.sqlite3"
        let again = try cloud.cph("--ledger", ledger, "\(folder.path)/plans/fleet.lua", "apply")
        #expect(again.status == 0 && again.error.contains("14 of 14 servers"), "\(again.error)")
        #expect(try cloud.servers() == 14)
        let bought = try cloud.cph("ledger", "list", "--ledger", ledger).lines.flatMap {
            $0.split(separator: "\t")[8].split(separator: ",")
        }
        let all = try cloud.cph("-e", "for _, s in ipairs(cph.servers.list {}) do print(s.server_id) end").lines
        #expect(Set(bought.map(String.init)) == Set(all))
    }

    @Test(arguments: versions)
    func `the prompt runs its file and remembers its lines`(version: String) throws {
        let folder = try Self.copy(version)
        let session = try TerminalSession.prompt(environment: ["HOME": "\(folder.path)/home"])
        try session.enter("fleet_name(12)", shows: "\"fleet-012\"")
        session.type(":history 5\r")
        try session.expect("\nfleet_name(7)\nlocal names = {}\nfor i = 1, 2 do\n")
        try session.expect("names[i] = '云手机 \"' .. i\nend\n")
    }

    @Test(arguments: versions)
    func `a project has its settings, its lock and its modules`(version: String) throws {
        let folder = try Self.copy(version)
        let script = """
            cd "$0/project" && "$1" lib verify && "$1" -v --emulator -e "require 'fleets'"
            """
        let outcome = try RunningCommand(
            "/bin/sh", ["-c", script, folder.path, Command.executable], environment: ["PATH": "/usr/bin:/bin"]
        ).wait()
        #expect(outcome.status == 0 && outcome.error.contains("(fleets 1.0.0-1"), "\(outcome.error)")
    }
}
