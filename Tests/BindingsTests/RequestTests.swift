import CPHModel
import Testing

struct RequestTests {
    @Test func `a script reaches services that have no model`() throws {
        let api = ScriptedAPI(.answer(200, #"{"flavors":[{"id":"s6"}]}"#))
        let script = """
            local answer = cph.request {
              method = "GET", service = "ecs", path = "/v1/{project_id}/cloudservers/flavors", query = { limit = 1 },
            }
            return answer.status .. " " .. answer.body.flavors[1].id
            """
        #expect(try lua(script, api) == "200 s6")
        #expect(api.calls.map(\.effect) == [.read] && api.calls[0].operation == "request")
    }

    @Test func `all problems are told at once, and nothing is sent`() {
        let api = ScriptedAPI()
        let error = failure(of: #"cph.request { method = "get", service = "ecs", pat = "/v1" }"#, api)
        #expect(
            error?.message == """
                argument error in request: 3 problems in RawRequest; nothing was sent
                  method: is "get"; must be "GET" (reads), "POST" (makes or does something), "PUT" (changes something), \
                "DELETE" (takes something away) or "PATCH" (changes something); did you mean "GET"?
                  path: is missing; needs string: Path in its canonical form; {project_id} is filled in
                  pat: is not a field of RawRequest; did you mean path?
                """)
        #expect(api.calls.isEmpty)
    }
}

struct OperationTests {
    @Test(arguments: Operations.all.map(\.name))
    func `every operation is a function that describes itself`(name: String) throws {
        let script = """
            local about = cph.operation "\(name)"
            assert(cph.models[about.request] and cph.models[about.response] and #about.doc > 0)
            return type(cph.api.\(name)) .. " " .. about.name
            """
        #expect(try lua(script) == "function \(name)")
    }

    @Test func `pairs walks all of them, and an unknown one gets a suggestion`() throws {
        let script = "local n = 0 for name, f in pairs(cph.api) do assert(type(f) == 'function') n = n + 1 end return n"
        #expect(try lua(script) == "\(Operations.all.count)")
        let error = failure(of: "cph.api.list_subnet {}")
        #expect(error?.message == "cph.api has no \"list_subnet\"; did you mean list_subnets?")
    }
}
