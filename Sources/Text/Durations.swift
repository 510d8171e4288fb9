extension Duration {
    /// Reads a length of time as people write it: numbers with units, `500ms`, `15m`, `1h30m`, `1.5d`, in any order.
    /// Nil for everything else, for text of more than 100 bytes, and for more than a hundred years.
    public init?(text: some StringProtocol) {
        guard (1...100).contains(text.utf8.count) else { return nil }
        var rest = Substring(text)
        var sum = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(number.count).prefix { $0.isLetter }
            guard let count = Double(number), let factor = millisecondsOfUnit[String(unit)] else { return nil }
            sum += count * factor
            rest = rest.dropFirst(number.count + unit.count)
        }
        guard let duration = Duration(checkedSeconds: sum / 1000) else { return nil }
        // Whole milliseconds stay exact, which a fraction of a second in binary is not.
        self = sum == sum.rounded() ? .milliseconds(Int(sum)) : duration
    }

    /// A number of seconds from 0 to a hundred years; nil for more, which is a mistake and could overflow.
    public init?(checkedSeconds seconds: Double) {
        guard (0...3_155_760_000).contains(seconds) else { return nil }
        self = .seconds(seconds)
    }

    /// Whole milliseconds; what is less is cut off.
    public var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    /// Whole nanoseconds, at most 73 years in either direction, so that sums of a few cannot overflow.
    public var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, isOver) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let most = Int64.max / 4
        guard !isOver else { return seconds < 0 ? -most : most }
        return max(-most, min(product + attoseconds / 1_000_000_000, most))
    }

    /// The seconds with three decimals and without a unit: `3725.250`. Not for negative durations.
    public var secondsText: String { "\(milliseconds / 1000).\(zeroPadded(milliseconds % 1000, 3))" }

    /// The duration as a message has it, no more exact than one reads it: `35 ms`, `2.1 s`, `3 min`, `5 h`, `30 days`.
    public var words: String {
        let seconds = components.seconds
        if seconds < 1 { return "\(milliseconds) ms" }
        if seconds < 10 { return "\(milliseconds / 1000).\(milliseconds / 100 % 10) s" }
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7200 { return "\(seconds / 60) min" }
        return seconds < 172_800 ? "\(seconds / 3600) h" : "\(seconds / 86_400) days"
    }
}

private let millisecondsOfUnit = ["ms": 1.0, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
