import CPHModel
import LuaKit
import Testing

struct ModelsModuleTests {
    @Test(arguments: Models.all.map { $0.name })
    func `every model can be called, checked, listed and printed`(name: String) throws {
        let script = """
            local name = "\(name)"
            local model = cph.models[name]
            assert((#model.fields > 0 or name == "NoContent") and #model.doc > 0 and model.name == name)
            assert(type(model.validate {}) == "table")
            return tostring(model)
            """
        #expect(try lua(script).hasPrefix("\(name): "))
    }

    @Test func `models are listed in the order of the documentation, and an unknown one is an error`() throws {
        let script =
            "local names = {} for name, model in pairs(cph.models) do assert(model.name == name) "
            + "names[#names + 1] = name end return names[1] .. #names"
        #expect(try lua(script) == "CreateServer\(Models.all.count)")
        let error = failure(of: "return cph.models.CreateSever")
        #expect(error?.message == "cph.models has no \"CreateSever\"; did you mean CreateServer?")
    }

    @Test func `a model that is called checks and builds`() throws {
        #expect(
            try lua("return cph.models.OrderParam { period_num = 3, period_type = 2, charging_mode = 0 }") == """
                OrderParam { charging_mode = 0, period_type = 2, period_num = 3 }
                """)
        let error = failure(of: "cph.models.OrderParam { period_num = 3 }")
        #expect(
            error?.message == """
                argument error: 2 problems in OrderParam; nothing was sent
                  charging_mode: is missing; needs 0: Billing mode
                  period_type: is missing; needs 2|3: Unit of the subscription period
                """)
    }

    @Test func `pairs walks a value in wire order`() throws {
        let script = """
            local names = {}
            for name in pairs(cph.models.CreateServer(body)) do names[#names + 1] = name end
            return table.concat(names, " ")
            """
        #expect(
            try lua(script) == "server_name server_model_name count order_param nics public_ip keypair_name "
                + "enterprise_project_id")
    }

    @Test func `an unknown field of a value is a slip of the pen and not nil`() throws {
        #expect(try lua("return cph.models.CreateServer(body).image_id") == "nil")
        let error = failure(of: "return cph.models.CreateServer(body).sever_name")
        #expect(error?.message == "CreateServer has no field \"sever_name\"; did you mean server_name?")
    }

    @Test func `a value is an ordinary table`() throws {
        let script = """
            local value = cph.models.CreateServer(body)
            value.server_name = "other"
            return cph.models.CreateServer(value).server_name .. #value.nics .. type(value)
            """
        #expect(try lua(script) == "other1table")
    }

    @Test func `a body may inherit its fields`() throws {
        let script = """
            local own = setmetatable({ server_name = "heir" }, { __index = body })
            return cph.models.CreateServer(own).server_name .. cph.models.CreateServer(own).keypair_name
            """
        #expect(try lua(script) == "heirKeyPair-1d1d-wy")
    }

    @Test func `fields describe name, type, need, meaning, limits and choices`() throws {
        let script = """
            for _, field in ipairs(cph.models.OrderParam.fields) do
              if field.name == "period_type" then
                return field.type .. " " .. tostring(field.required) .. " " .. field.choices[2].value .. " "
                  .. field.choices[2].meaning .. " " .. field.limits[1]
              end
            end
            """
        #expect(try lua(script) == "2|3 true 3 year must be 2 (month) or 3 (year)")
    }

    @Test func `validate returns an empty list for the page's example`() throws {
        #expect(try lua("return #cph.validate(body)") == "0")
    }

    @Test func `examine gives what calling the model and validate give, in one go`() throws {
        let script = """
            local model = cph.models.CreateServer
            local value, problems = model.examine(body)
            assert(#problems == 0 and cph.json.encode(value) == cph.json.encode(model(body)))
            body.nics[1].ipv6_enable = false -- a warning
            value, problems = model.examine(body)
            assert(value.server_name == body.server_name and #problems == #model.validate(body) and #problems > 0)
            body.count = 11
            value, problems = model.examine(body)
            assert(tostring(problems[1]) == tostring(model.validate(body)[1]))
            return value
            """
        #expect(try lua(script) == "nil")
    }

    @Test func `validate includes warnings`() throws {
        #expect(
            try lua("body.nics[1].ipv6_enable = false return cph.validate(body)[1]") == """
                nics[1].ipv6_band_width_id: warning: has no effect without IPv6; takes effect only with ipv6_enable = true
                """)
    }
}
