import Glibc
import TestSupport
import Testing

/// `cph ledger` for those who look.
@Suite(.ownThreads)
struct LedgerListTests {
    @Test func `before the first purchase the usual ledger is empty; one that is named has to be there`() throws {
        let home = try TemporaryFolder()
        let list = try Command.cph("ledger", "list", environment: ["HOME": home.path])
        #expect(list.status == 0 && list.output.isEmpty && list.error == "cph ledger: no purchases\n")
        let verified = try Command.cph("ledger", "verify", environment: ["HOME": home.path])
        #expect(verified.output.hasPrefix("0 events, 0 purchases, 0 servers: all in order\n"))
        let show = try Command.cph("ledger", "show", "x", environment: ["HOME": home.path])
        #expect(show.status == 2 && show.error.contains("the ledger has no purchase \"x\""))
        #expect(home.files().isEmpty, "looking makes no ledger")
        let named = try Command.cph("ledger", "list", "--ledger", "\(home.path)/other.db")
        #expect(named.status == 6 && named.error.contains("other.db does not exist"))
    }

    @Test func `a ledger that is gone is an error, the usual one too`() throws {
        let home = try TemporaryFolder([".local/state/cph/history": ""])
        let ledger = "\(home.path)/.local/state/cph/ledger.sqlite3"
        let bought = try Command.cph("--emulator", "--ledger", ledger, "-e", fleet("game", 1))
        #expect(bought.status == 0, "\(bought.error)")
        #expect(unlink(ledger) == 0)
        let list = try Command.cph("ledger", "list", environment: ["HOME": home.path])
        #expect(list.status == 6 && list.error.contains("is gone, though purchases were recorded in it"))
    }

    @Test func `a terminal gets columns with headings, a program tabs`() throws {
        let folder = try TemporaryFolder()
        let ledger = "\(folder.path)/l.db"
        #expect(try Command.cph("--emulator", "--ledger", ledger, "-e", fleet("game", 12)).status == 0)
        let plain = try Command.cph("ledger", "list", "--ledger", ledger).lines
        #expect(plain.count == 2 && plain[0].split(separator: "\t").prefix(3) == ["unpaid", "game-b01", "10/10"])
        let session = try TerminalSession("ledger", "list", "--ledger", ledger)
        try session.expect("state   name      servers  order")
        try session.expect("\nunpaid  game-b01  10/10    CS")
    }
}
