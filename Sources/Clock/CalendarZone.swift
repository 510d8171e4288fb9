import Text

/// A zone at a fixed distance from UTC, by which days and months begin: `UTC`, `+08:00`.
public struct CalendarZone: Hashable, Sendable {
    /// How far its clocks are ahead of UTC, in seconds; below 0 where they are behind.
    public let offset: Int

    private init(offset: Int) { self.offset = offset }

    /// The zone at no distance.
    public static let utc = CalendarZone(offset: 0)

    /// Reads `UTC`, or a distance of up to 14 hours such as `+08:00` or `-03:30`; nil for everything else.
    public init?(_ text: String) {
        if text == "UTC" {
            self = .utc
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
            bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            let hours = CivilTime.number(bytes[1...2]), let minutes = CivilTime.number(bytes[4...5]), minutes < 60
        else { return nil }
        let distance = hours * 3600 + minutes * 60
        guard distance <= 14 * 3600 else { return nil }
        self.init(offset: bytes[0] == UInt8(ascii: "-") ? -distance : distance)
    }

    /// When the day of a time began, in seconds since 1970.
    public func startOfDay(_ unixSeconds: Int) -> Int {
        let local = CivilTime(unixSeconds: unixSeconds + offset)
        return unixSeconds - local.hour * 3600 - local.minute * 60 - local.second
    }

    /// When the month of a time began, in seconds since 1970.
    public func startOfMonth(_ unixSeconds: Int) -> Int {
        let local = CivilTime(unixSeconds: unixSeconds + offset)
        return startOfDay(unixSeconds) - (local.day - 1) * 86_400
    }

    /// The time as the zone's clocks show it: `2026-01-02 03:04 +08:00`.
    public func text(unixSeconds: Int) -> String {
        let local = CivilTime(unixSeconds: unixSeconds + offset)
        let date = "\(zeroPadded(local.year, 4))-\(zeroPadded(local.month, 2))-\(zeroPadded(local.day, 2))"
        return "\(date) \(zeroPadded(local.hour, 2)):\(zeroPadded(local.minute, 2)) \(self)"
    }
}

extension CalendarZone: CustomStringConvertible {
    /// What `init` reads: `UTC`, `+08:00`.
    public var description: String {
        guard offset != 0 else { return "UTC" }
        let minutes = abs(offset) / 60
        return "\(offset < 0 ? "-" : "+")\(zeroPadded(minutes / 60, 2)):\(zeroPadded(minutes % 60, 2))"
    }
}
