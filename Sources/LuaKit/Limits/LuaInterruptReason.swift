import CLua
import Glibc

/// Says why a script had to stop.
public enum LuaInterruptReason: Hashable, Sendable, CustomStringConvertible {
    /// Somebody pressed Ctrl-C.
    case user
    /// The time allowed for everything is over.
    case deadline
    /// The CPU time allowed is used up.
    case cpuTime
    /// A signal of this number asked for the end of the program, such as SIGTERM.
    case signal(Int32)
    /// The host asked, through a `LuaInterrupter`.
    case host

    /// Says it in the words of a message, such as `deadline exceeded`.
    public var description: String {
        switch self {
        case .user, .host: "interrupted"
        case .signal(SIGTERM): "terminated"
        case .signal(SIGHUP): "hung up"
        case .signal(let number): "ended by signal \(number)"
        case .deadline: "deadline exceeded"
        case .cpuTime: "CPU time limit exceeded"
        }
    }

    init?(reason: Int32) {
        switch reason {
        case CLUA_INTERRUPT_USER: self = .user
        case CLUA_INTERRUPT_DEADLINE: self = .deadline
        case CLUA_INTERRUPT_CPU: self = .cpuTime
        case CLUA_INTERRUPT_HOST: self = .host
        case let number where number > CLUA_INTERRUPT_SIGNAL: self = .signal(number - CLUA_INTERRUPT_SIGNAL)
        default: return nil
        }
    }
}
