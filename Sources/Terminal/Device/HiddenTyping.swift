import Glibc
import Synchronization

/// Keeps what is typed between two lines for the next one, without showing it in the middle of what runs. Keys that
/// stop (Ctrl-C, Ctrl-Z) work as on any terminal. There is one for the process, as it has one terminal.
public enum HiddenTyping {
    /// Descriptors that stay open as long as typing is hidden on them.
    struct Place {
        var input: Int32
        var output: Int32
    }

    private struct State {
        /// Set while typing is hidden.
        var place: Place?
        /// Set while somebody reads the terminal in between, who shows what is typed.
        var paused: Place?
    }

    private static let state = Mutex(State())

    /// Shows typing again, for somebody who reads the terminal; `resume` hides it.
    public static func pause() {
        state.withLock { state in
            guard let place = state.place else { return }
            SignalGuard.disarm()
            (state.place, state.paused) = (nil, place)
        }
    }

    /// Hides typing again after `pause`.
    public static func resume() {
        state.withLock { state in
            guard let place = state.paused else { return }
            state.paused = nil
            hide(place, &state)
        }
    }

    static func begin(_ place: Place) {
        state.withLock { state in
            if state.place == nil { hide(place, &state) }
        }
    }

    /// Shows typing again for good.
    ///
    /// - Returns: Where it was hidden.
    @discardableResult
    static func end() -> Place? {
        state.withLock { state in
            state.paused = nil
            guard let place = state.place else { return nil }
            SignalGuard.disarm()
            state.place = nil
            return place
        }
    }

    private static func hide(_ place: Place, _ state: inout State) {
        // A signal that ends the process has given the terminal back already.
        guard !SignalGuard.wasEnded, let modes = terminalModes(place.input) else { return }
        state.place = place
        SignalGuard.arm(cooked: modes, hidden: silentModes(modes), input: place.input, output: place.output)
        apply(silentModes(modes), to: place.input)
    }
}
