import Glibc
import Text

/// The real terminal: two descriptors, and a pipe through which signals and other threads end a wait.
public final class TTY: TerminalDevice {
    private let input: Int32
    private let output: Int32
    private let ownsDescriptors: Bool
    private let wake: WakePipe
    private var cooked: termios?
    /// Where typing was hidden before the terminal became raw.
    private var hidden: HiddenTyping.Place?

    /// - Returns: `nil` if one of the descriptors is not a terminal.
    public init?(input: Int32 = 0, output: Int32 = 1) {
        guard isatty(input) == 1, isatty(output) == 1, let wake = WakePipe() else { return nil }
        (self.input, self.output, self.wake) = (input, output, wake)
        ownsDescriptors = false
    }

    /// The terminal that controls this process, wherever stdin and stdout lead.
    ///
    /// - Returns: `nil` for a process without one, such as a service or a CI job.
    public init?(controlling path: String) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard isatty(descriptor) == 1, let wake = WakePipe() else {
            close(descriptor)
            return nil
        }
        (input, output, self.wake) = (descriptor, descriptor, wake)
        ownsDescriptors = true
    }

    deinit {
        leaveRawMode()
        if ownsDescriptors { close(input) }
    }

    /// Asked for anew at each use, because windows change; 80 x 24 where the terminal does not say.
    public var size: TerminalSize {
        terminalSize(of: output) ?? TerminalSize(columns: 80, rows: 24)
    }

    /// Ends a waiting `read` from any thread, also after the terminal is gone.
    public var waker: Waker { wake.waker }

    /// Waits for keys, a signal that concerns the terminal, or a wake-up, whichever is first.
    public func read(timeout: Duration?) -> TerminalEvent {
        var descriptors = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        // A limit that is reached sends signals again and again, and each of them ends a wait.
        let end = timeout.map { ContinuousClock.now + $0 }
        while true {
            let ready = poll(&descriptors, 2, milliseconds(end.map { max(.zero, $0 - .now) }))
            if ready == 0 { return .timedOut }
            if ready < 0 && errno != EINTR { return .closed }
            if SignalGuard.wasEnded && cooked != nil { return .closed }
            if ready < 0 { continue }
            if descriptors[1].revents != 0, let event = wake.event() { return event }
            if descriptors[0].revents != 0, let event = readBytes() { return event }
        }
    }

    /// Writes all of `text`; gives up without a word when the other end is gone.
    public func write(_ text: String) {
        writer(text)
    }

    /// Writes from any thread; holds the descriptor's number and not the terminal.
    public var writer: @Sendable (String) -> Void {
        { [output] text in
            var text = text
            text.withUTF8 { writeAll($0, to: output) }
        }
    }

    /// Makes the terminal raw and arms the guard that gives it back however the process ends.
    public func enterRawMode() -> RawModeEntry {
        // Raw already: something else may have changed the modes meanwhile.
        if cooked != nil { leaveRawMode() }
        guard SignalGuard.claim() else { return .busy }
        hidden = HiddenTyping.end()
        if takeRaw() { return .entered }
        SignalGuard.release()
        return .gone
    }

    /// Makes the claimed terminal raw, whatever modes it is in.
    ///
    /// - Returns: Whether it is still there.
    private func takeRaw() -> Bool {
        cooked = terminalModes(input)
        guard let cooked else { return false }
        SignalGuard.arm(cooked: cooked, input: input, output: output, wakeDescriptor: wake.writeEnd)
        apply(rawModes(cooked), to: input)
        write("\u{1B}[?2004h")
        return true
    }

    /// Gives the terminal the modes it had before `enterRawMode`; does nothing when it is not raw.
    public func leaveRawMode() {
        guard cooked != nil else { return }
        SignalGuard.disarm()
        SignalGuard.release()
        cooked = nil
        if let hidden { HiddenTyping.begin(hidden) }
    }

    /// Keeps what is typed from being shown until `showTyping` or the next prompt.
    public func hideTyping() { HiddenTyping.begin(.init(input: input, output: output)) }

    /// Ends `hideTyping` for good.
    public func showTyping() { HiddenTyping.end() }

    /// The whole process group stops, as it does when the terminal itself sees Ctrl-Z: a pipeline stops as one job. The
    /// terminal stays this reader's, and is as it was found for the time of the stop.
    public func suspend() {
        let wasRaw = cooked != nil
        if wasRaw { SignalGuard.disarm() }
        stopGroup()
        waitForForeground(input)
        wake.forgetStops()
        if wasRaw, !takeRaw() { SignalGuard.release() }
    }

    /// Throws away what the system holds of typed keys, so that nothing typed earlier answers a question.
    public func discardInput() {
        tcflush(input, TCIFLUSH)
    }

    /// `nil` after an interruption; the caller polls again.
    private func readBytes() -> TerminalEvent? {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = Glibc.read(input, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer.prefix(count))) }
        return count < 0 && (errno == EINTR || errno == EAGAIN) ? nil : .closed
    }

    private func milliseconds(_ timeout: Duration?) -> Int32 {
        timeout.map { Int32(clamping: $0.milliseconds) } ?? -1
    }
}

/// The size of the terminal at `descriptor`, or `nil` if it is none or does not know.
public func terminalSize(of descriptor: Int32) -> TerminalSize? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
    return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
}

/// Writes all of `bytes`; gives up when the other end is gone.
func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = write(
            descriptor, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)).baseAddress, rest.count)
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if count < 0 && errno == EAGAIN {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&waiting, 1, -1)
        } else if count == 0 || errno != EINTR {
            return
        }
    }
}
