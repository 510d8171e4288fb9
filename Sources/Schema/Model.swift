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
}
