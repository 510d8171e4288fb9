import Synchronization
import Text

/// A question before something that can't be taken back, as a value that is laid out for the screen it is asked on.
public struct TypedConfirmation: Hashable, Sendable {
    /// What will happen, in one line. Every text here may hold names from outside: everything is cleaned before it is shown.
    public var title: String
    /// What it consists of, a line each, the most important ones first. Those at the end give way on a small screen.
    public var rows: [String]
    /// What must be read before agreeing, such as the account and the sums; it stands last, next to where one types.
    public var facts: [String]
    /// What approving does: "create them".
    public var action: String
    /// What has to be typed: a count or a name. Never a mere "y", which fingers type by themselves.
    public var expected: String

    /// Makes a question; asking it is up to `confirm`, which cleans every text.
    public init(title: String, rows: [String] = [], facts: [String] = [], action: String, expected: String) {
        precondition(!expected.isEmpty, "an approval has to be typed")
        (self.title, self.rows, self.facts) = (title, rows, facts)
        (self.action, self.expected) = (action, expected)
    }
}

extension TypedConfirmation {
    /// The lines above the one where the answer is typed, each within the width of the screen: what is longer goes on in the next
    /// one. Where the screen is too low for all of them, rows are left out, and a line says how many.
    func lines(on size: TerminalSize) -> [String] {
        let columns = max(20, size.columns)
        func folded(_ text: String, _ most: Int) -> [String] {
            Terminal.folded(cleaned(text), to: columns - 3, most: most)
        }
        let asked = (displayWidth(askLine) + displayWidth(cleaned(expected)) + columns) / columns
        let title = folded(title, Self.mostOfTitle)
        let facts = facts.flatMap { folded($0, Self.mostOfFact) }
        let room = max(0, size.rows - asked - title.count - facts.count)
        let blocks = rows.map { folded($0, Self.mostOfRow) }
        var shown = blocks
        if blocks.reduce(0, { $0 + $1.count }) > room {
            var left = room - 1
            shown = Array(
                blocks.prefix { block in
                    left -= block.count
                    return left >= 0
                })
            let missing = counted(blocks.count - shown.count, "more line")
            shown.append([cut("… \(missing) of this question not shown: the screen is too small", to: columns - 3)])
        }
        return (title + shown.joined() + facts).enumerated().map { number, line in (number == 0 ? "┌ " : "│ ") + line }
    }

    // A name from outside must not push the rest off the screen; what an address begins with says whose it is.
    private static let (mostOfTitle, mostOfRow, mostOfFact) = (3, 2, 6)

    /// The line where the answer is typed, without what comes behind the colon.
    var askLine: String { "└ Type \(cleaned(expected)) to \(cleaned(action)), anything else to stop:" }
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

/// Asks on the terminal that controls this process, wherever stdin and stdout lead. Waits as long as it takes, or until
/// `isOver`, which is asked twice a second: whoever wanted an answer is gone then.
public func confirm(
    _ confirmation: TypedConfirmation, palette: Palette, until isOver: @escaping () -> Bool
) -> ConfirmationAnswer {
    asking.withLock { _ in
        guard let terminal = TTY(controlling: "/dev/tty") else { return .unavailable }
        return confirm(confirmation, on: terminal, palette: palette, until: isOver)
    }
}

/// Asks on `device`. What was typed before the question stood there is thrown away, and a paste is no answer.
public func confirm(
    _ confirmation: TypedConfirmation, on device: any TerminalDevice, palette: Palette,
    until isOver: (() -> Bool)? = nil
) -> ConfirmationAnswer {
    guard device.enterRawMode() == .entered else { return .unavailable }
    defer { device.leaveRawMode() }
    var dialog = ConfirmationDialog(confirmation, palette: palette)
    dialog.ask(on: device)
    return dialog.run(on: device, until: isOver)
}

/// The question on the screen and the answer typed so far.
private struct ConfirmationDialog {
    /// How often it looks whether the question is over.
    private static let lookInterval = Duration.milliseconds(500)

    private let confirmation: TypedConfirmation
    private let palette: Palette
    private var expected: String { confirmation.expected }
    private var typed = ""
    private var decoder = KeyDecoder()

    init(_ confirmation: TypedConfirmation, palette: Palette) {
        (self.confirmation, self.palette) = (confirmation, palette)
    }

    mutating func run(on device: any TerminalDevice, until isOver: (() -> Bool)?) -> ConfirmationAnswer {
        while true {
            let patience = isOver == nil ? nil : Self.lookInterval
            let event = device.read(timeout: decoder.patience(escapeIsKey: true) ?? patience)
            if let isOver, isOver() {
                device.write("\r\n")
                return .unavailable
            }
            for key in keys(event) {
                if let answer = handle(key, device) {
                    device.write("\r\n")
                    return answer
                }
            }
            if event == .closed { return .refused }
            switch event {
            case .stopRequested, .resumed: ask(again: device, isStopped: event == .stopRequested)
            // Another size shows more of it, or less: an answer is to what is seen.
            case .resized: ask(again: device, isStopped: false)
            case .bytes, .timedOut, .woken, .closed: break
            }
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
        guard typed.count + text.count <= expected.count + 16 else { return }
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
        device.write(screenReset)
        let lines = confirmation.lines(on: device.size)
        for (number, line) in lines.enumerated() {
            device.write((number == 0 ? palette.paint(line, .emphasis) : line) + "\u{1B}[K\r\n")
        }
        device.write(confirmation.askLine + "\u{1B}[J")
        device.discardInput()
        device.write(" ")
    }
}
