import Files

/// The distances from UTC of a zone that has a name, as the machine's table of zones has them: a file of the form TZif (RFC 9636).
struct ZoneFile: Hashable, Sendable {
    private struct Change: Hashable {
        /// When it begins, in seconds since 1970.
        let at: Int
        let offset: Int
    }

    private var first = 0
    private var changes: [Change] = []
    /// What holds after the last change; nil where the last one holds for ever.
    private var rule: ZoneRule?

    /// Where the machine has its table. No variable leads elsewhere: it would move the days of a limit.
    static let folder = "/usr/share/zoneinfo"

    /// Reads the zone of a name such as `Asia/Shanghai`; nil where the machine has none of this name, or nothing that is one.
    init?(named name: String, in folder: String = folder) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard name.utf8.count <= 64, parts.allSatisfy(Self.isPart),
            let bytes = try? Files.read("\(folder)/\(name)", limit: 1 << 20)
        else { return nil }
        self.init(bytes)
    }

    private static func isPart(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_+-".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    /// Reads a file; nil where it is of another form. Times of 32 bits, which the file holds first, are passed over.
    init?(_ bytes: [UInt8]) {
        guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2"),
            let new = Header(bytes, at: Header.size + old.length(timeSize: 4))
        else { return nil }
        let body = new.start + Header.size
        let (indexes, types) = (body + new.times * 8, body + new.times * 9)
        let footer = body + new.length(timeSize: 8)
        guard footer <= bytes.count, new.types > 0 else { return nil }
        func offset(_ type: Int) -> Int? {
            guard type < new.types else { return nil }
            return Int(Int32(truncatingIfNeeded: Self.number(bytes, types + type * 6, size: 4)))
        }
        for index in 0..<new.times {
            guard let offset = offset(Int(bytes[indexes + index])) else { return nil }
            changes.append(Change(at: Self.number(bytes, body + index * 8, size: 8), offset: offset))
        }
        guard let start = offset(0), zip(changes, changes.dropFirst()).allSatisfy({ $0.at < $1.at }) else { return nil }
        first = start
        let rest = bytes[footer...].drop { $0 == UInt8(ascii: "\n") }.prefix { $0 != UInt8(ascii: "\n") }
        guard !rest.isEmpty else { return }
        guard let rule = ZoneRule(String(decoding: rest, as: UTF8.self)) else { return nil }
        self.rule = rule
    }

    /// How far the zone's clocks are ahead of UTC at a time, in seconds.
    func offset(at unixSeconds: Int) -> Int {
        if let rule, unixSeconds >= changes.last?.at ?? .min { return rule.offset(at: unixSeconds) }
        // The first change that is later.
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].at <= unixSeconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : changes[low - 1].offset
    }

    private static func number(_ bytes: [UInt8], _ start: Int, size: Int) -> Int {
        Int(truncatingIfNeeded: bytes[start..<start + size].reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
    }

    /// How much of what a part of the file holds.
    private struct Header {
        static let size = 44

        let start: Int
        let version: UInt8
        let times: Int
        let types: Int
        private let rest: (utc: Int, standard: Int, leaps: Int, letters: Int)

        init?(_ bytes: [UInt8], at start: Int) {
            guard bytes.count - Self.size >= start, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
                return nil
            }
            (self.start, version) = (start, bytes[start + 4])
            let counts = (0..<6).map { number(bytes, start + 20 + $0 * 4, size: 4) }
            guard counts.allSatisfy({ $0 <= 1 << 16 }) else { return nil }
            (times, types, rest) = (counts[3], counts[4], (counts[0], counts[1], counts[2], counts[5]))
        }

        func length(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + rest.letters + rest.leaps * (timeSize + 4) + rest.standard + rest.utc
        }
    }
}
