import Glibc

/// The line editor on a terminal: reads keys, lets a session handle them, draws.
public final class LineEditor: LineSource {
    /// Puts output above the line that is being edited and draws the line again.
    public let printer: PromptPrinter
    /// Does nothing: on a raw terminal Ctrl-C is a key.
    public var canceller: Waker { Waker {} }
    /// Is true: between two lines the editor keeps what is typed for the next one.
    public let hidesTyping = true
    /// Replace it when what is known about the language changes, such as the names to complete.
    public var language: Language

    private let device: any TerminalDevice
    private let history: any HistorySource
    private let palette: Palette
    private var decoder = KeyDecoder()
    /// The keys that were typed ahead, for the next prompt.
    private var keys: [Key] = []
    private var killRing = KillRing()
    private var layout: Layout
    private var renderer = Renderer()

    /// Makes an editor on `device`, which it makes raw only while a line is read.
    public init(device: any TerminalDevice, language: Language, history: any HistorySource, palette: Palette) {
        (self.device, self.language, self.history, self.palette) = (device, language, history, palette)
        layout = Layout(palette: palette)
        printer = PromptPrinter(waker: device.waker, write: device.writer)
    }

    /// Reads keys until Enter completes the text, which starts as `text`, or until Ctrl-C or Ctrl-D. Lines that were
    /// entered go into the history.
    public func readLine(_ prompt: LinePrompt, text: String) -> LineResult {
        history.refresh()
        guard takeTerminal() else { return .endOfInput }
        printer.beginPrompt()
        var session = EditorSession(
            language: language, history: history.entries, killRing: killRing, showsHints: palette.isColored, text: text)
        device.write(Renderer.freshRow(columns: columns, palette: palette))
        let result = run(&session, prompt)
        killRing = session.killRing
        device.write(printer.endPrompt().withCarriageReturns)
        device.leaveRawMode()
        if result != .endOfInput { device.hideTyping() }
        if case .line(let line) = result { history.add(line) }
        return result
    }

    /// Shows again what is typed; the terminal is as it was found.
    public func close() { device.showTyping() }

    /// Waits while a background job's confirmation has the terminal.
    private func takeTerminal() -> Bool {
        while true {
            switch device.enterRawMode() {
            case .entered: return true
            case .gone: return false
            // Looking every so often is enough for a person, and reading here would take the confirmation's keys.
            case .busy: usleep(50_000)
            }
        }
    }

    // MARK: The loop

    private func run(_ session: inout EditorSession, _ prompt: LinePrompt) -> LineResult {
        while true {
            while !keys.isEmpty {
                if let result = handle(keys.removeFirst(), &session, prompt) { return result }
            }
            draw(session, prompt)
            switch device.read(timeout: decoder.patience(escapeIsKey: session.heedsEscape)) {
            case .bytes(let bytes): keys += decoder.feed(bytes)
            case .timedOut: keys += decoder.flush()
            case .resized: device.write(renderer.eraseAfterResize(columns: columns))
            case .woken: printWaiting()
            case .stopRequested: suspend(session, prompt)
            case .resumed: resume()
            case .closed:
                finish(session, prompt)
                return .endOfInput
            }
        }
    }

    private func handle(_ key: Key, _ session: inout EditorSession, _ prompt: LinePrompt) -> LineResult? {
        switch session.handle(key) {
        case .goOn: return nil
        case .accept:
            finish(session, prompt)
            return .line(session.buffer.text)
        case .clear:
            finish(session, prompt, mark: "^C")
            keys = []
            return .cancelled
        case .leave:
            finish(session, prompt)
            return .endOfInput
        case .suspend: suspend(session, prompt)
        case .clearScreen: device.write(renderer.clearScreen())
        }
        return nil
    }

    // MARK: The screen

    private var columns: Int { max(1, device.size.columns) }

    private func draw(_ session: EditorSession, _ prompt: LinePrompt) {
        let size = TerminalSize(columns: columns, rows: max(1, device.size.rows))
        let frame = layout.frame(session.view(prompt, size: size, palette: palette), size: size)
        device.write(renderer.draw(frame, columns: columns))
    }

    /// Leaves all of the text on the screen, also the part that was outside the window.
    private func finish(_ session: EditorSession, _ prompt: LinePrompt, mark: String = "") {
        var frame = layout.wholeText(session.finalView(prompt, palette: palette), columns: columns)
        if let last = frame.rows.indices.last, frame.rows[last].width + mark.utf8.count <= columns {
            frame.rows[last].text += mark
            frame.rows[last].width += mark.utf8.count
        }
        device.write(renderer.finish(frame, columns: columns))
    }

    private func printWaiting() {
        let text = printer.takeWaiting()
        guard !text.isEmpty else { return }
        device.write(renderer.erase() + text.withCarriageReturns)
    }

    private func suspend(_ session: EditorSession, _ prompt: LinePrompt) {
        finish(session, prompt)
        device.suspend()
        device.write(Renderer.freshRow(columns: columns, palette: palette))
    }

    /// Draws again after a stop: the shell may have changed the modes, and written where the prompt was.
    private func resume() {
        _ = device.enterRawMode()
        device.write(renderer.erase())
    }
}

extension String {
    /// The text with line breaks as a raw terminal wants them: a carriage return before each.
    var withCarriageReturns: String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
}
