/// What went wrong in Lua, or on the way to it and back.
public struct LuaError: Error, Sendable {
    public enum Kind: Sendable {
        /// The source is not Lua. `isIncomplete` means that more lines could complete it: a prompt asks for them.
        case syntax(isIncomplete: Bool)
        /// A script raised an error, or an operation of Lua failed.
        case runtime
        /// The state's memory limit is reached.
        case memory
        /// The script had to stop; it could not catch this.
        case interrupted(LuaInterruption)
        /// The script called `os.exit`.
        case exit(code: Int)
        /// A Swift function was called with a wrong argument.
        case argument(LuaArgumentError)
        /// A value could not be read as the Swift type that was asked for.
        case conversion(LuaMismatch)
        /// A Swift function threw this; it crossed Lua unchanged.
        case host(any Error)
    }

    public var kind: Kind
    /// One sentence or more, without the position.
    public var message: String
    /// Where it was raised, if Lua code was running.
    public var position: LuaPosition?
    /// The active Lua functions when it was raised, innermost first.
    public var traceback: [LuaFrame]
    /// What a script's `pcall` would receive; nil where there is none, as for `memory`.
    public var value: LuaValue

    public init(
        _ kind: Kind, message: String, position: LuaPosition? = nil, traceback: [LuaFrame] = [], value: LuaValue = .nil
    ) {
        self.kind = kind
        self.message = message
        self.position = position
        self.traceback = traceback
        self.value = value
    }
}

extension LuaError {
    /// A runtime error with this message. Thrown by a callback it gets the position of the call, as `error(message)`.
    public static func runtime(_ message: String) -> LuaError {
        LuaError(.runtime, message: message)
    }

    public static func argument(_ problem: LuaArgumentError) -> LuaError {
        LuaError(.argument(problem), message: problem.description)
    }

    public static func conversion(_ mismatch: LuaMismatch) -> LuaError {
        LuaError(.conversion(mismatch), message: mismatch.description)
    }

    static let memory = LuaError(.memory, message: "not enough memory")
    @usableFromInline static let stackOverflow = runtime("stack overflow")

    /// True for a syntax error that more lines could mend.
    public var isIncomplete: Bool {
        if case .syntax(isIncomplete: true) = kind { true } else { false }
    }

    /// The Swift error behind it, if a Swift function threw one.
    public var hostError: (any Error)? {
        if case .host(let error) = kind { error } else { nil }
    }
}

extension LuaError: CustomStringConvertible {
    /// `chunk:line: message`.
    public var description: String {
        position.map { "\($0): \(message)" } ?? message
    }
}

/// A wrong argument of a Swift function.
public struct LuaArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `cph.servers.create`, or `cph.Task:join` for a method.
    public var function: String
    /// Counts from 1. A method's object does not count, as a script does not write it there, and is 0.
    public var index: Int
    public var parameter: String
    public var mismatch: LuaMismatch

    public var description: String {
        index == 0
            ? "calling '\(function)' on a bad object (\(mismatch); methods are called with ':')"
            : "bad argument #\(index) '\(parameter)' to '\(function)' (\(mismatch))"
    }
}

/// A Swift error that says itself what a script receives.
public protocol LuaErrorConvertible: Error {
    /// Pushes exactly one value, usually with `LuaContext.pushErrorTable`.
    func pushLuaError(to lua: LuaContext)
}
