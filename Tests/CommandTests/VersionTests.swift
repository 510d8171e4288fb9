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
        let sections = try Repository.text("CHANGELOG.md").matches(of: /(?m)^## (\d+\.\d+\.\d+) - \d{4}-\d\d-\d\d$/)
        return sections.map { String($0.1) }
    }

    @Test func `the version alone is one line`() throws {
        #expect(try Command.cph("--version").output == "\(Root.version)\n")
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

    // MARK: --version --verbose

    private func report(libraries folder: String? = nil) throws -> [String: Substring] {
        let environment = folder.map { ["LD_LIBRARY_PATH": $0] } ?? [:]
        let outcome = try Command.start(["--version", "--verbose"], environment: environment).wait()
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        let rows = outcome.output.split(separator: "\n").map { line in
            (String(line.prefix { $0 != " " }), line.drop { $0 != " " }.drop { $0 == " " })
        }
        #expect(rows.map(\.0) == ["cph", "commit", "Swift", "Lua", "SQLite", "libcurl", "OpenSSL", "libpq"])
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test func `the libraries that are found are named with their versions`() throws {
        let report = try report()
        #expect(report["cph"] == Root.version[...])
        #expect(report["Lua"]?.hasPrefix("5.4.") == true)
        for name in ["SQLite", "libcurl", "OpenSSL", "libpq"] {
            #expect(try report[name]?.wholeMatch(of: /\d+(\.\d+)+\w*/) != nil, "\(name): \(report[name] ?? "")")
        }
        #expect(report["commit"] == "not recorded: not built by scripts/build-release")
    }

    @Test func `a library that can't be loaded is said with the reason`() throws {
        let folder = try TemporaryFolder()
        for name in ["libcurl.so.4", "libcrypto.so.3", "libpq.so.5"] { try folder.write(name, "") }
        let report = try report(libraries: folder.path)
        for (name, package) in [("libcurl", "libcurl4"), ("OpenSSL", "libssl3"), ("libpq", "libpq5")] {
            let words = report[name] ?? ""
            #expect(words.hasPrefix("not found: ") && words.contains("apt install \(package)"), "\(words)")
        }
    }

    @Test func `where there is no OpenSSL 3, the library of OpenSSL 1_1 is taken`() throws {
        let folder = try TemporaryFolder()
        try folder.write("libcrypto.so.3", "")
        let script = """
            ln -s "$(ls /usr/lib/*/libcrypto.so.3 /usr/lib64/libcrypto.so.3 2>/dev/null | head -n 1)" "$0/libcrypto.so.1.1"
            """
        #expect(try RunningCommand("/bin/sh", ["-c", script, folder.path]).wait().status == 0)
        #expect(try report(libraries: folder.path)["OpenSSL"]?.hasPrefix("not found") == false)
    }
}
