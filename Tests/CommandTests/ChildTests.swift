import Glibc
import TestSupport
import Testing

/// The children of the test runner itself, whose remains would keep its exit tests from ending.
@Suite(.ownThreads)
struct ChildTests {
    @Test func `a program that nobody waits for is reaped when it ends`() throws {
        var process = pid_t()
        try #require(posix_spawn(&process, "/bin/true", nil, nil, [strdup("true"), nil], [nil]) == 0)
        let child = Child(process)
        var end = pollfd(fd: child.end, events: Int16(POLLIN), revents: 0)
        #expect(poll(&end, 1, -1) == 1)
        #expect(!child.isInProcessTable)
        #expect(child.wait() == 0)
    }

    @Test func `a session that is dropped is ended and reaped`() throws {
        let child = try TerminalSession.prompt("--no-rc").child
        #expect(child.wait() == -SIGKILL)
        #expect(!child.isInProcessTable)
    }

    @Test func `every suite of the command waits on threads of its own`() throws {
        let files = ["", "*/"].flatMap { Repository.paths(matching: "Tests/CommandTests/\($0)*.swift") }
        for file in files {
            let lines = try Repository.text(file).split(separator: "\n")
            for (line, next) in zip(lines, lines.dropFirst()) where next.contains(/^struct \w+Tests\b/) {
                #expect(line.hasPrefix("@Suite(.ownThreads"), "\(file): \(next)")
            }
        }
    }
}
