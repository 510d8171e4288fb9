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
}

/// One row of a model: wire name, property, limits, meaning. An optional property makes an optional field.
public struct Field<M: Model>: Sendable {
    public let info: FieldInfo
    let read: @Sendable (Value, inout Reader, inout M) -> Void
    let write: @Sendable (M) -> Value?

    public init<V: FieldValue>(
        _ name: String, _ property: WritableKeyPath<M, V> & Sendable, _ rules: Rule<V>..., doc: String
    ) {
        self.init(name, rules, true, doc, nil, { $0[keyPath: property] }, { $0[keyPath: property] = $1 })
    }

    public init<V: FieldValue>(
        _ name: String, _ property: WritableKeyPath<M, V?> & Sendable, _ rules: Rule<V>...,
        default defaultValue: String? = nil, doc: String
    ) {
        self.init(name, rules, false, doc, defaultValue, { $0[keyPath: property] }, { $0[keyPath: property] = $1 })
    }

    private init<V: FieldValue>(
        _ name: String, _ rules: [Rule<V>], _ isRequired: Bool, _ doc: String, _ defaultValue: String?,
        _ get: @escaping @Sendable (M) -> V?, _ set: @escaping @Sendable (inout M, V) -> Void
    ) {
        let choices = V.choices
        let options = choices.map { "\($0.value.json()) (\($0.meaning))" }
        info = FieldInfo(
            name: name, luaType: V.luaType, isRequired: isRequired, doc: doc, defaultValue: defaultValue,
            limits: (options.isEmpty ? [] : ["must be \(alternatives(options))"]) + rules.map(\.limit),
            model: V.model, isList: V.luaType.hasSuffix("[]"), choices: choices)
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
public struct Check<M: Model>: Sendable {
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

    func report(_ model: M, to problems: inout [Problem]) {
        let isBlocked = problems.contains { problem in
            problem.severity == .error
                && needs.contains { problem.path.starts(with: $0) || $0.starts(with: problem.path) }
        }
        guard !isBlocked, let message = violation(model) else { return }
        problems.append(Problem(at: path, code, message, hint: limit, severity: severity, basis: basis))
    }
}
