import CPHModel
import LuaKit
import Schema

/// `cph.models`: one callable table per model, made when it is first used.
struct ModelsModule: LuaPushable {
    static var luaType: String { "table" }

    func push(to lua: LuaContext) {
        LazyTable(name: "cph.models", members: { Models.all }, memberName: { $0.name }, pushMember: push).push(to: lua)
    }

    private func push(_ model: any Model.Type, to lua: LuaContext) {
        lua.createTable(fieldCount: 6)
        validateFunction(model).push(to: lua)
        lua.rawSet("validate", at: -2)
        examineFunction(model).push(to: lua)
        lua.rawSet("examine", at: -2)
        lua.push(model.name)
        lua.rawSet("name", at: -2)
        lua.push(model.doc)
        lua.rawSet("doc", at: -2)
        lua.pushTree(.list(model.fieldInfos.map(description)))
        lua.rawSet("fields", at: -2)
        lua.pushTree(.list(model.checkLimits.map(Value.string)))
        lua.rawSet("checks", at: -2)
        lua.pushMetatable(named: "cph.models.\(model.name)") { fillMetatable($0, model) }
        lua.setMetatable(at: -2)
    }

    private func fillMetatable(_ lua: LuaContext, _ model: any Model.Type) {
        lua.pushFunction { lua in
            guard lua.type(at: 2) == .table else {
                let mismatch = lua.mismatch(at: 2, expected: "table")
                throw LuaError.argument(
                    LuaArgumentError(
                        function: "cph.models.\(model.name)", index: 1, parameter: "value", mismatch: mismatch))
            }
            let shape = lua.shape(of: model)
            lua.pushTree(try model.checked(try lua.tree(at: 2, shape)).value, shape)
            return 1
        }
        lua.rawSet("__call", at: -2)
        lua.pushFunction { lua in
            lua.push(modelPage(model))
            return 1
        }
        lua.rawSet("__tostring", at: -2)
    }

    private func examine(_ model: any Model.Type, _ value: Value) -> (value: any Model, problems: [Problem]) {
        let (value, problems) = model.examine(value)
        return (value, problems)
    }

    func validateFunction(_ model: any Model.Type) -> LuaFunction {
        LuaFunction(
            raw: "validate",
            parameters: [.init(name: "value", type: model.luaType)],
            results: ProblemList.luaType, resultDoc: "all problems in field order; empty when there is none",
            doc: "Checks a value of \(model.name) and sends nothing."
        ) { lua in
            ProblemList(model.problems(in: try lua.tree(at: 1, lua.shape(of: model)))).push(to: lua)
            return 1
        }
    }

    /// Makes `examine`, which returns the value and the problems at once.
    private func examineFunction(_ model: any Model.Type) -> LuaFunction {
        LuaFunction(
            raw: "examine",
            parameters: [.init(name: "value", type: model.luaType)],
            results: "\(model.luaType)?, \(ProblemList.luaType)",
            resultDoc:
                "the value as it would be sent, nil where a problem is an error; and all problems in field order",
            doc: "Checks a value of \(model.name) and builds it, both in one go; sends nothing."
        ) { lua in
            let shape = lua.shape(of: model)
            let (value, problems) = examine(model, try lua.tree(at: 1, shape))
            if problems.contains(where: { $0.severity == .error }) {
                lua.pushNil()
            } else {
                lua.pushTree(value.value, shape)
            }
            ProblemList(problems).push(to: lua)
            return 2
        }
    }

    /// Describes a field, as `fields` of a model lists it for scripts.
    private func description(_ field: FieldInfo) -> Value {
        var object: Object = [
            "name": .string(field.name), "type": .string(field.luaType), "required": .bool(field.isRequired),
            "doc": .string(field.doc), "limits": .list(field.limits.map(Value.string)),
        ]
        object["default"] = field.defaultValue.map(Value.string)
        object["model"] = field.model.map { .string($0.name) }
        if !field.choices.isEmpty {
            object["choices"] = .list(field.choices.map { ["value": $0.value, "meaning": .string($0.meaning)] })
        }
        return .object(object)
    }
}
