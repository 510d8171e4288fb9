/// A value as JSON, Lua and the models share it.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int)
    case number(Double)
    case string(String)
    case list([Value])
    case object(Object)
    /// Something that JSON cannot carry, said in words: "a function", "a string that is not UTF-8".
    ///
    /// It takes its place in the tree, so that a validator reports it with its path like any other wrong type.
    case foreign(String)

    /// What the value is, with an article, as error messages say it.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .object: "a table"
        case .foreign(let description): description
        }
    }

    /// The members of an object. An empty list counts as an empty object: Lua writes both as `{}`.
    public var members: Object? {
        switch self {
        case .object(let object): object
        case .list(let items) where items.isEmpty: [:]
        default: nil
        }
    }

    /// The items of a list. An empty object counts as an empty list: Lua writes both as `{}`.
    public var items: [Value]? {
        switch self {
        case .list(let items): items
        case .object(let object) where object.isEmpty: []
        default: nil
        }
    }

    /// Holds the text of a string, and nil for every other kind.
    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// Holds the number of an `int`; nil for every other kind, a `number` without fraction included.
    public var integer: Int? {
        if case .int(let number) = self { number } else { nil }
    }

    /// Tells an explicit null from everything else.
    public var isNull: Bool { self == .null }

    /// The first part that JSON cannot carry, and where it stands.
    public var firstForeign: (path: Path, description: String)? {
        switch self {
        case .foreign(let description):
            return (Path(), description)
        case .list(let items):
            for (index, item) in items.enumerated() {
                if let found = item.firstForeign { return (found.path.under(.index(index + 1)), found.description) }
            }
        case .object(let object):
            for (key, value) in object {
                if let found = value.firstForeign { return (found.path.under(.key(key)), found.description) }
            }
        case .null, .bool, .int, .number, .string:
            break
        }
        return nil
    }
}

/// Named values in the order in which they were written. Keys are unique.
public struct Object: Hashable, Sendable {
    /// One entry of an object.
    public struct Member: Hashable, Sendable {
        /// The wire name, in `snake_case` for what the service defines.
        public var key: String
        /// What stands behind the name; null is a value like any other.
        public var value: Value

        /// Pairs a name with its value; checks neither.
        public init(_ key: String, _ value: Value) {
            (self.key, self.value) = (key, value)
        }
    }

    /// The members in the order in which they were first set.
    public private(set) var storage: [Member]

    /// Makes an object without members.
    public init() { storage = [] }

    /// Takes `members` as they are; the caller vouches that no key stands twice.
    public init(uniqueMembers members: [Member]) { storage = members }

    /// Finds the value of `key` in linear time, nil when it is absent. Setting a new key appends it, setting nil
    /// removes it.
    public subscript(key: String) -> Value? {
        get { position(of: key, near: 0).map { storage[$0].value } }
        set {
            switch (position(of: key, near: 0), newValue) {
            case (let index?, let value?): storage[index].value = value
            case (let index?, nil): storage.remove(at: index)
            case (nil, let value?): storage.append(Member(key, value))
            case (nil, nil): break
            }
        }
    }

    /// Where `key` stands, looked for from `start` on and then from the front: objects that are read in the order in
    /// which they were written are found at the first look.
    @usableFromInline
    func position(of key: String, near start: Int) -> Int? {
        var index = start
        for _ in 0..<storage.count {
            if index >= storage.count { index = 0 }
            if storage[index].key == key { return index }
            index += 1
        }
        return nil
    }
}

extension Object: RandomAccessCollection, ExpressibleByDictionaryLiteral {
    /// Is 0: positions count members from the first one written.
    public var startIndex: Int { 0 }
    /// Is the number of members.
    public var endIndex: Int { storage.count }
    /// Gives the member at `position`, counted from 0, as a pair.
    public subscript(position: Int) -> (key: String, value: Value) {
        (storage[position].key, storage[position].value)
    }

    /// Sets the pairs one after the other: of a key that is given twice the last value stays.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// Makes a `string`, so that a literal can stand where a value is wanted.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Makes an `int`.
    public init(integerLiteral value: Int) { self = .int(value) }
    /// Makes a `bool`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a `number`, also from a literal without fraction such as `3.0`.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Makes a `list` in the order of the literal.
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    /// Makes an `object`; of a key that is given twice the last value stays.
    public init(dictionaryLiteral elements: (String, Value)...) {
        var object = Object()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    /// Makes an explicit `null`, which is not the same as an absent member.
    public init(nilLiteral: ()) { self = .null }
}
