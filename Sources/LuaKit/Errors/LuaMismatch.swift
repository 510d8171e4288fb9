/// A value that was not what it should be: where, what was wanted, what was there.
public struct LuaMismatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// Leads from the argument to the wrong value; empty when the argument itself is wrong.
    public var path: LuaPath
    /// Says what was wanted: a type such as `integer`, or words such as `a string of UTF-8 text`.
    public var expected: String
    /// Says what was there: a type such as `table`, `no value`, or the text itself. Empty where `expected` says all.
    public var got: String

    /// Says what was wanted and what was there; `path` leads to the place inside the value.
    public init(path: LuaPath = LuaPath(), expected: String, got: String) {
        self.path = path
        self.expected = expected
        self.got = got
    }

    /// Prints `nics[2].subnet: string expected, got integer`.
    public var description: String {
        let place = path.steps.isEmpty ? "" : "\(path): "
        return place + words
    }

    /// What is wrong, without the place.
    var words: String { got.isEmpty ? expected : "\(expected) expected, got \(got)" }
}

extension LuaContext {
    /// The mismatch to throw when the value at `index` is not what was wanted.
    public func mismatch(at index: Int32, expected: String) -> LuaMismatch {
        LuaMismatch(expected: expected, got: describe(at: index))
    }
}

/// Where inside a value: prints as a script would write it, `spec.nics[2].subnet_id`.
public struct LuaPath: Hashable, Sendable, CustomStringConvertible {
    /// Leads one level into a table.
    public enum Step: Hashable, Sendable {
        /// The value of a name.
        case field(String)
        /// The item at a position of a list, counted from 1.
        case index(Int)
    }

    /// Lists the steps from the outside in.
    public var steps: [Step]

    /// Makes a path; an empty one means the value itself.
    public init(_ steps: [Step] = []) {
        self.steps = steps
    }

    /// Prints `spec.nics[2].subnet_id`.
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .field(let name): text += text.isEmpty ? name : ".\(name)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }
}
