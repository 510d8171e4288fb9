import CLua
import Synchronization

/// Why a script had to stop.
public enum LuaInterruption: Hashable, Sendable, CustomStringConvertible {
    /// Somebody pressed Ctrl-C.
    case user
    /// The time allowed for everything is over.
    case deadline
    /// The CPU time allowed is used up.
    case cpuTime
    /// The host asked, through a `LuaInterrupter`.
    case host

    public var description: String {
        switch self {
        case .user, .host: "interrupted"
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
        default: return nil
        }
    }
}

/// Stops what a state runs, from any thread.
public final class LuaInterrupter: Sendable {
    /// The address of the state's record; 0 once it is closed. An integer, because a pointer is not Sendable.
    private let vm: Mutex<UInt>

    init(_ vm: UnsafeMutablePointer<clua_vm>) {
        self.vm = Mutex(UInt(bitPattern: vm))
    }

    /// Stops the script that runs now, or else the next one.
    public func interrupt() {
        vm.withLock { address in
            guard let vm = UnsafeMutablePointer<clua_vm>(bitPattern: address) else { return }
            clua_interrupt_elsewhere(vm, CLUA_INTERRUPT_HOST)
        }
    }

    func close() {
        vm.withLock { $0 = 0 }
    }
}
