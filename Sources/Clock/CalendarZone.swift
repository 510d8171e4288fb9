import Text

/// A zone by whose clocks days and months begin: `UTC`, `+08:00`, `Asia/Shanghai`.
public struct CalendarZone: Hashable, Sendable {
    private enum Kind: Hashable {
        /// At a fixed distance from UTC, in seconds.
        case fixed(Int)
        case named(String, ZoneFile)
    }

    private let kind: Kind

    private init(_ kind: Kind) { self.kind = kind }

    /// The zone at no distance.
    public static let utc = CalendarZone(.fixed(0))

    /// Reads `UTC`, a distance of up to 14 hours such as `+08:00` or `-03:30`, or the name of a zone of the machine's own table;
    /// nil for everything else.
    public init?(_ text: String) {
        if text == "UTC" {
            self = .utc
        } else if let offset = Self.offset(text) {
            self.init(.fixed(offset))
        } else if let zone = ZoneFile(named: text) {
            self.init(.named(text, zone))
        } else {
            return nil
        }
    }

    private static func offset(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = CivilTime.number(bytes[1...2]), let minutes = CivilTime.number(bytes[4...5]), minutes < 60
        else { return nil }
        let distance = hours * 3600 + minutes * 60
        guard distance <= 14 * 3600 else { return nil }
        return bytes[0] == UInt8(ascii: "-") ? -distance : distance
    }

    /// How far its clocks are ahead of UTC at a time, in seconds; below 0 where they are behind.
    private func offset(at unixSeconds: Int) -> Int {
        switch kind {
        case .fixed(let offset): offset
        case .named(_, let zone): zone.offset(at: unixSeconds)
        }
    }

    /// What its clocks and its calendar show at a time.
    public func local(_ unixSeconds: Int) -> CivilTime {
        CivilTime(unixSeconds: unixSeconds + offset(at: unixSeconds))
    }

    /// When the day of a time began, in seconds since 1970.
    public func startOfDay(_ unixSeconds: Int) -> Int {
        let local = local(unixSeconds)
        return start(of: CivilTime(year: local.year, month: local.month, day: local.day) ?? local, by: unixSeconds)
    }

    /// When the month of a time began, in seconds since 1970.
    public func startOfMonth(_ unixSeconds: Int) -> Int {
        let local = local(unixSeconds)
        return start(of: CivilTime(year: local.year, month: local.month, day: 1) ?? local, by: unixSeconds)
    }

    /// The first second of a day, which need not be midnight: where the clocks are set forward then, there is none.
    private func start(of day: CivilTime, by now: Int) -> Int {
        let midnight = day.unixSeconds
        let offsets = Set(
            [now, midnight - offset(at: now), midnight - 86_400, midnight + 86_400].map { offset(at: $0) })
        // Where they are set back over midnight, it comes twice.
        if let first = offsets.map({ midnight - $0 }).filter({ local($0) == day }).min() { return first }
        // The clocks jump over it: the day begins with the jump.
        return midnight - (offsets.min() ?? 0)
    }

    /// The time as the zone's clocks show it: `2026-01-02 03:04 +08:00`.
    public func text(unixSeconds: Int) -> String {
        let local = local(unixSeconds)
        let date = "\(zeroPadded(local.year, 4))-\(zeroPadded(local.month, 2))-\(zeroPadded(local.day, 2))"
        return "\(date) \(zeroPadded(local.hour, 2)):\(zeroPadded(local.minute, 2)) \(self)"
    }
}

extension CalendarZone: CustomStringConvertible {
    /// What `init` reads: `UTC`, `+08:00`, `Asia/Shanghai`.
    public var description: String {
        switch kind {
        case .fixed(0): return "UTC"
        case .fixed(let offset):
            let minutes = abs(offset) / 60
            return "\(offset < 0 ? "-" : "+")\(zeroPadded(minutes / 60, 2)):\(zeroPadded(minutes % 60, 2))"
        case .named(let name, _): return name
        }
    }
}
