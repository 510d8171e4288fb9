/// What went wrong in Lua, or on the way to it and back.
public struct LuaError: Error, Sendable {
    /// Says what kind of failure it is, and carries what belongs to it.
    public enum Kind: Sendable {
        /// The source is not Lua. `isIncomplete` means that more lines could complete it: a prompt asks for them.
        case syntax(isIncomplete: Bool)
        /// A script raised an error, or an operation of Lua failed.
        case runtime
        /// The state's memory limit is reached.
        case memory
        /// The script had to stop; it could not catch this.
        case interrupted(LuaInterruptReason)
        /// The script called `os.exit`.
        case exit(code: Int)
        /// A Swift function was called with a wrong argument.
        case argument(LuaArgumentError)
        /// A value could not be read as the Swift type that was asked for.
        case conversion(LuaMismatch)
        /// A Swift function threw this; it crossed Lua unchanged.
        case host(any Error)
    }

    /// Says what kind of failure it is.
    public var kind: Kind
    /// Says what happened in one sentence or more, without the position.
    public var message: String
    /// Tells where it was raised; nil when no Lua code was running.
    public var position: LuaPosition?
    /// Lists the Lua functions that were active when it was raised, innermost first.
    public var traceback: [LuaFrame]
    /// Holds what a script's `pcall` would receive; nil where there is none, as for `memory`.
    public var value: LuaValue

    /// Makes an error. `value` is what a script's `pcall` receives; when nil, the message is.
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
    /// Makes a runtime error with this message. Thrown by a callback it gets the position of the call, as `error(message)`.
    public static func runtime(_ message: String) -> LuaError {
        LuaError(.runtime, message: message)
    }

    /// Makes the error of a wrong argument.
    public static func argument(_ problem: LuaArgumentError) -> LuaError {
        LuaError(.argument(problem), message: problem.description)
    }

    /// Makes the error of a value that does not read as what was asked for.
    public static func conversion(_ mismatch: LuaMismatch) -> LuaError {
        LuaError(.conversion(mismatch), message: mismatch.description)
    }

    static let memory = LuaError(.memory, message: "not enough memory")
    @usableFromInline static let stackOverflow = runtime("stack overflow")

    /// True for a syntax error that more lines could mend.
    public var isIncomplete: Bool {
        if case .syntax(isIncomplete: true) = kind { true } else { false }
    }

    /// Returns the Swift error behind it; nil unless a Swift function threw one.
    public var hostError: (any Error)? {
        if case .host(let error) = kind { error } else { nil }
    }
}

extension LuaError: CustomStringConvertible {
    /// Prints `chunk:line: message`, or the message alone when the place is not known.
    public var description: String {
        position.map { "\($0): \(message)" } ?? message
    }
}

/// A wrong argument of a Swift function.
public struct LuaArgumentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Names the function, such as `shop.price`, or `shop.Basket:add` for a method.
    public var function: String
    /// Counts arguments from 1. A method's object does not count, as a script does not write it there, and is 0.
    public var index: Int
    /// Names the parameter.
    public var parameter: String
    /// Says what was wanted and what was there.
    public var mismatch: LuaMismatch

    /// Describes an argument that `mismatch` says is wrong, or something in it.
    public init(function: String, index: Int, parameter: String, mismatch: LuaMismatch) {
        (self.function, self.index, self.parameter, self.mismatch) = (function, index, parameter, mismatch)
    }

    /// Prints `bad argument #1 to shop.price (count: integer expected, got string)`.
    public var description: String {
        let place = LuaPath([.field(parameter)] + mismatch.path.steps)
        let hint = index == 0 ? "; methods are called with ':'" : ""
        return "bad argument #\(index) to \(function) (\(place): \(mismatch.words)\(hint))"
    }
}

/// A Swift error that says itself what a script receives.
public protocol LuaErrorConvertible: Error {
    /// Pushes exactly one value, usually with `LuaContext.pushErrorTable`.
    func pushLuaError(to lua: LuaContext)
}
