import Glibc
import TestSupport
import Testing

/// A script that only reads the account needs no ledger: none is made, and one that can't be used does not hinder it.
@Suite(.ownThreads)
struct ReadingOnlyTests {
    @Test(arguments: ["/proc/none/ledger.db", "/dev/null", "/etc/hostname/ledger.db"])
    func `a ledger that cannot be is not looked at before something is bought`(file: String) throws {
        let cloud = try LocalCloud()
        let read = try cloud.cph("--ledger", file, "-e", "print(#cph.servers.list())")
        #expect(read.status == 0 && read.lines == ["0"] && read.error == "", "\(read.error)")
        let buys = try cloud.cph("--ledger", file, "--allow-spend", "1", "-", "x", input: FullDiskTests.script)
        #expect(buys.status == 6 && buys.error.contains(file), "\(buys.error)")
        #expect(try cloud.ids(named: "x") == [])
    }

    @Test func `reading leaves no ledger behind, and no home is needed for it`() throws {
        let cloud = try LocalCloud()
        var environment = cloud.environment
        environment["HOME"] = "/proc/none"
        let read = try Command.start(["-e", "print(#cph.servers.list())"], environment: environment).wait()
        #expect(read.status == 0 && read.lines == ["0"], "\(read.error)")
        let usual = try cloud.cph("-e", "print(#cph.servers.list())")
        #expect(usual.status == 0, "\(usual.error)")
        #expect(access("\(cloud.home)/.local", F_OK) != 0)
    }
}
