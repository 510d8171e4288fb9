import CLua

/// Stops what runs from outside: by a signal such as that of Ctrl-C, by a limit, by a script that exits.
extension LuaState {
    /// Lets a signal of the process, usually SIGINT, stop what this state runs. A second one before the first has been
    /// taken has its default effect. Only one state of the process can have this.
    public func interrupt(onSignal number: Int32) {
        _ = scheduler  // it sets up what wakes a waiting thread, which a handler cannot do
        clua_watch_signal(vm, number, CLUA_INTERRUPT_USER)
    }

    /// Lets signals that ask a program to end, such as SIGTERM, stop what this state runs too, for the reason `signal`. Those
    /// that are ignored stay ignored. What follows within a second is the same request; later ones have their default effect.
    public func interrupt(onEndSignals numbers: [Int32]) {
        _ = scheduler
        for number in numbers { clua_watch_signal(vm, number, CLUA_INTERRUPT_SIGNAL + number) }
    }

    /// Gives these signals back their former effect.
    public func stopInterrupting(onSignals numbers: [Int32]) {
        for number in numbers { clua_unwatch_signal(vm, number) }
    }

    /// Gives all signals back their former effect.
    public func stopInterruptingOnSignal() {
        clua_unwatch_signals(vm)
    }

    /// Forgets an interrupt that came while nothing ran, as before the next line at a prompt.
    public func clearInterrupt() {
        clua_clear_interrupt(vm)
    }

    /// Stops the calling script with this exit code, however it tries to catch that.
    public func requestExit(code: Int) {
        vm.pointee.exit_code = Int64(code)
        clua_interrupt(vm, CLUA_INTERRUPT_EXIT)
    }

    var isInterrupted: Bool { vm.pointee.interrupt != 0 }

    /// The error of the pending interrupt, which stays pending: whoever called Lua takes it.
    var pendingInterrupt: LuaError? {
        guard let interruption = LuaInterruptReason(reason: vm.pointee.interrupt) else { return nil }
        return LuaError(.interrupted(interruption), message: interruption.description)
    }

    /// Takes the pending interrupt and returns its error; nil when there is none. Only the outermost call takes it, so
    /// that no script can go on by catching it.
    func takeInterrupt(traceback: [LuaFrame]) -> LuaError? {
        let reason = vm.pointee.interrupt
        guard reason != 0 else { return nil }
        if vm.pointee.depth == 0 { clua_clear_interrupt(vm) }
        let position = traceback.lazy.compactMap(\.position).first
        guard let interruption = LuaInterruptReason(reason: reason) else {
            return LuaError(.exit(code: Int(vm.pointee.exit_code)), message: "exit", position: position)
        }
        return LuaError(
            .interrupted(interruption), message: interruption.description, position: position, traceback: traceback)
    }
}
