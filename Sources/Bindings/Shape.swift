import LuaKit
import Schema

/// What a Lua table is expected to look like, with its field names interned in one Lua state.
///
/// Reading by shape looks up each known name instead of walking the table and comparing texts, and yields fields in
/// wire order, whatever order Lua keeps them in.
indirect enum Shape {
    case any
    case list(Shape)
    case model(ModelShape)

    init(_ field: FieldInfo, _ shapes: Shapes) {
        let one: Shape = field.model.map { .model(shapes[$0]) } ?? .any
        self = field.isList ? .list(one) : one
    }
}

final class ModelShape {
    struct Member {
        let name: String
        let key: LuaKey
        let shape: Shape
    }

    let name: String
    let members: [Member]
    let positions: [String: Int]

    init(_ model: any Model.Type, _ shapes: Shapes) {
        name = model.name
        members = model.fieldInfos.map { field in
            Member(name: field.name, key: shapes.state.key(field.name), shape: Shape(field, shapes))
        }
        positions = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
    }
}

/// The shapes of one Lua state, made when they are first needed.
final class Shapes {
    /// Unowned: functions that hold shapes live inside the state.
    unowned let state: LuaState
    private var known: [String: ModelShape] = [:]

    init(_ state: LuaState) { self.state = state }

    subscript(model: any Model.Type) -> ModelShape {
        if let shape = known[model.name] { return shape }
        let shape = ModelShape(model, self)
        known[model.name] = shape
        return shape
    }
}

/// The shape of a model, made when a function that takes it is first called: most scripts use one or two models.
final class LazyShape {
    private let shapes: Shapes
    private let model: any Model.Type
    private(set) lazy var shape = Shape.model(shapes[model])

    init(_ model: any Model.Type, _ shapes: Shapes) { (self.model, self.shapes) = (model, shapes) }
}
