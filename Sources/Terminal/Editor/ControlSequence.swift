import Text

/// A control sequence of a terminal: what follows `ESC [`, which is numbers and a final byte.
struct ControlSequence {
    private let numbers: [Int]
    private let final: UInt8

    init(parameters: some Sequence<UInt8>, final: UInt8) {
        let text = String(decoding: Array(parameters), as: UTF8.self)
        // Kitty adds details after a colon (`97:65;5:1u`); the first number is the one that counts.
        numbers = text.split(separator: ";", omittingEmptySubsequences: false).map {
            Int($0.prefix { $0.isNumber }) ?? 0
        }
        self.final = final
    }

    var startsPaste: Bool { final == UInt8(ascii: "~") && numbers.first == 200 }

    var key: Key {
        switch final {
        case UInt8(ascii: "~"): numbered
        case UInt8(ascii: "u"): Key.typed(numbers.first ?? 0, modifiers(at: 1))
        case UInt8(ascii: "Z"): Key(.tab, .shift)
        case UInt8(ascii: "a")...UInt8(ascii: "d"): Key(Self.letters[final - 0x20] ?? .unknown, .shift)  // rxvt
        default: Key(Self.letters[final] ?? .unknown, modifiers(at: 1))
        }
    }

    /// The key of `ESC O x`, which terminals send in application mode.
    static func singleShift(final: UInt8) -> Key {
        switch final {
        case UInt8(ascii: "M"): Key(.enter)
        case UInt8(ascii: "a")...UInt8(ascii: "d"): Key(letters[final - 0x20] ?? .unknown, .control)  // rxvt
        default: Key(letters[final] ?? .unknown)
        }
    }

    private var numbered: Key {
        // xterm's modifyOtherKeys: 27;modifiers;code
        if numbers.first == 27, numbers.count == 3 { return .typed(numbers[2], modifiers(at: 1)) }
        return Key(Self.tildes[numbers.first ?? 0] ?? .unknown, modifiers(at: 1))
    }

    /// Reads modifiers: 1 plus 1 for shift, 2 for alt, 4 for control; 8, meta, counts as alt.
    private func modifiers(at index: Int) -> Key.Modifiers {
        guard numbers.indices.contains(index), numbers[index] > 0 else { return [] }
        let bits = numbers[index] - 1
        return Key.Modifiers(rawValue: bits & 7 | (bits & 8) >> 2)
    }

    private static let letters: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
        UInt8(ascii: "S"): .function(4),
    ]

    private static let tildes: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5), 17: .function(6),
        18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10), 23: .function(11), 24: .function(12),
    ]
}

extension Key {
    /// A key given by its character's number, with modifiers.
    fileprivate static func typed(_ codePoint: Int, _ modifiers: Modifiers) -> Key {
        switch codePoint {
        case 9: return Key(.tab, modifiers)
        case 13, 57414: return Key(.enter, modifiers)
        case 27: return Key(.escape, modifiers)
        case 8, 127: return Key(.backspace, modifiers)
        default:
            guard codePoint >= 32, let scalar = Unicode.Scalar(UInt32(clamping: codePoint)), !isInvisible(scalar) else {
                return Key(.unknown)
            }
            return Key(.text(String(Character(scalar))), modifiers.subtracting(.shift))
        }
    }
}
