import Text

/// Reads a model field by field, and reports whatever is wrong.
extension Model {
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
