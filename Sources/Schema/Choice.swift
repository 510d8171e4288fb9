import Text

/// One allowed value of a field and what it stands for.
public struct ChoiceInfo: Hashable, Sendable {
    /// The raw value as it stands in a request: a text or a number.
    public let value: Value
    /// A few words for people, as they stand behind the value in hints: `month`.
    public let meaning: String
}

/// A type with a few allowed values, each with a meaning: `2` is month.
public protocol Choice: FieldValue, CaseIterable, RawRepresentable where RawValue: FieldValue {
    /// What the value stands for, in a few words.
    var meaning: String { get }
}

extension Choice {
    /// Lists the allowed values as LuaCATS writes a union, such as `2|3`; texts are in quotes.
    ///
    public static var luaType: String {
        allCases.map { literal($0.rawValue) }.joined(separator: "|")
    }

    /// Pairs every case with its meaning, in the order of declaration.
    public static var choices: [ChoiceInfo] {
        allCases.map { ChoiceInfo(value: $0.rawValue.value, meaning: $0.meaning) }
    }

    /// Reads one of the allowed values; reports any other as `choice`, with the nearest one when it looks like a slip.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Self? {
        let before = reader.problems.count
        guard let raw = RawValue.read(value, &reader) else {
            for index in before..<reader.problems.count { reader.problems[index].hint = limit }
            return nil
        }
        if let choice = Self(rawValue: raw) { return choice }
        reader.problems.append(Problem(.choice, "is \(literal(raw))", hint: limit + didYouMean(raw)))
        return nil
    }

    /// Writes the raw value, without its meaning.
    public var value: Value { rawValue.value }

    /// `must be 2 (month) or 3 (year)`.
    public static var limit: String {
        let options = allCases.map { "\(literal($0.rawValue)) (\($0.meaning))" }
        return "must be \(alternatives(options))"
    }

    @usableFromInline
    static func literal(_ raw: RawValue) -> String {
        raw.value.text.map(quoted) ?? "\(raw)"
    }

    @usableFromInline
    static func didYouMean(_ raw: RawValue) -> String {
        guard let typed = raw.value.text,
            let near = suggestion(for: typed, among: allCases.compactMap(\.rawValue.value.text))
        else { return "" }
        return "; did you mean \(quoted(near))?"
    }
}

/// `a, b or c`.
func alternatives(_ options: [String]) -> String {
    let head = options.dropLast().joined(separator: ", ")
    return (head.isEmpty ? "" : "\(head) or ") + (options.last ?? "")
}
