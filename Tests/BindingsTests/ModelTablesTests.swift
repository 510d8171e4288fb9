import CPHModel
import LuaKit
import Schema
import Testing

@testable import Bindings

/// A value for each field of `model`, those of nested models included.
private func fullValue(of model: any Model.Type) -> Value {
    .object(Object(uniqueMembers: model.fieldInfos.map { Object.Member($0.name, value(of: $0)) }))
}

private func value(of field: FieldInfo) -> Value {
    let one: Value =
        if let model = field.model {
            fullValue(of: model)
        } else if let choice = field.choices.first {
            choice.value
        } else {
            switch field.luaType.hasSuffix("[]") ? String(field.luaType.dropLast(2)) : field.luaType {
            case "integer": 7
            case "number": 1.5
            case "boolean": true
            case "string": "two words, 云, \"quoted\""
            default: ["any": [1, nil, "x"]]
            }
        }
    return field.isList ? .list([one, one]) : one
}

/// Models as Lua tables: what goes out comes back, and what is wrong is named.
struct ModelTablesTests {
    let state: LuaState
    var lua: LuaContext { state.context }

    init() throws {
        state = try LuaState()
        state.translateError = translated
        state.setGlobal("cph", CPHModule(ScriptedAPI(), version: "test", state: state))
        try state.run("body = \(pageExample)")
    }

    @Test(arguments: Models.all.map { $0.name })
    func `every field of every model goes out and comes back, in wire order`(name: String) throws {
        let model = try #require(Models.all.first { $0.name == name })
        let value = fullValue(of: model)
        for absent in [nil] + model.fieldInfos.map(\.name) {
            guard case .object(var object) = value else { return }
            if let absent { object[absent] = nil }
            lua.pushTree(.object(object), lua.shape(of: model))
            let back = try lua.tree(at: -1, lua.shape(of: model))
            #expect(back == (object.isEmpty ? .list([]) : .object(object)) || back == .object(object))
            #expect(lua.shapes[model].members.map(\.name) == model.fieldInfos.map(\.name))
            lua.pushMetatable(named: "cph.\(name)") { _ in Issue.record("there is no metatable") }
            #expect(lua.pushMetatable(of: -2) && lua.isSame(-1, -2))
            lua.setTop(0)
        }
    }

    @Test func `an object in another order, or with more fields than the model has, goes out whole`() throws {
        lua.pushTree(["period_num": 1, "new_field": 2, "charging_mode": 0], lua.shape(of: OrderParam.self))
        #expect(
            try lua.tree(at: -1, lua.shape(of: OrderParam.self))
                == ["charging_mode": 0, "period_num": 1, "new_field": .foreign("unknown")])
        lua.setTop(0)
    }

    @Test func `a value that a script has added fields to is checked without asking its metatable`() throws {
        let script = """
            local value = cph.models.OrderParam { charging_mode = 0, period_type = 2, period_num = 1 }
            value.period_numm = 2
            local metatable = getmetatable(value)
            local problems = cph.models.OrderParam.validate(value)
            assert(getmetatable(value) == metatable)
            return #problems .. " " .. tostring(problems[1])
            """
        let expected = "1 period_numm: is not a field of OrderParam; did you mean period_num?"
        #expect(try state.run(script, returning: String.self) == expected)
    }

    @Test(arguments: [
        (
            "setmetatable({}, { __index = function() error 'x' end })",
            "a table whose fields cannot be read (\"t:1: x\")"
        ),
        (
            "setmetatable({}, { __index = cph.api })",
            #"a table whose fields cannot be read ("cph.api has no \"charging_mode\"")"#
        ),
        ("cph.api", "a cph.api table"), ("cph.models", "a cph.models table"),
        ("cph.models.OrderParam", "a cph.models.OrderParam table"),
        ("select(2, pcall(cph.models.OrderParam, 1))", "a cph.Error table"), ("{ 1, 2 }", "a list"),
        ("print", "a function"),
    ])
    func `what is no table of fields is named`(value: String, description: String) throws {
        let problem = try state.run(
            "body.order_param = \(value) return tostring(cph.validate(body)[1])", chunk: "t", returning: String.self)
        #expect(problem == "order_param: is \(description); must be a table of OrderParam")
    }

    @Test func `an __index that leads back to itself ends`() throws {
        let script = """
            local metatable = {}
            local one, two = setmetatable({}, metatable), setmetatable({}, { })
            metatable.__index = two
            getmetatable(two).__index = one
            return tostring(cph.models.OrderParam.validate(one)[1])
            """
        #expect(try state.run(script, returning: String.self).contains("'__index' chain too long"))
    }

    @Test func `a script that is stopped while it is asked for a field stays stopped`() throws {
        let script = """
            local proxy = setmetatable({}, { __index = function() while true do end end })
            while true do pcall(cph.validate, proxy) end
            """
        state.setDeadline(after: .milliseconds(20))
        let error = #expect(throws: LuaError.self) { try state.main(state.load(script, chunk: "t")) }
        #expect(error?.message == "deadline exceeded")
    }

    @Test(arguments: [("{ 'a', nil, 'c' }", 2), ("{ [2] = 'a' }", 1)])
    func `a list with a hole says where it is`(list: String, hole: Int) throws {
        let problem = try state.run(
            "body.public_ip.ids = \(list) return tostring(cph.validate(body)[1])", returning: String.self)
        #expect(
            problem == "public_ip.ids: is a list with a hole: [\(hole)] is nil and later items are not; must be a list")
    }

    @Test func `of 100,000 unknown fields the first are named`() throws {
        let script = """
            for i = 1, 100000 do body[("x%06d"):format(i)] = body end
            local problems = cph.validate(body)
            return #problems .. " " .. problems[1].path .. " " .. problems[20].path .. " " .. problems[20].message
            """
        #expect(
            try state.run(script, returning: String.self)
                == "20 x000001 x000020 is not a field of CreateServer, nor are further ones")
    }

    @Test func `where memory ends while a value is made, there is an error or a whole value`() throws {
        let script = "local value = cph.models.CreateServer(body) return #value.nics .. value.public_ip.type"
        var outcomes: Set<String> = []
        for room in stride(from: 0, through: 24_000, by: 400) {
            var options = LuaState.Options()
            options.memoryLimit = state.memory.used + room
            guard let small = try? LuaState(options) else { continue }
            small.setGlobal("cph", CPHModule(ScriptedAPI(), version: "test", state: small))
            let result = Result { try small.run("body = \(pageExample) \(script)", returning: String.self) }
            switch result {
            case .success(let text): outcomes.insert(text)
            case .failure(let error): outcomes.insert("\(error)")
            }
            #expect(small.context.top == 0)
        }
        #expect(outcomes == ["15_bgp", "not enough memory"])
    }

    @Test func `of a long list of wrong items the first thousand errors are told`() throws {
        let script = "for i = 1, 100000 do body.nics[i] = i end return #cph.validate(body)"
        #expect(try state.run(script, returning: Int.self) == 1_000)
    }
}
