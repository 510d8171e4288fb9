public import Schema

/// A model's properties as Swift's reflection shows them: what a test of a field table is compared with.
public enum Properties {
    /// Rows that do not stand for the property of their name: each is set alone, and that property has to change and no
    /// other.
    ///
    /// - Parameter names: Properties that are called otherwise than their wire name, by model and wire name.
    public static func misplacedRows(of model: any Model.Type, names: [String: String] = [:]) -> [String] {
        func check<M: Model>(_: M.Type) -> [String] {
            M.fieldInfos.compactMap { misplacement(of: $0, in: M(), names["\(M.name).\($0.name)"] ?? $0.name) }
        }
        return check(model)
    }

    private static func misplacement<M: Model>(of field: FieldInfo, in blank: M, _ name: String) -> String? {
        var values = DistinctValues()
        let value = values.value(for: field, besides: blank.value.members?[field.name])
        let set = M.salvage(.object(Object(uniqueMembers: [Object.Member(field.name, value)]))).model
        let changed = differing(blank, set)
        // A field that has only one value has it from the start.
        if value == .null { return changed.isEmpty ? nil : "\(M.name).\(field.name) sets \(changed)" }
        guard changed.count == 1, isName(changed[0], of: name) else {
            return "\(M.name).\(field.name) sets \(changed)"
        }
        let written = set.value.members?[field.name]
        return written == value ? nil : "\(M.name).\(field.name) is written as \(written?.json() ?? "nothing")"
    }

    /// The names of the properties in which two models of one type differ.
    private static func differing(_ one: Any, _ other: Any) -> [String] {
        zip(Mirror(reflecting: one).children, Mirror(reflecting: other).children).compactMap { one, other in
            String(reflecting: one.value) == String(reflecting: other.value) ? nil : one.label
        }
    }

    /// Whether `property` is the Swift spelling of a wire name: `serverID` of `server_id`.
    static func isName(_ property: String, of wireName: String) -> Bool {
        property.lowercased() == wireName.filter { $0 != "_" }.lowercased()
    }

    /// Where `property` does not hold what `value` says, member by member, each in the property of its name.
    ///
    /// - Parameter names: Properties that are called otherwise than their wire name, by model and wire name.
    public static func differences(
        _ property: Any, from value: Value, at path: String = "", names: [String: String] = [:]
    ) -> [String] {
        let mirror = Mirror(reflecting: property)
        if mirror.displayStyle == .optional, let wrapped = mirror.children.first?.value {
            return differences(wrapped, from: value, at: path, names: names)
        }
        if let members = value.members, let model = property as? any Model {
            return members.flatMap { name, member in
                let property = names["\(type(of: model).name).\(name)"] ?? name
                let child = mirror.children.first { isName($0.label ?? "", of: property) }
                guard let child else { return ["\(path).\(name): no property has this name"] }
                return differences(child.value, from: member, at: "\(path).\(name)", names: names)
            }
        }
        if let items = value.items, mirror.displayStyle == .collection {
            guard items.count == mirror.children.count else { return ["\(path): \(mirror.children.count) items"] }
            return zip(items, mirror.children).enumerated().flatMap { index, pair in
                differences(pair.1.value, from: pair.0, at: "\(path)[\(index + 1)]", names: names)
            }
        }
        let held = (property as? any FieldValue)?.value
        return held == value ? [] : ["\(path): is \(held?.json() ?? "absent"), not \(value.json())"]
    }
}

/// Makes values for fields, no two of them alike as far as the fields' types allow.
public struct DistinctValues {
    private var last = 1000

    public init() {}

    /// An answer with every field of the model.
    public mutating func answer(_ model: any Model.Type) -> Value {
        .object(Object(uniqueMembers: model.fieldInfos.map { Object.Member($0.name, value(for: $0)) }))
    }

    /// - Parameter taken: What the field has already; the value differs from it.
    public mutating func value(for field: FieldInfo, besides taken: Value? = nil) -> Value {
        last += 1
        let one: Value =
            if let model = field.model { answer(model) } else if !field.choices.isEmpty {
                field.choices.last { $0.value != taken }?.value ?? .null
            } else {
                switch field.isDecimal ? "number" : field.luaType.split(separator: "[").first {
                case "integer": .int(last)
                case "number": .number(Double(last) + 0.5)
                case "boolean": .bool(taken != true)
                case "any": ["key-\(last)": [.int(last)]]
                default: .string("text-\(last)")
                }
            }
        return field.isList ? [one] : one
    }
}
