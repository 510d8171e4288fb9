/// The rule by which a zone's clocks go on, in the words of POSIX's variable `TZ`: `CST-8`, `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule: Hashable, Sendable {
    private let standard: Int
    /// When the clocks are set forward and back each year; nil where they never are.
    private let summer: Summer?

    private struct Summer: Hashable {
        let offset: Int
        let begins: Day
        let ends: Day
    }

    /// A day of each year, and the second of that day by the clocks of then.
    private struct Day: Hashable {
        enum Kind: Hashable {
            /// The day of a week of a month; week 5 is the last one.
            case week(month: Int, week: Int, weekday: Int)
            /// Days 1 to 365, without the leap day.
            case withoutLeapDay(Int)
            /// Days 0 to 365.
            case counted(Int)
        }

        let kind: Kind
        let second: Int
    }

    /// Reads a rule; nil for what is none.
    init?(_ text: String) {
        var reader = Reader(text)
        guard reader.name(), let standard = reader.offset() else { return nil }
        self.standard = -standard
        guard !reader.isAtEnd else {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = self.standard + 3600
        if !reader.isNext(",") {
            guard let own = reader.offset() else { return nil }
            offset = -own
        }
        guard reader.take(","), let begins = reader.day(), reader.take(","), let ends = reader.day(), reader.isAtEnd
        else { return nil }
        summer = Summer(offset: offset, begins: begins, ends: ends)
    }

    /// How far the clocks are ahead of UTC at a time, in seconds.
    func offset(at unixSeconds: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilTime(unixSeconds: unixSeconds + standard).year
        let begins = Self.start(summer.begins, year) - standard
        let ends = Self.start(summer.ends, year) - summer.offset
        // South of the equator the summer is what lies around the turn of the year.
        let isSummer =
            begins < ends ? (begins..<ends).contains(unixSeconds) : !(ends..<begins).contains(unixSeconds)
        return isSummer ? summer.offset : standard
    }

    /// The second at which it is that day's time, as if the clocks showed UTC.
    private static func start(_ day: Day, _ year: Int) -> Int {
        func first(_ month: Int) -> CivilTime? { CivilTime(year: year, month: month, day: 1) }
        let january = first(1)?.unixSeconds ?? 0
        switch day.kind {
        case .counted(let number): return january + number * 86_400 + day.second
        case .withoutLeapDay(let number):
            let hasLeapDay = CivilTime(year: year, month: 2, day: 29) != nil
            return january + (number - 1 + (hasLeapDay && number >= 60 ? 1 : 0)) * 86_400 + day.second
        case .week(let month, let week, let weekday):
            guard let first = first(month) else { return january }
            let next = first.adding(months: 1).unixSeconds
            var start = first.unixSeconds + ((weekday - first.weekday + 7) % 7 + (week - 1) * 7) * 86_400
            if start >= next { start -= 7 * 86_400 }
            return start + day.second
        }
    }

    private struct Reader {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = Substring(text).utf8 }

        var isAtEnd: Bool { rest.isEmpty }

        func isNext(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard isNext(character) else { return false }
            rest.removeFirst()
            return true
        }

        /// `CET`, `<+0330>`.
        mutating func name() -> Bool {
            if take("<") {
                rest = rest.drop { $0 != UInt8(ascii: ">") }
                return take(">")
            }
            let letters = rest.prefix { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
            rest = rest.dropFirst(letters.count)
            return letters.count >= 3
        }

        private mutating func number(_ range: ClosedRange<Int>) -> Int? {
            let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            guard let number = Int(String(decoding: digits, as: UTF8.self)), range ~= number else { return nil }
            rest = rest.dropFirst(digits.count)
            return number
        }

        /// `-8`, `3:30`, `+167:59:59`, in seconds.
        mutating func offset() -> Int? {
            let sign = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard var seconds = number(0...167).map({ $0 * 3600 }) else { return nil }
            for unit in [60, 1] where take(":") {
                guard let more = number(0...59) else { return nil }
                seconds += more * unit
            }
            return sign * seconds
        }

        /// `M3.5.0/2`, `J60`, `59/0`.
        mutating func day() -> Day? {
            guard let kind = kind() else { return nil }
            guard take("/") else { return Day(kind: kind, second: 2 * 3600) }
            return offset().map { Day(kind: kind, second: $0) }
        }

        private mutating func kind() -> Day.Kind? {
            if take("J") { return number(1...365).map { .withoutLeapDay($0) } }
            guard take("M") else { return number(0...365).map { .counted($0) } }
            guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                let weekday = number(0...6)
            else { return nil }
            return .week(month: month, week: week, weekday: weekday)
        }
    }
}
