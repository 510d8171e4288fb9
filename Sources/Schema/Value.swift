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

    public var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var integer: Int? {
        if case .int(let number) = self { number } else { nil }
    }

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
    public struct Member: Hashable, Sendable {
        public var key: String
        public var value: Value

        public init(_ key: String, _ value: Value) {
            (self.key, self.value) = (key, value)
        }
    }

    public private(set) var storage: [Member]

    public init() { storage = [] }

    /// Takes `members` as they are; the caller vouches that no key stands twice.
    public init(uniqueMembers members: [Member]) { storage = members }

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
    public var startIndex: Int { 0 }
    public var endIndex: Int { storage.count }
    public subscript(position: Int) -> (key: String, value: Value) {
        (storage[position].key, storage[position].value)
    }

    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) {
        var object = Object()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
    public init(nilLiteral: ()) { self = .null }
}
