/// A type that a field can have: it reads itself from a `Value` and writes itself back.
public protocol FieldValue: Sendable {
    /// As LuaCATS writes it: `integer`, `string[]`, `cph.OrderParam`.
    static var luaType: String { get }
    /// The value, or nil after reporting what is wrong with it.
    static func read(_ value: Value, _ reader: inout Reader) -> Self?
    var value: Value { get }
    /// The model behind the type: its own, or that of its items.
    static var model: (any Model.Type)? { get }
    static var isList: Bool { get }
    /// The only values the type has, with their meaning; empty for open types.
    static var choices: [ChoiceInfo] { get }
}

extension FieldValue {
    public static var model: (any Model.Type)? { nil }
    public static var isList: Bool { false }
    public static var choices: [ChoiceInfo] { [] }
}

/// Collects problems while a value is read.
public struct Reader: Sendable {
    /// Requests are read to the letter. Answers are read for what they hold: services add fields, and one bad field
    /// must not cost the others.
    public enum Mode: Sendable {
        case request, answer
    }

    public let mode: Mode
    public var problems: [Problem] = []

    public init(_ mode: Mode) { self.mode = mode }

    /// Whether there are more errors than anybody reads: the rest of a list is then left unread.
    @usableFromInline
    var isFull: Bool { mode == .request && problems.count >= 1_000 && problems.contains { $0.severity == .error } }

    /// Reads a part and puts `step` before the path of what it reports.
    @inlinable
    mutating func descend<T>(_ step: @autoclosure () -> Path.Step, _ body: (inout Reader) -> T) -> T {
        let before = problems.count
        let result = body(&self)
        if problems.count > before {
            let step = step()
            for index in before..<problems.count { problems[index] = problems[index].under(step) }
        }
        return result
    }

    @usableFromInline
    mutating func wrongType(_ value: Value, expected: String) {
        problems.append(Problem(.type, "is \(described(value))", hint: "must be \(expected)"))
    }
}

/// The value's kind and, for a scalar, the value: `a string ("3")`.
func described(_ value: Value) -> String {
    switch value {
    case .bool(let flag): "a boolean (\(flag))"
    case .int(let number): "an integer (\(number))"
    case .number(let number): "a number (\(number))"
    case .string(let text): "a string (\(quoted(text)))"
    case .null, .list, .object, .foreign: value.kind
    }
}

extension Int: FieldValue {
    public static var luaType: String { "integer" }
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Int? {
        if case .int(let number) = value { return number }
        // Lua's 3.0 and JSON's 3.0 are whole numbers to whoever wrote them; 1.5 and 1e300 are not.
        if case .number(let number) = value, let whole = Int(exactly: number) { return whole }
        reader.wrongType(value, expected: "an integer")
        return nil
    }
    public var value: Value { .int(self) }
}

extension Double: FieldValue {
    public static var luaType: String { "number" }
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Double? {
        if case .number(let number) = value { return number }
        if case .int(let number) = value { return Double(number) }
        reader.wrongType(value, expected: "a number")
        return nil
    }
    public var value: Value { .number(self) }
}

extension String: FieldValue {
    public static var luaType: String { "string" }
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> String? {
        if case .string(let text) = value { return text }
        reader.wrongType(value, expected: "a string")
        return nil
    }
    public var value: Value { .string(self) }
}

extension Bool: FieldValue {
    public static var luaType: String { "boolean" }
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Bool? {
        if case .bool(let flag) = value { return flag }
        reader.wrongType(value, expected: "true or false")
        return nil
    }
    public var value: Value { .bool(self) }
}

/// A field whose content the service does not fix: anything that JSON can carry.
extension Value: FieldValue {
    public static var luaType: String { "any" }
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Value? {
        guard let foreign = value.firstForeign else { return value }
        reader.problems.append(
            Problem(at: foreign.path, .type, "is \(foreign.description)", hint: "must be something that JSON can carry")
        )
        return nil
    }
    public var value: Value { self }
}

extension Array: FieldValue where Element: FieldValue {
    public static var luaType: String { "\(Element.luaType)[]" }
    public static var model: (any Model.Type)? { Element.model }
    public static var isList: Bool { true }
    public static var choices: [ChoiceInfo] { Element.choices }

    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> [Element]? {
        guard let items = value.items else {
            reader.wrongType(value, expected: value.members == nil ? "a list" : "a list: { … } around it makes one")
            return nil
        }
        var elements: [Element] = []
        elements.reserveCapacity(items.count)
        for (index, item) in items.enumerated() where !reader.isFull {
            if let element = reader.descend(.index(index + 1), { Element.read(item, &$0) }) { elements.append(element) }
        }
        return reader.mode == .answer || elements.count == items.count ? elements : nil
    }
    public var value: Value { .list(map { $0.value }) }
}
