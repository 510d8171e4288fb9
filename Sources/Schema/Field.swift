/// What documentation, completion and types need to know of a field.
public struct FieldInfo: Sendable {
    public let name: String
    public let luaType: String
    public let isRequired: Bool
    /// One sentence without the limits, which stand in `limits`.
    public let doc: String
    /// What the service assumes when the field is absent, as text.
    public let defaultValue: String?
    public let limits: [String]
    public let model: (any Model.Type)?
    public let isList: Bool
    public let choices: [ChoiceInfo]

    @usableFromInline
    init(
        _ name: String, _ type: any FieldValue.Type, isRequired: Bool, doc: String, defaultValue: String?,
        limits: [String]
    ) {
        (self.name, self.isRequired, self.doc, self.defaultValue) = (name, isRequired, doc, defaultValue)
        (luaType, model, choices) = (type.luaType, type.model, type.choices)
        isList = luaType.hasSuffix("[]")
        let options = choices.map { "\($0.value.json()) (\($0.meaning))" }
        self.limits = (options.isEmpty ? [] : ["must be \(alternatives(options))"]) + limits
    }
}

/// One row of a model: wire name, property, limits, meaning. An optional property makes an optional field.
///
/// A class, so that walking a table copies references and not descriptions.
public final class Field<M: Model>: Sendable {
    public let info: FieldInfo
    @usableFromInline let read: @Sendable (Value, inout Reader, inout M) -> Void
    @usableFromInline let write: @Sendable (M) -> Value?

    @inlinable
    public convenience init<V: FieldValue>(
        _ name: String, _ property: WritableKeyPath<M, V> & Sendable, _ rules: Rule<V>..., doc: String
    ) {
        let property = Property(property)
        self.init(name, rules, true, doc, nil, { property.value(of: $0) }, { property.set($1, of: &$0) })
    }

    @inlinable
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

/// A limit across fields of one model.
public final class Check<M: Model>: Sendable {
    public let code: Problem.Code
    /// The limit in words, as hint and as documentation.
    public let limit: String
    public let severity: Problem.Severity
    public let basis: Problem.Basis
    /// The field it is reported at.
    let path: Path
    /// Fields that must have been read without error; otherwise there is nothing to compare.
    let needs: [Path]
    let violation: @Sendable (M) -> String?

    public init(
        at path: Path, needs: [Path], _ code: Problem.Code, _ limit: String, severity: Problem.Severity = .error,
        basis: Problem.Basis = .documented, violation: @escaping @Sendable (M) -> String?
    ) {
        (self.path, self.needs, self.code, self.limit) = (path, needs, code, limit)
        (self.severity, self.basis, self.violation) = (severity, basis, violation)
    }

    @usableFromInline
    func report(_ model: M, to problems: inout [Problem]) {
        let isBlocked = problems.contains { problem in
            problem.severity == .error
                && needs.contains { problem.path.starts(with: $0) || $0.starts(with: problem.path) }
        }
        guard !isBlocked, let message = violation(model) else { return }
        problems.append(Problem(at: path, code, message, hint: limit, severity: severity, basis: basis))
    }
}
