import Files
import TestSupport
import Testing

/// A ledger is moved, set back and watched over, as an operator sees it.
@Suite(.ownThreads)
struct LedgerMovingTests {
    private func buy(_ name: String, _ options: String..., environment: [String: String] = [:]) throws
        -> Command.Outcome
    {
        try Command.start(["--emulator"] + options + ["-e", fleet(name, 2)], environment: environment).wait()
    }

    @Test func `a ledger is copied, and the source is only read from then on`() throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let (old, new) = ("\(folder.path)/old.db", "\(folder.path)/new/new.db")
        #expect(try buy("game", "--ledger", old).status == 0)
        let before = try Command.cph("ledger", "verify", "--ledger", old)
        let copied = try Command.cph("ledger", "copy", old, new)
        #expect(copied.status == 0, "\(copied.error)")
        #expect(copied.output.hasPrefix("copied 8 events of 1 purchase to \(new)\nchain ends at "))
        #expect(copied.error.contains("nobody buys with \(old) any more"))
        #expect(try Command.cph("ledger", "verify", "--ledger", new).output == before.output)
        let refused = try buy("more", "--ledger", old)
        #expect(
            refused.status == 6 && refused.error.contains("it was moved to \(new); nothing was sent"),
            "\(refused.error)")
        #expect(try Command.cph("ledger", "list", "--ledger", old).output.contains("\tgame-b01\t2/2\tunpaid\t"))
        #expect(try buy("more", "--ledger", new).status == 0)
        #expect(try Command.cph("ledger", "copy", old, new).output.hasPrefix("copied "), "once more changes nothing")
        #expect(try Command.cph("ledger", "list", "--ledger", new).lines.count == 2)
        let elsewhere = try Command.cph("ledger", "copy", old, "\(folder.path)/third.db")
        #expect(elsewhere.status == 6 && elsewhere.error.contains("was moved to \(new); nothing was changed"))
        let taken = try Command.cph("ledger", "copy", new, old)
        #expect(taken.status == 6 && taken.error.contains("holds something already"))
    }

    @Test func `a backup that was put back buys nothing until somebody says so`() throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let ledger = "\(folder.path)/l.db"
        #expect(try buy("one", "--ledger", ledger).status == 0)
        #expect(try Command.cph("ledger", "backup", "--ledger", ledger, "\(folder.path)/b.db").status == 0)
        #expect(try buy("two", "--ledger", ledger).status == 0)
        for file in ["l.db-wal", "l.db-shm"] { folder.remove(file) }
        try Files.rename("\(folder.path)/b.db", to: ledger)
        let refused = try buy("three", "--ledger", ledger)
        let command = "cph ledger accept-rollback --ledger \(ledger) --reason"
        #expect(refused.status == 6 && refused.error.contains(command), "\(refused.error)")
        #expect(try Command.cph("ledger", "accept-rollback", "--ledger", ledger).status == 2)
        let accepted = try Command.cph("ledger", "accept-rollback", "--ledger", ledger, "--reason", "two was cancelled")
        #expect(accepted.status == 0 && accepted.output.hasPrefix("given up: event "), "\(accepted.error)")
        #expect(try buy("three", "--ledger", ledger).status == 0)
        let events = try Command.cph("ledger", "export", "--ledger", ledger).output
        #expect(events.contains("\"reason\":\"two was cancelled\""))
        let again = try Command.cph("ledger", "accept-rollback", "--ledger", ledger, "--reason", "again")
        #expect(again.status != 0 && again.error.contains("nothing was changed"))
    }

    @Test func `a witness is made, kept up, and stops a ledger that it does not know`() throws {
        let folder = try TemporaryFolder(isInMemory: true)
        let (ledger, witness) = ("\(folder.path)/l.db", "\(folder.path)/cache/witness")
        #expect(try buy("one", "--ledger", ledger, "--witness", witness).status == 0)
        let first = folder.text("cache/witness")
        #expect(try buy("two", "--ledger", ledger, environment: ["CPH_LEDGER_WITNESS": witness]).status == 0)
        #expect(first != nil && folder.text("cache/witness") != first)
        // A machine that remembers nothing, and lost the ledger.
        for file in ["l.db", "l.db-wal", "l.db-shm", "l.db.mark", "l.db.checked"] { folder.remove(file) }
        let gone = try buy("one", "--ledger", ledger, "--witness", witness)
        #expect(
            gone.status == 6 && gone.error.contains("is gone, though purchases were recorded in it"), "\(gone.error)")
        #expect(try buy("one", "--ledger", ledger).status == 0, "without the witness nobody would know")
        let list = try Command.cph("ledger", "list", "--ledger", ledger, "--witness", witness)
        #expect(list.status == 6 && list.error.contains("is another one than its witness"))
    }
}
