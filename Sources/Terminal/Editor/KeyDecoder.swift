/// Turns the bytes of a terminal into keys, however they are split over reads.
///
/// A lone ESC begins a sequence, whose rest may take its time on a slow line. It is the Escape key only where that means
/// something, once nothing followed for `escapeTimeout`: then the caller calls `flush()`.
///
/// What a terminal answers to somebody's question (its colours, its version) is no key and is swallowed to its end.
struct KeyDecoder {
    static let escapeTimeout = Duration.milliseconds(50)

    /// Longest control sequence taken seriously; anything longer is noise.
    private static let sequenceLimit = 64
    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    private let pasteLimit: Int
    private var pending: [UInt8] = []
    private var paste: Paste?
    /// Whether an answer of the terminal is under way.
    private var isInReply = false

    /// A paste under way. Beyond the limit its bytes are dropped, but its end is still looked for.
    private struct Paste {
        var bytes: [UInt8] = []
        var isOversized = false

        mutating func add(_ part: ArraySlice<UInt8>, limit: Int) {
            isOversized = isOversized || bytes.count + part.count > limit
            if isOversized { bytes = [] } else { bytes += part }
        }
    }

    /// - Parameter pasteLimit: The longest paste, in bytes.
    init(pasteLimit: Int = 16 << 20) {
        self.pasteLimit = pasteLimit
    }

    /// Whether what came is a key if nothing follows soon. Only ESC is: a sequence or a character that has begun will end,
    /// on a slow line later than any timeout.
    var isWaiting: Bool { pending.first == 0x1B && pending.count <= 2 && paste == nil && !isInReply }

    /// How long to wait for more before `flush()`; nil for as long as it takes.
    ///
    /// - Parameter escapeIsKey: Whether the Escape key means something now, as in a menu.
    func patience(escapeIsKey: Bool) -> Duration? {
        // Alt-_ may also be the start of an answer.
        isWaiting && (escapeIsKey || pending == [0x1B, UInt8(ascii: "_")]) ? Self.escapeTimeout : nil
    }

    mutating func feed(_ bytes: [UInt8]) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while !pending.isEmpty {
            let step = isInReply ? continueReply() : paste == nil ? nextKey() : continuePaste()
            guard let step else { break }
            pending.removeFirst(step.length)
            if let key = step.key { keys.append(key) }
        }
        return keys
    }

    /// Takes what is waiting as it is: ESC is the Escape key.
    mutating func flush() -> [Key] {
        guard isWaiting else { return [] }
        let waiting = pending
        pending = []
        if waiting.count == 2, Self.replyStarts[waiting[1]] != nil {
            return [.alt(String(UnicodeScalar(waiting[1])))]
        }
        return [Key(waiting == [0x1B] || waiting == [0x1B, 0x1B] ? .escape : .unknown)]
    }

    // MARK: One key

    private typealias Step = (key: Key?, length: Int)

    private mutating func nextKey() -> Step? {
        switch pending[0] {
        case 0x1B: escapeSequence()
        case 0..<0x20, 0x7F: (controlKey(pending[0]), 1)
        default: textRun()
        }
    }

    private func controlKey(_ byte: UInt8) -> Key {
        switch byte {
        case 0x09: Key(.tab)
        case 0x0A, 0x0D: Key(.enter)
        case 0x08, 0x7F: Key(.backspace)
        default: Key(.text(String(UnicodeScalar(byte < 0x1B && byte > 0 ? byte | 0x60 : byte | 0x40))), .control)
        }
    }

    /// All the text up to the next control byte, without an unfinished character at its end.
    private func textRun() -> Step? {
        let end = pending.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? pending.count
        let run = pending[..<end]
        let length = end == pending.count ? run.count - unfinishedTail(of: run) : run.count
        guard length > 0 else { return nil }
        let text = withoutControls(String(decoding: run.prefix(length), as: UTF8.self))
        return (text.isEmpty ? nil : .text(text), length)
    }

    private mutating func escapeSequence() -> Step? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["): return controlSequence(from: 2, extra: [])
        case UInt8(ascii: "O"): return singleShift()
        case 0x1B:
            // Alt with an arrow arrives as two escapes; alone, the first one was the Escape key.
            guard pending.count > 2 else { return nil }
            return pending[2] == UInt8(ascii: "[") ? controlSequence(from: 3, extra: .alt) : (Key(.escape), 1)
        case let kind where Self.replyStarts[kind] != nil: return startOfReply(kind)
        default: return altKey()
        }
    }

    // MARK: Answers

    /// What follows ESC at the start of an answer, and what may stand behind it: OSC is a number or the letter of a title, DCS
    /// has parameters, APC tells of an image. All are keys with Alt, too, which nothing ends.
    private static let replyStarts: [UInt8: Set<UInt8>] = [
        UInt8(ascii: "]"): Set("0123456789lL".utf8), UInt8(ascii: "P"): Set(0x20...0x3F),
        UInt8(ascii: "_"): [UInt8(ascii: "G")],
    ]

    private mutating func startOfReply(_ kind: UInt8) -> Step? {
        guard pending.count > 2 else { return nil }
        let isEnded = pending.contains(0x07) || pending.firstRange(of: [0x1B, UInt8(ascii: "\\")]) != nil
        guard isEnded || Self.replyStarts[kind]?.contains(pending[2]) == true else { return altKey() }
        isInReply = true
        return (nil, 2)
    }

    /// Swallows an answer up to BEL or ESC \. Any other control character is a key that somebody pressed: there is no
    /// end to come.
    private mutating func continueReply() -> Step? {
        guard let end = pending.firstIndex(where: { $0 < 0x20 }) else {
            pending = []
            return nil
        }
        if pending[end] == 0x1B, pending.count == end + 1 {
            pending.removeFirst(end)
            return nil
        }
        isInReply = false
        let isTerminator = pending[end] == 0x1B && pending[end + 1] == UInt8(ascii: "\\")
        return (nil, pending[end] == 0x07 ? end + 1 : isTerminator ? end + 2 : end)
    }

    // MARK: Keys with Alt, and control sequences

    private func altKey() -> Step? {
        if pending[1] < 0x20 || pending[1] == 0x7F {
            var key = controlKey(pending[1])
            key.modifiers.insert(.alt)
            return (key, 2)
        }
        let length = sequenceLength(pending[1])
        guard pending.count > length else { return nil }
        return (.alt(String(decoding: pending[1...length], as: UTF8.self)), 1 + length)
    }

    private func singleShift() -> Step? {
        guard pending.count > 2 else { return nil }
        return (ControlSequence.singleShift(final: pending[2]), 3)
    }

    private mutating func controlSequence(from start: Int, extra: Key.Modifiers) -> Step? {
        // The Linux console writes F1 to F5 as ESC [ [ A.
        if pending.count > start, pending[start] == UInt8(ascii: "[") {
            guard pending.count > start + 1 else { return nil }
            return (Key(.function(Int(pending[start + 1]) - 0x40)), start + 2)
        }
        guard let end = pending[start...].firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
            return pending.count > Self.sequenceLimit ? (Key(.unknown), pending.count) : nil
        }
        // A control byte in the middle ends the sequence and counts itself.
        guard (0x40...0x7E).contains(pending[end]) else { return (Key(.unknown), end) }
        let sequence = ControlSequence(parameters: pending[start..<end], final: pending[end])
        if sequence.startsPaste {
            paste = Paste()
            return (nil, end + 1)
        }
        var key = sequence.key
        key.modifiers.formUnion(extra)
        return (key, end + 1)
    }

    // MARK: Paste

    private mutating func continuePaste() -> Step? {
        let end = pending.firstRange(of: Self.pasteEnd)
        // The marker may be split over two reads, so its length is held back.
        let taken = end?.lowerBound ?? max(0, pending.count - Self.pasteEnd.count + 1)
        paste?.add(pending[..<taken], limit: pasteLimit)
        guard let end, let complete = paste else {
            pending.removeFirst(taken)
            return nil
        }
        paste = nil
        return (Key(complete.isOversized ? .oversizedPaste : .paste(pastedText(complete.bytes))), end.upperBound)
    }
}

/// Pasted bytes as text for the line: one kind of line break, no control characters, nothing that could act.
func pastedText(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    var scalars = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
        if scalar == "\r" || (scalar == "\n" && previous != "\r") {
            scalars.append("\n")
        } else if scalar != "\n" {
            scalars.append(scalar)
        }
        previous = scalar
    }
    return withoutControls(String(scalars))
}

/// `text` without C0, DEL and C1, except line breaks and tabs.
func withoutControls(_ text: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.lazy.filter { !isControl($0) })
    return String(scalars)
}

/// Bytes at the end of `bytes` that begin a character but don't finish it.
private func unfinishedTail(of bytes: ArraySlice<UInt8>) -> Int {
    for back in 1...3 where back <= bytes.count {
        let byte = bytes[bytes.endIndex - back]
        if byte & 0xC0 == 0xC0 { return sequenceLength(byte) > back ? back : 0 }
        if byte < 0x80 { return 0 }
    }
    return 0
}

/// How many bytes a UTF-8 character has, from its first one.
private func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
}
