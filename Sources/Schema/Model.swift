import Text

/// An object of the API: a plain struct with a table of its fields.
public protocol Model: FieldValue, Hashable {
    /// Makes a blank form, to be filled in by reading.
    init()
    /// The name under which scripts find it: `cph.models.CreateServer`.
    static var name: String { get }
    /// Says in one sentence what the object is.
    static var doc: String { get }
    /// The fields in wire order, which is also the order of problems, documentation and printed values.
    static var fields: [Field<Self>] { get }
    /// Limits across fields, looked at after the fields; a request alone is held to them.
    static var checks: [Check<Self>] { get }
}

extension Model {
    /// Is empty, because few models have limits across fields.
    public static var checks: [Check<Self>] { [] }
    /// Names the model's class in LuaCATS: `cph.OrderParam`.
    public static var luaType: String { "cph.\(name)" }
    /// Is the type itself.
    public static var model: (any Model.Type)? { Self.self }
    // Closures, because a key path into a generic type is put together anew each time.
    /// Describes every field, in wire order.
    public static var fieldInfos: [FieldInfo] { fields.map { $0.info } }
    /// States the limits across fields in words, in the order of `checks`.
    public static var checkLimits: [String] { checks.map { $0.limit } }

    /// The model, when `value` keeps every limit whose breach is an error.
    public init(validating value: Value) throws(ValidationError) {
        let (model, problems) = Self.examine(value)
        guard !problems.contains(where: { $0.severity == .error }) else {
            throw ValidationError(model: Self.name, problems: problems)
        }
        self = model
    }

    /// Everything wrong with `value` as a request, warnings included, in field order.
    public static func problems(in value: Value) -> [Problem] { examine(value).problems }

    /// What can be read of `value` as a request, and everything wrong with it in field order.
    public static func examine(_ value: Value) -> (model: Self, problems: [Problem]) {
        var reader = Reader(.request)
        let model = read(value, &reader) ?? Self()
        return (model, reader.problems.count > 1 ? inFieldOrder(reader.problems) : reader.problems)
    }

    /// What can be read of an answer; problems say which parts could not.
    public static func salvage(_ value: Value) -> (model: Self, problems: [Problem]) {
        var reader = Reader(.answer)
        let model = read(value, &reader) ?? Self()
        return (model, reader.problems)
    }

    /// Reads a table field by field and, in a request, reports unknown fields and breaches of `checks`. Nil only when
    /// `value` is no table.
    @inlinable
    public static func read(_ value: Value, _ reader: inout Reader) -> Self? {
        guard let members = value.members else {
            reader.wrongType(value, expected: "a table of \(name)")
            return nil
        }
        let start = reader.problems.count
        var model = Self()
        let found = readFields(members, into: &model, &reader)
        guard reader.mode == .request else { return model }
        if found < members.count { reportUnknown(members, &reader) }
        if !checks.isEmpty {
            var own = Array(reader.problems[start...])
            let before = own.count
            for check in checks { check.report(model, to: &own) }
            reader.problems.append(contentsOf: own[before...])
        }
        return model
    }

    /// Reads what the table names, and says how many members it used.
    @inlinable
    static func readFields(_ members: Object, into model: inout Self, _ reader: inout Reader) -> Int {
        var found = 0
        var cursor = 0
        for field in fields {
            guard let index = members.position(of: field.info.name, near: cursor) else {
                if field.info.isRequired { reportMissing(field.info, &reader) }
                continue
            }
            found += 1
            cursor = index + 1
            let value = members.storage[index].value
            if case .null = value {
                if field.info.isRequired { reportMissing(field.info, &reader) }
                continue
            }
            reader.descend(.key(field.info.name)) { field.read(value, &$0, &model) }
        }
        return found
    }

    @usableFromInline
    static func reportMissing(_ field: FieldInfo, _ reader: inout Reader) {
        guard reader.mode == .request else { return }
        reader.problems.append(
            Problem(at: Path([.key(field.name)]), .missing, "is missing", hint: "needs \(field.luaType): \(field.doc)"))
    }

    /// How many unknown fields of one table are named: with more it is another table altogether, of any size.
    private static var mostUnknown: Int { 20 }

    @usableFromInline
    static func reportUnknown(_ members: Object, _ reader: inout Reader) {
        let names = fieldInfos.map(\.name)
        let all = "\(name) has \(names.joined(separator: ", "))"
        let unknown = members.map(\.key).filter { !names.contains($0) }.sorted()
        for (index, key) in unknown.prefix(mostUnknown).enumerated() {
            let hint = suggestion(for: key, among: names).map { "did you mean \($0)?" } ?? all
            let others = index + 1 == mostUnknown && unknown.count > mostUnknown ? ", nor are further ones" : ""
            reader.problems.append(
                Problem(at: Path([step(to: key)]), .unknown, "is not a field of \(name)\(others)", hint: hint))
        }
    }

    /// Lua tables may have numbers for keys, which come here in brackets.
    private static func step(to key: String) -> Path.Step {
        guard key.hasPrefix("["), key.hasSuffix("]"), let index = Int(key.dropFirst().dropLast()) else {
            return .key(key)
        }
        return .index(index)
    }

    /// The model as an object in wire order, without absent fields.
    @inlinable
    public var value: Value {
        var members: [Object.Member] = []
        members.reserveCapacity(Self.fields.count)
        for field in Self.fields {
            if let value = field.write(self) { members.append(Object.Member(field.info.name, value)) }
        }
        return .object(Object(uniqueMembers: members))
    }

    /// Stable: problems at the same place keep the order in which they were found.
    static func inFieldOrder(_ problems: [Problem]) -> [Problem] {
        let ranked = problems.enumerated().map { (rank: rank(of: $1.path), position: $0, problem: $1) }
        let sorted = ranked.sorted { a, b in
            a.rank == b.rank ? a.position < b.position : a.rank.lexicographicallyPrecedes(b.rank)
        }
        return sorted.map(\.problem)
    }

    /// For each step of `path`, its place among its siblings: field number or list index. Unknown fields come last.
    static func rank(of path: Path) -> [Int] {
        guard case .key(let name)? = path.steps.first,
            let position = fields.firstIndex(where: { $0.info.name == name })
        else { return path.steps.isEmpty ? [] : [.max] }
        var rest = path.steps.dropFirst()
        var ranks = [position]
        if case .index(let index)? = rest.first {
            ranks.append(index)
            rest = rest.dropFirst()
        }
        return ranks + (fields[position].info.model?.rank(of: Path(Array(rest))) ?? [])
    }
}
