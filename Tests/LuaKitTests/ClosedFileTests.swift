import Glibc
import LuaKit
import Testing

/// What scripts cannot open: the terminal, open descriptors, and what the system tells of processes.
struct ClosedFileTests {
    private func opened(_ path: String, _ mode: LuaMode = .standard) throws -> String {
        var options = LuaState.Options()
        options.mode = mode
        let state = try LuaState(options)
        state.setGlobal("path", path)
        let code = "local file, reason = io.open(path) return file and 'open' or reason"
        return try state.run(code).first?.text ?? ""
    }

    @Test(arguments: [
        "/dev/tty", "/dev/ptmx", "/dev/pts/ptmx", "/dev/console", "//dev/./tty", "/dev/../dev/tty", "/dev/stdin",
        "/dev/fd/0",
        "/proc/self/fd/0", "/proc/self/environ", "/proc/self/mem", "/proc/self/maps", "/proc/self/auxv",
        "/proc/1/environ",
        "/proc/thread-self/environ", "/proc/self/root/proc/self/maps", "/proc/self/cwd/x", "/proc/self/exe",
        "/proc/self/cmdline", "/proc/self/stack", "/proc/self/net/tcp", "/proc/self/map_files",
    ])
    func `is closed, however it is spelled`(path: String) throws {
        // What this machine lacks is no hole.
        guard access(path, F_OK) == 0 else { return }
        #expect(try opened(path) == "\(path): \(refusal)")
    }

    private let refusal = "closed to scripts: terminals, open descriptors, and what the system tells of processes"

    @Test(arguments: [
        "/dev/null", "/dev/zero", "/proc/self/status", "/proc/self/stat", "/proc/cpuinfo", "/proc/meminfo",
    ])
    func `files that tell nothing of that kind stay open`(path: String) throws {
        #expect(try opened(path) == "open")
    }

    @Test(arguments: ["io.open", "io.input", "io.output", "io.lines", "dofile", "loadfile"])
    func `a wrong argument of theirs is told with its place and their name`(function: String) throws {
        let state = try LuaState()
        let name = function.split(separator: ".").last ?? ""
        let code = "return select(2, pcall(function()\n  return (\(function)({}))\nend))"
        let message = try state.run(code, chunk: "block").first?.text ?? ""
        #expect(message.hasPrefix("block:2: bad argument #1 to '\(name)' ("), "\(message)")
    }

    @Test func `a link leads nowhere else than its end`() throws {
        let link = "/tmp/cph-closed-\(getpid())"
        #expect(symlink("/proc/self/environ", link) == 0)
        defer { unlink(link) }
        #expect(try opened(link) == "\(link): \(refusal)")
        #expect(try opened(link, .trusted) == "open")
    }

    @Test(arguments: [
        "io.lines(path)", "io.input(path)", "io.output(path)", "dofile(path)", "assert(loadfile(path))",
        "assert(io.open(path, 'a'))", "assert(io.open(path, 'r+'))",
    ])
    func `every function that opens by name is closed`(code: String) throws {
        let state = try LuaState()
        state.setGlobal("path", "/proc/self/environ")
        let error = #expect(throws: LuaError.self) { try state.run(code) }
        #expect(error?.message.contains(refusal) == true)
    }

    @Test func `what a chunk in a file yields still passes`() throws {
        let path = "/tmp/cph-chunk-\(getpid()).lua"
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        _ = "return coroutine.yield(...)".withCString { write(file, $0, strlen($0)) }
        close(file)
        defer { unlink(path) }
        let state = try LuaState()
        state.setGlobal("path", path)
        let code = """
            local inside = coroutine.wrap(function() return dofile(path) end)
            inside()
            return inside "through"
            """
        #expect(try state.run(code).first?.text == "through")
    }
}
