import Synchronization
import Text

/// A question before something that can't be taken back.
public struct TypedConfirmation: Hashable, Sendable {
    /// What will happen, line by line. May hold names from outside: everything is cleaned before it is shown.
    public var summary: [String]
    /// What approving does: "create them".
    public var action: String
    /// What has to be typed: a count or a name. Never a mere "y", which fingers type by themselves.
    public var expected: String

    /// Makes a question; asking it is up to `confirm`, which cleans every text.
    public init(summary: [String], action: String, expected: String) {
        precondition(!expected.isEmpty, "an approval has to be typed")
        self.summary = summary
        self.action = action
        self.expected = expected
    }
}

/// Held while a question is asked: two on one terminal would take each other's answers.
private let asking = Mutex(())

/// What the person at the terminal decided.
public enum ConfirmationAnswer: Hashable, Sendable {
    case approved
    case refused
    /// There is no terminal, or nobody can be asked on it now.
    case unavailable
}

/// Asks on the terminal that controls this process, wherever stdin and stdout lead. Waits as long as it takes.
public func confirm(_ confirmation: TypedConfirmation, palette: Palette) -> ConfirmationAnswer {
    asking.withLock { _ in
        guard let terminal = TTY(controlling: "/dev/tty") else { return .unavailable }
        return confirm(confirmation, on: terminal, palette: palette)
    }
}

/// Asks on `device`. What was typed before the question stood there is thrown away, and a paste is no answer.
public func confirm(
    _ confirmation: TypedConfirmation, on device: any TerminalDevice, palette: Palette
) -> ConfirmationAnswer {
    guard device.enterRawMode() == .entered else { return .unavailable }
    defer { device.leaveRawMode() }
    var dialog = ConfirmationDialog(confirmation, palette: palette)
    dialog.ask(on: device)
    return dialog.run(on: device)
}

/// The question on the screen and the answer typed so far.
private struct ConfirmationDialog {
    private static let answerLimit = 64

    private let question: String
    private let expected: String
    private var typed = ""
    private var decoder = KeyDecoder()

    init(_ confirmation: TypedConfirmation, palette: Palette) {
        expected = confirmation.expected
        let lines = confirmation.summary.map { cleaned($0) }
        let head = lines.first.map { "┌ " + palette.paint($0, .emphasis) + "\r\n" } ?? ""
        let body = lines.dropFirst().map { "│ " + $0 + "\r\n" }.joined()
        let asked = palette.paint(cleaned(expected), .emphasis)
        question = head + body + "└ Type \(asked) to \(cleaned(confirmation.action)), anything else to stop:"
    }

    mutating func run(on device: any TerminalDevice) -> ConfirmationAnswer {
        while true {
            let event = device.read(timeout: decoder.isWaiting ? KeyDecoder.escapeTimeout : nil)
            for key in keys(event) {
                if let answer = handle(key, device) {
                    device.write("\r\n")
                    return answer
                }
            }
            if event == .closed { return .refused }
            if event == .stopRequested || event == .resumed { ask(again: device, isStopped: event == .stopRequested) }
        }
    }

    private mutating func keys(_ event: TerminalEvent) -> [Key] {
        switch event {
        case .bytes(let bytes): decoder.feed(bytes)
        case .timedOut: decoder.flush()
        case .resized, .stopRequested, .resumed, .woken, .closed: []
        }
    }

    private mutating func handle(_ key: Key, _ device: any TerminalDevice) -> ConfirmationAnswer? {
        switch key {
        case Key(.enter): return typed == expected ? .approved : .refused
        case Key(.escape), .control("c"), .control("d"): return .refused
        case .control("z"): ask(again: device, isStopped: true)
        case Key(.backspace): deleteLast(device)
        default:
            guard case .text(let text) = key.code, key.modifiers.isEmpty else { break }
            type(text, device)
        }
        return nil
    }

    private mutating func type(_ text: String, _ device: any TerminalDevice) {
        guard typed.count + text.count <= Self.answerLimit else { return }
        typed += text
        device.write(cleaned(text))
    }

    private mutating func deleteLast(_ device: any TerminalDevice) {
        guard let last = typed.popLast() else { return }
        let width = displayWidth(cleaned(String(last)))
        let back = String(repeating: "\u{8}", count: width)
        device.write(back + String(repeating: " ", count: width) + back)
    }

    /// Asks again after a stop, which took the question off the screen and the answer that was begun.
    private mutating func ask(again device: any TerminalDevice, isStopped: Bool) {
        typed = ""
        device.write("\r\n")
        if isStopped { device.suspend() } else { _ = device.enterRawMode() }
        ask(on: device)
    }

    /// Throws away what was typed before the question stood there; the blank behind it shows that an answer is taken now.
    func ask(on device: any TerminalDevice) {
        device.write(question)
        device.discardInput()
        device.write(" ")
    }
}
