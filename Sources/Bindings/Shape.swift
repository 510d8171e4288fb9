import LuaKit
import Schema

/// What a Lua table is expected to look like.
indirect enum Shape {
    /// Whatever it is: a key that is no text becomes one, such as `[1]`, for people to read.
    case any
    /// Whatever JSON carries: a table is a list, or all its keys are texts.
    case json
    case list(Shape)
    case model(ModelShape)
    /// A number on the wire that is a decimal, and text in Lua.
    case decimal

    fileprivate init(_ field: FieldInfo, _ shapes: Shapes) {
        let one: Shape = field.isDecimal ? .decimal : field.model.map { .model(shapes[$0]) } ?? .json
        self = field.isList ? .list(one) : one
    }

    /// The shape of the items, if the value is a list.
    var item: Shape {
        switch self {
        case .list(let item): item
        case .any: .any
        case .json, .model, .decimal: .json
        }
    }
}

/// A model's field table as one Lua state needs it: reading and making its tables are compiled at first use, and fields
/// come and go in wire order, whatever order Lua keeps them in.
final class ModelShape {
    final class Member {
        let name: String
        private let field: FieldInfo
        private unowned let shapes: Shapes
        /// The shape of the field's values, made when a value first has the field: a nested model has a field table of
        /// its own.
        private(set) lazy var shape = Shape(field, shapes)

        fileprivate init(_ field: FieldInfo, _ shapes: Shapes) {
            (name, self.field, self.shapes) = (field.name, field, shapes)
        }
    }

    let model: any Model.Type
    let members: [Member]
    let record: LuaRecord
    private var metatable: LuaTable?

    fileprivate init(_ model: any Model.Type, _ shapes: Shapes) {
        let fields = model.fieldInfos
        self.model = model
        members = fields.map { Member($0, shapes) }
        record = LuaRecord(fields.map(\.name))
    }

    /// Pushes the metatable of the model's values.
    func pushMetatable(to lua: LuaContext) {
        if let metatable { return metatable.push(to: lua) }
        lua.pushModelMetatable(model)
        if case .table(let made) = lua.value(at: -1) { metatable = made }
        lua.identity(at: -1).map { lua.shapes.metatables.append($0) }
    }
}

/// The shapes of one Lua state, made when they are first needed. Lists, because few scripts need more than a few models.
final class Shapes {
    private var known: [ModelShape] = []
    /// Addresses of the metatables of models' values, which live as long as the state.
    fileprivate(set) var metatables: [UnsafeRawPointer] = []

    subscript(model: any Model.Type) -> ModelShape {
        if let shape = known.first(where: { $0.model == model }) { return shape }
        let shape = ModelShape(model, self)
        known.append(shape)
        return shape
    }
}

extension LuaContext {
    var shapes: Shapes { state.attachment { Shapes() } }

    func shape(of model: any Model.Type) -> Shape { .model(shapes[model]) }
}
