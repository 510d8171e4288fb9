import Synchronization

/// Prints above the prompt while a line is being typed, and at once otherwise. For background jobs, from any thread.
public final class PromptPrinter: Sendable {
    private struct State {
        var isPrompting = false
        var waiting = ""
    }

    private let state = Mutex(State())
    private let waker: Waker
    private let write: @Sendable (String) -> Void

    init(waker: Waker, write: @escaping @Sendable (String) -> Void) {
        self.waker = waker
        self.write = write
    }

    /// `text` may hold colours of the caller's; everything from outside must have been cleaned.
    public func print(_ text: String) {
        let lines = text.hasSuffix("\n") ? text : text + "\n"
        let waits = state.withLock { state in
            if state.isPrompting { state.waiting += lines } else { write(lines) }
            return state.isPrompting
        }
        if waits { waker.wake() }
    }

    /// Leaves a row that has something in it, as at a prompt: at once, and only where nobody types.
    public func startRow(columns: Int, _ palette: Palette) {
        state.withLock { state in
            if !state.isPrompting { write(Renderer.freshRow(columns: columns, palette: palette)) }
        }
    }

    func beginPrompt() {
        state.withLock { $0.isPrompting = true }
    }

    /// - Returns: What came too late to be shown above the prompt.
    func endPrompt() -> String {
        state.withLock { state in
            state.isPrompting = false
            return take(&state)
        }
    }

    func takeWaiting() -> String {
        state.withLock { take(&$0) }
    }

    private func take(_ state: inout sending State) -> String {
        defer { state.waiting = "" }
        return state.waiting
    }
}
