import Text

/// A type that a field can have: it reads itself from a `Value` and writes itself back.
public protocol FieldValue: Sendable {
    /// The type as LuaCATS writes it: `integer`, `string[]`, `cph.OrderParam`.
    static var luaType: String { get }
    /// Reads the value; returns nil after reporting what is wrong with it.
    static func read(_ value: Value, _ reader: inout Reader) -> Self?
    /// Writes the value back in wire form.
    var value: Value { get }
    /// The model behind the type: its own, or that of its items.
    static var model: (any Model.Type)? { get }
    /// Whether values are lists, so that paths into them have an index.
    static var isList: Bool { get }
    /// The only values the type has, with their meaning; empty for open types.
    static var choices: [ChoiceInfo] { get }
}

extension FieldValue {
    /// Is nil unless the type is a model or a list of models.
    public static var model: (any Model.Type)? { nil }
    /// Is false unless the type is a list.
    public static var isList: Bool { false }
    /// Is empty, because most types are open.
    public static var choices: [ChoiceInfo] { [] }
}

/// Collects problems while a value is read.
public struct Reader: Sendable {
    /// Requests are read to the letter. Answers are read for what they hold: services add fields, and one bad field
    /// must not cost the others.
    public enum Mode: Sendable {
        case request, answer
    }

    /// How strictly it reads; fixed for the whole value.
    public let mode: Mode
    /// What was found wrong so far, in the order of reading, with paths from the part that is read now.
    public var problems: [Problem] = []

    /// Makes a reader that has found nothing yet.
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
    /// Is LuaCATS's word for whole numbers.
    public static var luaType: String { "integer" }
    /// Reads a whole number that JSON holds exactly, which is less than 2^53 on either side; also one that is written `3.0`.
    /// What is larger is no number of anything here, and sums and products of it would not fit.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Int? {
        if case .int(let number) = value {
            if number.magnitude < 1 << 53 { return number }
            reader.problems.append(Problem(.range, "is \(number)", hint: "must be less than 2^53 on either side of 0"))
            return nil
        }
        // Lua's 3.0 and JSON's 3.0 are whole numbers to whoever wrote them; 1.5 and 1e300 are not.
        if case .number(let number) = value, number.magnitude < 0x1p53, let whole = Int(exactly: number) {
            return whole
        }
        reader.wrongType(value, expected: "an integer")
        return nil
    }
    /// Writes an `int`.
    public var value: Value { .int(self) }
}

extension Double: FieldValue {
    /// Is LuaCATS's word for numbers with or without fraction.
    public static var luaType: String { "number" }
    /// Reads a number of either kind; integers beyond 2^53 lose their last digits.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Double? {
        if case .number(let number) = value { return number }
        if case .int(let number) = value { return Double(number) }
        reader.wrongType(value, expected: "a number")
        return nil
    }
    /// Writes a `number`, also where there is no fraction.
    public var value: Value { .number(self) }
}

extension String: FieldValue {
    /// Is LuaCATS's word for text.
    public static var luaType: String { "string" }
    /// Reads a text; numbers are not turned into text.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> String? {
        if case .string(let text) = value { return text }
        reader.wrongType(value, expected: "a string")
        return nil
    }
    /// Writes a `string`.
    public var value: Value { .string(self) }
}

extension Bool: FieldValue {
    /// Is LuaCATS's word for true and false.
    public static var luaType: String { "boolean" }
    /// Reads true or false; 0, 1 and texts are wrong types.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Bool? {
        if case .bool(let flag) = value { return flag }
        reader.wrongType(value, expected: "true or false")
        return nil
    }
    /// Writes a `bool`.
    public var value: Value { .bool(self) }
}

/// A field whose content the service does not fix: anything that JSON can carry.
extension Value: FieldValue {
    /// Is LuaCATS's word for a value of any type.
    public static var luaType: String { "any" }
    /// Reads everything but what JSON cannot carry, which is reported where it stands.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Value? {
        guard let foreign = value.firstForeign else { return value }
        reader.problems.append(
            Problem(at: foreign.path, .type, "is \(foreign.description)", hint: "must be something that JSON can carry")
        )
        return nil
    }
    /// Writes itself.
    public var value: Value { self }
}

extension Array: FieldValue where Element: FieldValue {
    /// Puts LuaCATS's `[]` behind the type of the items.
    public static var luaType: String { "\(Element.luaType)[]" }
    /// Is the model of the items, so that documentation can link to it.
    public static var model: (any Model.Type)? { Element.model }
    /// Is always true.
    public static var isList: Bool { true }
    /// Lists the allowed values of the items, not of the list.
    public static var choices: [ChoiceInfo] { Element.choices }

    /// Reads every item. In a request one bad item fails the list; in an answer the items that can be read are kept.
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
    /// Writes a `list` of what the items write.
    public var value: Value { .list(map { $0.value }) }
}
