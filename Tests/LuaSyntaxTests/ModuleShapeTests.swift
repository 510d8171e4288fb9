import LuaSyntax
import Testing

/// What a module returns and which functions it has; the forms that documentation finds are in `LuaDocsTests`.
struct ModuleShapeTests {
    private func shape(_ text: String) throws -> LuaModuleShape {
        LuaModuleShape(try LuaTree(parsing: LuaSource(text)))
    }

    @Test(arguments: [
        ("return { f = function() end }", true), ("local m = {} m.f = function() end return m", true),
        ("local m = {} function m.f() end return setmetatable(m, {})", true),
        ("local m = {} function m.f() end return 1", false), ("local m = {} function m.f() end", false),
        ("return function() end", false), ("local ids = {} return ids", false), ("", false),
    ])
    func `a table of functions is told from other results`(text: String, isTable: Bool) throws {
        #expect(try shape(text).isTableOfFunctions == isTable)
    }

    @Test func `functions in locals are hidden, and those that are given out are both`() throws {
        let functions = try shape("local function a() end local b = function() end return { b = b }").functions
        let hidden = functions.compactMap { if case .hidden(let variable) = $0.owner { variable.name } else { nil } }
        #expect(Set(hidden) == ["a", "b"])
        #expect(functions.filter { $0.owner == .module }.map(\.names) == [["b"]])
    }

    @Test func `another local of the same name is not what the module returns`() throws {
        let functions = try shape("local m = {} do local m = {} function m.f() end end return m").functions
        #expect(functions.isEmpty)
    }

    @Test func `doc comments are lines of their own that begin with three dashes`() throws {
        let text = "--- a\n  --- b\n-- c\nx = 1 --- d\n\n--[[--- e\n]]\n---[[ f\ny = [[\n--- g\n]]"
        let tree = try LuaTree(parsing: LuaSource(text))
        let comments = tree.source.docComments(among: tree.comments)
        #expect(comments.map(\.lines) == [["--- a", "--- b"], ["---[[ f"]])
        #expect(comments.map(\.range) == [1...2, 8...8])
    }
}
