import Files
import Glibc
import TestSupport
import Testing

struct SubprocessTests {
    @Test(arguments: [
        ("dd if=/dev/zero of=big bs=1024 count=2048 2>/dev/null", false),
        ("dd if=/dev/zero of=big bs=1024 count=512 2>/dev/null", true),
        ("exec dd if=/dev/zero of=/dev/null bs=256M count=1 2>/dev/null", false),
        ("exec dd if=/dev/zero of=/dev/null bs=16M count=1 2>/dev/null", true),
        ("test $(ulimit -n) = 200", true), ("test \"$1\" = 'a b'", true),
    ])
    func `keeps a program and what it starts within bounds`(script: String, succeeds: Bool) throws {
        let folder = try TemporaryFolder()
        var process = Subprocess("/bin/sh", ["-c", script, "sh", "a b"])
        process.folder = folder.path
        process.bounds = .init(memory: 128 << 20, fileSize: 1 << 20, openFiles: 200)
        #expect(try process.run().isSuccess == succeeds, "\(script)")
    }

    private func shell(_ script: String, _ environment: [String: String]? = [:]) -> Subprocess {
        Subprocess("/bin/sh", ["-c", script], environment: environment)
    }

    @Test func `output, errors and status are what the program left`() throws {
        let outcome = try shell("echo out; echo err >&2; exit 3").run()
        #expect(outcome.text == "out\n" && outcome.errors == "err\n" && outcome.status == 3 && !outcome.isSuccess)
        #expect(try shell("cat").run().isSuccess, "it has nothing to read")
    }

    @Test func `a signal is a status below zero`() throws {
        #expect(try shell("kill -9 $$").run().status == -9)
    }

    @Test func `more than a pipe holds comes through`() throws {
        let outcome = try shell("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2").run()
        #expect(outcome.output.count == 300_000 && outcome.errors.utf8.count == 300_000)
    }

    @Test func `a program that does not end is ended, and all it started`() throws {
        var process = shell("sleep 60 & sleep 60")
        process.limit = .milliseconds(100)
        let outcome = try process.run()
        #expect(outcome.stopped == .overdue && !outcome.isSuccess)
    }

    @Test func `the environment is what it is given, or that of this process`() throws {
        #expect(try Subprocess("/usr/bin/env", [], environment: ["A": "1", "B": "x=y"]).run().text == "A=1\nB=x=y\n")
        let path = try #require(Environment["PATH"])
        #expect(try shell("echo \"$PATH\"", nil).run().text == "\(path)\n")
    }

    @Test func `it starts in the folder that it is given`() throws {
        let folder = try TemporaryFolder()
        var process = shell("pwd -P")
        process.folder = folder.path
        #expect(try process.run().text == "\(folder.path)\n")
    }

    @Test func `a program that is not there is an error`() throws {
        let error = try #require(throws: FileError.self) { try Subprocess("/nowhere/x", []).run() }
        #expect(error.description == "cannot run /nowhere/x: No such file or directory")
        #expect(Subprocess.find("sh", path: "relative:/nowhere:/bin") == "/bin/sh")
        #expect(Subprocess.find("sh", path: "relative:/nowhere") == nil)
    }

    @Test func `a program on the terminal may read a file in its place`() throws {
        let folder = try TemporaryFolder(["in": "seen"])
        let input = open("\(folder.path)/in", O_RDONLY | O_CLOEXEC)
        defer { close(input) }
        let status = try shell("cat > '\(folder.path)/out'; exit 4").runOnTerminal(input: input)
        #expect(status == 4 && folder.text("out") == "seen")
    }

    @Test func `a program on the terminal heeds Ctrl-C, and this process does not meanwhile`() throws {
        // The child asks for its own and its parent's dispositions: bit 1 of SigIgn stands for SIGINT.
        let script = "grep -h SigIgn /proc/self/status /proc/$PPID/status > \"$OUT\""
        let folder = try TemporaryFolder()
        _ = try shell(script, ["OUT": "\(folder.path)/out", "PATH": "/bin:/usr/bin"]).runOnTerminal()
        let masks = (folder.text("out") ?? "").split(separator: "\n").compactMap { line in
            line.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        }
        #expect(masks.count == 2 && masks[0] & 0b110 == 0 && masks[1] & 0b110 == 0b110)
    }
}
