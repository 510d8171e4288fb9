import Catalog
import LuaKit
import Testing

/// What is known of a Lua module, whatever form its functions have.
struct LuaDocsTests {
    private func catalog(_ text: String) throws -> Catalog {
        var catalog = Catalog(LuaModule("cph", doc: ""), .embedded)
        catalog.add(module: "m", file: "lib/m.lua", source: Array(text.utf8))
        return catalog
    }

    private func entry(_ path: String, _ text: String) throws -> CatalogEntry {
        try #require(try catalog(text)[path], "nothing is called \(path)")
    }

    /// Signatures of what the catalogue has in the module.
    private func signatures(_ text: String) throws -> [String] {
        try catalog(text).entries.values.filter { $0.path.hasPrefix("m.") || $0.path.hasPrefix("m:") }
            .map(\.signature).sorted()
    }

    @Test(arguments: [
        "local m = {}\n\n--- Says it.\n---@param a integer\nfunction m.f(a) end\nreturn m",
        "local m = {}\n\n--- Says it.\n---@param a integer\nm.f = function(a) end\nreturn m",
        "local m = {}\n\n--- Says it.\n---@param a integer\nm[\"f\"] = function(a) end\nreturn m",
        "local m = {}\n\n--- Says it.\n---@param a integer\nlocal function f(a) end\nm.f = f\nreturn m",
        "local m = {}\n\nlocal function f(a) end\n--- Says it.\n---@param a integer\nm.f = f\nreturn m",
        "local m = {}\n\n--- Says it.\n---@param a integer\nlocal f = function(a) end\nm.f = f\nreturn m",
        "local m = {\n  --- Says it.\n  ---@param a integer\n  f = function(a) end,\n}\nreturn m",
        "local m = setmetatable({\n  --- Says it.\n  ---@param a integer\n  f = function(a) end }, {})\nreturn m",
        "return {\n  --- Says it.\n  ---@param a integer\n  f = function(a) end,\n}",
        "--- Says it.\n---@param a integer\nlocal function f(a) end\nreturn { f = f }",
        "local x = 1\n\n--- Says it.\n---@param a integer\nlocal function f(a) end\nreturn { f = f }",
        "local m\nm = {}\ndo\n  --- Says it.\n  ---@param a integer\n  function m.f(a) end\nend\nreturn setmetatable(m, {})",
    ])
    func `a function is found in any form`(text: String) throws {
        let found = try entry("m.f", text)
        #expect(found.signature == "m.f(a)")
        #expect(found.doc == "Says it.")
        #expect(found.parameters.map(\.type) == ["integer"])
    }

    @Test(arguments: [
        "function Thing:grow(by) end", "function Thing.grow(self, by) end", "Thing.grow = function(self, by) end",
        "local function grow(self, by) end\nThing.grow = grow",
    ])
    func `a method is found in any form`(declaration: String) throws {
        let text = "local Thing = {}\n\n--- Grows.\n\(declaration)\nreturn { new = function() end }"
        #expect(try signatures(text) == ["m.new()", "m:grow(by?)"])
    }

    @Test(arguments: [
        "--- Hidden.\nfunction m._f() end", "--- Hidden.\n---@private\nfunction m.f() end",
        "---@protected\n--- Hidden.\nm.f = function() end", "---@package\nfunction m.f() end",
        "m._inner = { f = function() end }",
        "m.a = {}\nfunction m.a._f() end", "local Thing = {}\n--- Hidden.\n---@private\nfunction Thing:f() end",
        "local Thing = {}\nfunction Thing:_f() end",
    ])
    func `what is private is not described`(declaration: String) throws {
        #expect(try signatures("local m = {}\n\n\(declaration)\nfunction m.open() end\nreturn m") == ["m.open()"])
    }

    @Test func `a module that is private stays out of lists`() throws {
        var catalog = try catalog("return {}")
        let text = Array("--- Inside.\nreturn { f = function() end }".utf8)
        catalog.add(module: "m._inner", file: "lib/m/_inner.lua", source: text)
        catalog.add(module: "m.other", file: "lib/m/other.lua", source: Array("---@private\n\n".utf8) + text)
        #expect(catalog.members(of: "m").isEmpty)
        #expect(catalog["m._inner"]?.isInternal == true && catalog["m.other"]?.isInternal == true)
    }

    @Test func `private fields of a class are not described`() throws {
        let text = """
            --- A module.

            ---@class m.Thing
            ---@field name string
            ---@field public size integer  How large.
            ---@field private key string
            ---@field protected lock string
            ---@field _cache table
            ---@field private string

            ---@class m.Hidden
            ---@private
            ---@field a string

            ---@class m._State
            ---@field a string

            return {}
            """
        let catalog = try catalog(text)
        #expect(catalog.types["m.Thing"]?.fields.map(\.name) == ["name", "size", "private"])
        #expect(catalog.types["m.Thing"]?.fields.map(\.type) == ["string", "integer", "string"])
        #expect(catalog.types["m.Hidden"] == nil && catalog.types["m._State"] == nil)
    }

    @Test(arguments: [
        ("---@deprecated", "Deprecated."), ("---@deprecated use m.g", "Deprecated: use m.g."),
        ("---@deprecated Use m.g!", "Deprecated: Use m.g!"),
    ])
    func `what is deprecated says so first`(mark: String, words: String) throws {
        let text = "local m = {}\n\n--- Says it.\n\(mark)\nfunction m.f() end\nreturn m"
        let found = try entry("m.f", text)
        #expect(found.doc == "\(words)\n\nSays it." && found.firstSentence == words)
        #expect(try entry("m", "--- A module.\n\(mark)\n\nreturn {}").doc == "\(words)\n\nA module.")
    }

    @Test(arguments: [
        "--- Adds.\n---@return integer\nreturn function(a, b) end",
        "--- Adds.\n---@return integer\nlocal function add(a, b) end\nreturn add",
        "local cph = cph\n\n--- Adds.\n---@return integer\nlocal add = function(a, b) end\nreturn add",
    ])
    func `a module may be a function`(text: String) throws {
        let found = try entry("m", text)
        #expect(found.signature == "m(a?, b?)")
        #expect(found.doc == "Adds." && found.results == "integer")
    }

    @Test func `a module that is a function has the words above the file and its own`() throws {
        let text = "--- About files.\n\nlocal x = 1\n--- Adds.\nlocal function add() end\nreturn add"
        #expect(try entry("m", text).doc == "About files.\n\nAdds.")
    }

    @Test func `functions in tables of the module are found, and what is private is not`() throws {
        let text = """
            local m, mt = { deep = { f = function() end } }, {}
            local function helper() end
            m.sub = { g = function() end }
            function m.sub.h() helper() end
            function mt.__index(self, name) end
            function mt.elsewhere() end
            local text = [[
            --- No comment.
            function m.fake() end
            ]]
            return m
            """
        #expect(try signatures(text) == ["m.deep", "m.deep.f()", "m.sub", "m.sub.g()", "m.sub.h()"])
    }

    @Test func `the source is the whole function, as far to the left as it can stand`() throws {
        let text = "local m = {}\nif x then\n  m.f = function()\n    if y then\n    end\n  end\nend\nreturn m"
        let source = try #require(try entry("m.f", text).source)
        #expect(source.text == "m.f = function()\n  if y then\n  end\nend")
        #expect(source.place == "lib/m.lua:3")
    }

    @Test(arguments: [
        "--- About it.\nlocal m = {}\nreturn m", "\n--- About it.\n\nlocal x\nreturn {}",
        "-- Copyright.\n\n--- About it.\n\nlocal x\nreturn {}", "-- Copyright.\n--- About it.\nlocal m = {}\nreturn m",
        "--------------\n--- About it.\n--------------\nreturn {}", "--- About it.\nlocal m = {\nfunction m.f( end",
    ])
    func `the words above the file are the module's`(text: String) throws {
        #expect(try entry("m", text).doc == "About it.")
    }

    @Test(arguments: [
        "-- Copyright.\n\n--- Helps.\nlocal function help() end\nreturn {}", "local x\n--- Late.\nreturn {}",
    ])
    func `words about something else are not the module's`(text: String) throws {
        #expect(try entry("m", text).doc == "")
    }

    @Test func `parameters that the comment leaves out are those of the text`() throws {
        let text = "local m = {}\n---@param b integer\nfunction m.f(a, b, ...) end\nreturn m"
        #expect(try entry("m.f", text).signature == "m.f(a?, b, ...)")
    }

    @Test func `classes are found wherever their comments stand`() throws {
        let text = "local m = {}\ndo\n  ---@class m.Grid\n  ---@field per integer\nend\nreturn m"
        #expect(try catalog(text).types["m.Grid"]?.fields.map(\.name) == ["per"])
    }
}
