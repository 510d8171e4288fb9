/// What documentation, completion and types need to know of a field. What takes making is made when it is asked for:
/// most runs read fields and print nothing about them.
public struct FieldInfo: Sendable {
    /// The wire name, in `snake_case`.
    public let name: String
    /// False for a field whose property is optional.
    public let isRequired: Bool
    /// One sentence without the limits, which stand in `limits`.
    public let doc: String
    /// What the service assumes when the field is absent, as text.
    public let defaultValue: String?
    private let type: any FieldValue.Type
    private let ruleLimits: [String]

    @usableFromInline
    init(
        _ name: String, _ type: any FieldValue.Type, isRequired: Bool, doc: String, defaultValue: String?,
        limits: [String]
    ) {
        (self.name, self.type, self.isRequired, self.doc) = (name, type, isRequired, doc)
        (self.defaultValue, ruleLimits) = (defaultValue, limits)
    }

    /// The field's type as LuaCATS writes it: `integer`, `string[]`, `cph.OrderParam`.
    public var luaType: String { type.luaType }
    /// The model of the field's values or of its items; nil when they are plain values.
    public var model: (any Model.Type)? { type.model }
    /// Whether the value is an amount: a number on the wire, of which no digit may be lost.
    public var isDecimal: Bool { type is Decimal.Type }
    /// Whether the value is a list, so that paths into it have an index.
    public var isList: Bool { type.isList }
    /// The only values that the field's type has, with their meaning; empty when it is open.
    public var choices: [ChoiceInfo] { type.choices }

    /// The field's limits in words, each as a hint says it: the allowed values first, then the rules in the table's
    /// order.
    public var limits: [String] {
        let options = choices.map { "\($0.value.json()) (\($0.meaning))" }
        return (options.isEmpty ? [] : ["must be \(alternatives(options))"]) + ruleLimits
    }
}

/// One row of a model: wire name, property, limits, meaning. An optional property makes an optional field.
///
/// A class, so that walking a table copies references and not descriptions. `M` is a model; saying so here would make the
/// runtime look for the proof of it when the table is made, longer than everything else about it takes.
public final class Field<M>: Sendable {
    /// What can be said about the field without a value.
    public let info: FieldInfo
    @usableFromInline let read: @Sendable (Value, inout Reader, inout M) -> Void
    @usableFromInline let write: @Sendable (M) -> Value?

    /// Makes a row for a mandatory field, whose absence is reported as `missing`.
    ///
    /// - Parameter doc: One sentence without the limits, which follow from `rules`.
    @inlinable @inline(__always)
    public convenience init<V: FieldValue>(
        _ name: String, _ property: WritableKeyPath<M, V> & Sendable, _ rules: Rule<V>..., doc: String
    ) {
        let property = Property(property)
        self.init(name, rules, true, doc, nil, { property.value(of: $0) }, { property.set($1, of: &$0) })
    }

    /// Makes a row for an optional field; `rules` apply where it has a value.
    ///
    /// - Parameter defaultValue: What the service assumes when the field is absent, as text; it is documentation and is
    /// never sent.
    @inlinable @inline(__always)
    public convenience init<V: FieldValue>(
        _ name: String, _ property: WritableKeyPath<M, V?> & Sendable, _ rules: Rule<V>...,
        default defaultValue: String? = nil, doc: String
    ) {
        let property = Property(property)
        self.init(name, rules, false, doc, defaultValue, { property.value(of: $0) }, { property.set($1, of: &$0) })
    }

    // Inlinable like the two above: the closures below are then compiled for `M` and `V` where the table is written, and
    // reading a field looks up no generic metadata. That is half of the time of a check.
    @inlinable
    init<V: FieldValue>(
        _ name: String, _ rules: [Rule<V>], _ isRequired: Bool, _ doc: String, _ defaultValue: String?,
        _ get: @escaping @Sendable (M) -> V?, _ set: @escaping @Sendable (inout M, V) -> Void
    ) {
        info = FieldInfo(
            name, V.self, isRequired: isRequired, doc: doc, defaultValue: defaultValue, limits: rules.map { $0.limit })
        write = { get($0)?.value }
        read = { value, reader, model in
            let start = reader.problems.count
            guard let typed = V.read(value, &reader) else { return }
            set(&model, typed)
            if reader.problems.count == start {
                for rule in rules { rule.report(typed, to: &reader.problems) }
            }
        }
    }
}
