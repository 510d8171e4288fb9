import ArgumentParser
import CPHClient
import Glibc
import LuaKit
import Purchasing
import Synchronization

/// Limits what a script may do, how long, and with how much memory.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Memory of the script, such as 512M or 2G.", valueName: "size"), transform: bytes)
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
        options.hiddenVariables = Set(secretVariables)
        return options
    }

    /// Starts the clock, and lets Ctrl-C stop the script.
    func apply(to state: LuaState) {
        state.interrupt(onSignal: SIGINT)
        guard let deadline else { return }
        state.setDeadline(after: deadline)
        // What the handler reads is made now: a handler makes nothing.
        _ = PurchaseTally.callsUnderWay.load(ordering: .relaxed)
        doubtCode.store(ExitStatus.inDoubt.rawValue, ordering: .relaxed)
        deadlineCode.store(ExitStatus.deadline.rawValue, ordering: .relaxed)
        state.setLastResort { _ in endAtOnce() }
    }
}

private let doubtCode = Atomic<Int32>(0)
private let deadlineCode = Atomic<Int32>(0)

/// Ends the process from a signal handler: the deadline is over, and the script is where nothing can stop it. The ledger is
/// written so that a process may end anywhere.
private func endAtOnce() {
    let isInDoubt = PurchaseTally.callsUnderWay.load(ordering: .relaxed) > 0
    // Nothing is allocated here: the signal may have come inside of malloc.
    let text: StaticString = """
        cph: deadline exceeded; the script did not stop and was ended. cph ledger list has what was bought, and what is in doubt

        """
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
    _exit(isInDoubt ? doubtCode.load(ordering: .relaxed) : deadlineCode.load(ordering: .relaxed))
}

/// Reads a duration for an option.
func duration(_ text: String) throws -> Duration {
    guard let duration = LuaDuration(text) else {
        throw ValidationError("\(text) is no duration; write 90s, 15m or 1h30m")
    }
    return duration.value
}

private func bytes(_ text: String) throws -> Int {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let unit = text.last.flatMap { units[$0] }
    guard let number = Int(unit == nil ? text : String(text.dropLast())), (1...1 << 33).contains(number),
        case let size = number.multipliedReportingOverflow(by: 1 << (unit ?? 0)), !size.overflow,
        size.partialValue >= 1 << 20
    else { throw ValidationError("\(text) is no size of at least 1M; write 64M, 512M or 2G") }
    return size.partialValue
}
