import CLua
import Synchronization

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

    /// Whether what runs has been asked to stop, by whomever, and has not stopped yet. False once the state is closed.
    public var isInterrupted: Bool {
        vm.withLock { UnsafeMutablePointer<clua_vm>(bitPattern: $0).map { $0.pointee.interrupt != 0 } ?? false }
    }

    func close() {
        vm.withLock { $0 = 0 }
    }
}
