import Files
import TestSupport
import Testing

/// A run can't record an answer, seen from outside: what waits, who delivers it, and how it gets to another machine.
@Suite(.ownThreads)
struct SpoolTests {
    /// A run whose disk was full when the answer came.
    private struct Stranded {
        let cloud: LocalCloud
        let name: String
        let outcome: Command.Outcome

        var ledger: String { "\(cloud.home)/\(name).db" }
        var words: [String] { ["--allow-spend", "1", "--ledger", ledger, "-", name] }
        var folder: String { "\(cloud.home)/.local/state/cph/spool" }
        var files: [String] { Files.list(folder) }

        /// Tries disks of all sizes until one is full in the right moment.
        init() throws {
            cloud = try LocalCloud("--seed", "1")
            for blocks in stride(from: 8, to: 400, by: 8) {
                let name = "n\(blocks)"
                let words = ["--allow-spend", "1", "--ledger", "\(cloud.home)/\(name).db", "-", name]
                let outcome = try cloud.cph(words, input: FullDiskTests.script, blocks: blocks)
                if outcome.error.contains("cph ledger import-spool") {
                    (self.name, self.outcome) = (name, outcome)
                    return
                }
            }
            throw Command.Failed(what: "no disk was full after the send", code: 0)
        }

        /// Another machine, with the ledger but without the spool.
        func elsewhere() throws -> TemporaryFolder {
            let place = try TemporaryFolder(isInMemory: true)
            for suffix in ["", "-wal", ".mark", ".checked"] {
                guard let bytes = try? Files.read(ledger + suffix) else { continue }
                try Files.create("\(place.path)/l.db\(suffix)", bytes, mode: 0o600)
            }
            return place
        }
    }

    @Test func `what waits is listed, and the next run delivers it before it asks anybody`() throws {
        let stranded = try Stranded()
        let (cloud, name) = (stranded.cloud, stranded.name)
        let ids = try cloud.ids(named: name)
        #expect(
            stranded.outcome.status == 6 && stranded.outcome.error.contains("waits in \(stranded.folder)/\(name)-1-"))
        #expect(stranded.files.count == 1)
        let list = try cloud.cph("ledger", "list", "--ledger", stranded.ledger)
        #expect(list.status == 0 && list.output.contains("\t\(name)\t0/1\tsending\t"))
        #expect(list.error.contains("cph ledger: waiting in \(stranded.folder)/\(name)-1-"))
        #expect(list.error.contains("the answer to send 1 of \"\(name)\"") && list.error.contains(ids[0]))
        let broken = try cloud.cph("ledger", "list", "--ledger", "\(cloud.home)/none.db")
        #expect(broken.status == 6 && broken.error.contains("waiting in") && broken.error.contains("does not exist"))
        let again = try Command.start(stranded.words, input: FullDiskTests.script, environment: cloud.environment)
            .wait()
        #expect(again.status == 0 && again.lines == ids, "\(again.error)")
        #expect(again.error.contains("recorded; the purchase went from sending to accepted"))
        #expect(stranded.files.isEmpty)
        let after = try cloud.cph("ledger", "list", "--ledger", stranded.ledger)
        #expect(after.error.isEmpty && after.output.contains("\t\(name)\t1/1\taccepted\t"))
    }

    @Test func `the log of a machine that is gone has all that another needs`() throws {
        let stranded = try Stranded()
        let place = try stranded.elsewhere()
        let log = stranded.outcome.error.split(separator: "\n").map { "2026-11-30T06:00:00.1Z \($0)\r\n" }.joined()
        let words = ["ledger", "import-spool", "--ledger", "\(place.path)/l.db", "-"]
        let environment = ["HOME": place.path]
        let damaged = try Command.start(
            words, input: log.replacing("\"attempt\":1", with: "\"attempt\":2"), environment: environment
        ).wait()
        #expect(damaged.status == 6 && damaged.output.isEmpty)
        #expect(damaged.error.contains("of -: the answer can't be read: it was changed: its checksum is another"))
        let taken = try Command.start(words, input: log + log, environment: environment).wait()
        #expect(taken.status == 0 && taken.lines.count == 1, "\(taken.error)")
        #expect(taken.output.contains("recorded; the purchase went from sending to accepted"))
        let again = try Command.start(words, input: log, environment: environment).wait()
        #expect(again.status == 0 && again.output.contains("the ledger had it already"))
        let list = try Command.cph("ledger", "list", "--ledger", "\(place.path)/l.db", environment: environment)
        #expect(list.output.contains("\t\(stranded.name)\t1/1\taccepted\t"))
        #expect(try list.output.contains(stranded.cloud.ids(named: stranded.name)[0]))
        let verified = try Command.cph("ledger", "verify", "--ledger", "\(place.path)/l.db", environment: environment)
        #expect(verified.status == 0, "\(verified.error)")
        let emergency = "\(stranded.cloud.home)/emergency-\(stranded.name)-1.json"
        let file = try Command.cph(
            "ledger", "import-spool", "--ledger", "\(place.path)/l.db", emergency, environment: environment)
        #expect(file.status == 0 && file.output.contains("the ledger had it already"), "\(file.error)")
    }

    @Test func `another ledger, a file without an answer and no file are told apart`() throws {
        let stranded = try Stranded()
        let place = try TemporaryFolder(["empty.log": "nothing here\n"], isInMemory: true)
        let file = "\(stranded.folder)/\(stranded.files[0])"
        #expect(try Command.cph("--emulator", "--ledger", "\(place.path)/o.db", "-e", fleet("game", 1)).status == 0)
        let foreign = try Command.cph("ledger", "import-spool", "--ledger", "\(place.path)/o.db", file)
        #expect(
            foreign.status == 6 && foreign.error.contains("is for the ledger \(stranded.ledger)"), "\(foreign.error)")
        #expect(foreign.error.contains("name that ledger with --ledger"))
        let none = try Command.cph(
            "ledger", "import-spool", "--ledger", "\(place.path)/o.db", "\(place.path)/empty.log")
        #expect(none.status == 2 && none.error.contains("holds no answer that waits"))
        let missing = try Command.cph(
            "ledger", "import-spool", "--ledger", "\(place.path)/o.db", "\(place.path)/no.log")
        #expect(missing.status == 2 && missing.error.contains("No such file"))
        let gone = try Command.cph("ledger", "import-spool", "--ledger", "\(place.path)/none.db", file)
        #expect(gone.status == 6 && gone.error.contains("does not exist") && !Files.exists("\(place.path)/none.db"))
        #expect(stranded.files.count == 1, "nothing was taken away")
    }
}
