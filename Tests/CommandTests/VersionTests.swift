import TestSupport
import Testing

@testable import Ledger
@testable import cph

/// Which version this is, from what it was made, and what stays of the versions before.
@Suite(.ownThreads)
struct VersionTests {
    private static let isRelease = !Root.version.hasSuffix("-dev")

    /// The versions that the changelog has sections of, the newest first.
    private static func released() throws -> [String] {
        try Repository.text("CHANGELOG.md").matches(of: /(?m)^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$/).map { String($0.1) }
    }

    @Test func `a release is the newest in the changelog, and what is on the way to one is not there yet`() throws {
        let released = try Self.released()
        #expect(released.last == "0.1.0")
        if Self.isRelease {
            #expect(released.first == Root.version)
        } else {
            #expect(!released.contains(String(Root.version.dropLast("-dev".count))))
        }
    }

    @Test func `a ledger of each format that was released is kept`() throws {
        let formats = try Repository.paths(matching: "Tests/Samples/*/states.sqlite3").map { path in
            // SQLite's user_version, in the file's header.
            try Vectors.file(path)[60..<64].reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(formats.contains(1))
        if Self.isRelease { #expect(formats.contains(LedgerFormat.version), "run Tests/Samples/make") }
    }

    @Test func `a ledger of a newer version is refused, and says which format it has`() throws {
        let folder = try TemporaryFolder()
        let script = """
            cp "$0/Tests/Samples/0.1/runs.sqlite3" "$1/l" && printf '\\0\\0\\0\\011' |
                dd of="$1/l" bs=1 seek=60 conv=notrunc 2>/dev/null
            """
        #expect(try RunningCommand("/bin/sh", ["-c", script, Vectors.root, folder.path]).wait().status == 0)
        let words = "was made by a newer cph (format 9, this one knows \(LedgerFormat.version))"
        let list = try Command.cph("ledger", "list", "--ledger", "\(folder.path)/l")
        #expect(list.status == 6 && list.error.contains(words), "\(list.error)")
        let buy = try Command.cph(
            "--emulator", "--ledger", "\(folder.path)/l", "\(Vectors.root)/scripts/one-server.lua")
        #expect(buy.status == 6 && buy.error.contains(words), "\(buy.error)")
    }
}
