import ArgumentParser
import CPHClient
import Glibc
import LuaKit

/// Limits what a script may do, how long, and with how much memory.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Memory of the script, such as 512M or 2G.", valueName: "size"), transform: byteCount)
    var memory = defaultMemory

    /// The memory limit when `--memory` is not given, in bytes.
    static let defaultMemory = 512 << 20

    @Option(
        help: ArgumentHelp("End the script after this time, such as 2h.", valueName: "duration"), transform: duration)
    var deadline: Duration?

    @Flag(help: "Take files, environment and programs away from the script: for one you have not read.")
    var sandbox = false

    @Flag(
        help: """
            All of standard Lua, undeclared globals too: for tools that need it. A __gc or debug hook that loops is then \
            ended by a second Ctrl-C only.
            """)
    var trust = false

    @Flag(help: "Let the script run programs with os.execute and io.popen.")
    var allowExec = false

    func validate() throws {
        if sandbox && trust { throw ValidationError("--sandbox and --trust exclude each other") }
        if sandbox && allowExec { throw ValidationError("--sandbox and --allow-exec exclude each other") }
    }

    var state: LuaState.Options {
        var options = LuaState.Options()
        options.memoryLimit = memory
        options.mode = sandbox ? .sandbox : trust ? .trusted : .standard
        options.allowsPrograms = allowExec
        options.hiddenVariables = Set(hiddenVariables)
        return options
    }

    /// The signals with which pipelines, schedulers and closed terminals end a run.
    static let endSignals = [SIGTERM, SIGHUP]

    /// Starts the clock, and lets Ctrl-C and the signals above stop the script.
    func apply(to state: LuaState) {
        state.interrupt(onSignal: SIGINT)
        state.interrupt(onEndSignals: Self.endSignals)
        guard let deadline else { return }
        state.setDeadline(after: deadline)
        ImmediateExit.prepare()
        state.setLastResort { _ in ImmediateExit.afterDeadline() }
    }
}
