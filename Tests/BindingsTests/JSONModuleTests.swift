import LuaKit
import Testing

struct JSONModuleTests {
    @Test(arguments: [
        ("cph.json.encode { b = 1, a = { 1, 'x', true } }", #"{"a":[1,"x",true],"b":1}"#),
        ("cph.json.encode {}", "[]"),
        ("cph.json.encode(9007199254740993)", "9007199254740993"),
        ("cph.json.encode { 1, cph.json.null }", "[1,null]"),
        ("math.type(cph.json.decode '9007199254740993')", "integer"),
        ("cph.json.decode '{\"a\":[1,null,2]}'.a[3]", "2"),
        ("tostring(cph.json.decode '[null]'[1])", "null"),
        ("cph.json.decode '[null]'[1] == cph.json.null", "true"),
        ("cph.json.decode '{\"a\":null}'.a", "nil"),
        ("select(2, pcall(rawset, cph.json.null, 'a', 1)):match 'table expected'", "table expected"),
        ("getmetatable(cph.json.null)", "false"), ("pcall(next, cph.json.null)", "false"),
    ])
    func `reads and writes`(expression: String, result: String) throws {
        #expect(try lua("return \(expression)") == result)
    }

    @Test(arguments: [
        ("cph.json.decode '[1,2,]'", "not JSON at line 1, column 6: a value should stand here"),
        ("cph.json.encode { a = { print } }", "#1 to cph.json.encode (value.a[1]: a function, which JSON cannot carry"),
        ("cph.json.encode(0/0)", "(value: -nan, which is no number to JSON, which JSON cannot carry"),
        ("cph.json.encode { a = '\\xff' }", "(value.a: a string that is not UTF-8, which JSON cannot carry"),
        ("local t = {} t.t = t cph.json.encode(t)", "contains itself or is nested more than 100 deep"),
    ])
    func `refuses with the place`(script: String, message: String) {
        #expect(failure(of: script)?.message.contains(message) == true, "\(failure(of: script)?.message ?? "no error")")
    }

    @Test func `try returns the value, or nil and the error object`() throws {
        #expect(try lua("return cph.try(function(a) return a + 1 end, 2)") == "3")
        #expect(
            try lua("local v, err = cph.try(cph.models.OrderParam, {}) return tostring(v) .. err.kind") == "nilargument"
        )
        #expect(try lua("local v, err = cph.try(error, 'x', 0) return err") == "x")
    }

    @Test func `raise raises an object like the host's own`() throws {
        let script = """
            local _, err = cph.try(cph.raise, { kind = "denied", message = "over budget", hint = "ask", code = "b" })
            return err.kind .. err.code .. "|" .. tostring(err)
            """
        #expect(try lua(script) == "deniedb|denied error: over budget\n  hint: ask")
        #expect(failure(of: "cph.raise { kind = 'x', message = 'y' }")?.message.contains("got \"x\"") == true)
    }
}
