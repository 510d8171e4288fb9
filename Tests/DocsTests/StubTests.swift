import Catalog
import Docs
import LuaKit
import LuaSyntax
import Stdlib
import Testing

/// What `cph types` writes is Lua, in types that are declared.
struct StubTests {
    /// What stands behind an annotation, and the names that the file's generics declare.
    private static func types(in text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            switch words.first {
            case "---@param", "---@field": return words.dropFirst(2).joined(separator: " ")
            case "---@return", "---@type", "---@overload": return words.dropFirst().joined(separator: " ")
            default: return nil
            }
        }
    }

    private static func declared(_ mark: String, in text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix(mark) }.flatMap { line in
            line.dropFirst(mark.count).split(separator: ",").map { name in
                let name = name.hasPrefix("(exact)") ? name.dropFirst("(exact)".count) : name
                return String(name.drop { $0 == " " }.prefix { $0 != " " && $0 != ":" })
            }
        }
    }

    @Test func `every file is Lua`() throws {
        let library = try Library()
        for file in library.stubs.files {
            #expect(throws: Never.self, "\(file.name)") { try library.state.load(file.text, chunk: file.name) }
            #expect(file.text.hasPrefix("---@meta\n"))
        }
    }

    @Test func `every annotation has a type that is declared`() throws {
        let files = try Library().stubs.files
        let classes = files.flatMap {
            Self.declared("---@class ", in: $0.text) + Self.declared("---@alias ", in: $0.text)
        }
        var known = Set(classes).union(TypeExpression.builtin)
        known.formUnion(files.flatMap { Self.declared("---@generic ", in: $0.text) })
        for file in files {
            for words in Self.types(in: file.text) {
                let text = splitType(words).type
                let names = TypeExpression(text)?.names
                #expect(names != nil, "\(file.name): \(text) is no type")
                let unknown = (names ?? []).filter { !known.contains($0) }
                #expect(unknown.isEmpty, "\(file.name): \(text) is not declared")
            }
        }
    }

    @Test func `no table is one of which nothing is known`() throws {
        for file in try Library().stubs.files {
            for words in Self.types(in: file.text) {
                let text = splitType(words).type
                let isBare = TypeExpression(text).map(Self.holdsBareTable) ?? false
                #expect(
                    !isBare, "\(file.name): \(text) says nothing of the table; declare a class, or write table<K, V>")
            }
        }
    }

    private static func holdsBareTable(_ type: TypeExpression) -> Bool {
        switch type {
        case .name(let name, let arguments):
            name == "table" ? arguments.isEmpty : arguments.contains(where: holdsBareTable)
        case .list(let type), .optional(let type): holdsBareTable(type)
        case .union(let types): types.contains(where: holdsBareTable)
        case .table(let fields): fields.contains { holdsBareTable($0.type) }
        case .function(let parameters, let results):
            parameters.contains { $0.type.map(holdsBareTable) ?? false } || results.contains(where: holdsBareTable)
        case .literal: false
        }
    }

    @Test func `a module's public functions are there and its private ones are not`() throws {
        let stub = try #require(Library().stubs.files.first { $0.name == "plan.lua" }).text
        #expect(
            stub.contains("---@param body cph.CreateServer\n---@return cph.Plan self\nfunction Plan:add(body) end\n"))
        #expect(stub.contains("\nfunction cph.plan(name, options) end\n"))
        #expect(!stub.contains("caller"))
        #expect(stub.contains("---@class cph.Plan\n---@field name string  what a person types to approve it\n"))
        #expect(stub.contains("\nlocal Plan = {}\n"))
    }

    @Test(arguments: [
        "string", "integer?", "string[][]", "\"a\"|'b'|1", "table<string, integer[]>", "fun(): K, V",
        "fun(call: table, ...: any): boolean?", "{ a: string, b?: { c: integer }, [integer]: string }", "(a|b)[]", "{}",
        "fun(changes?: table): table", "file*",
    ])
    func `a type is read to its end`(text: String) { #expect(TypeExpression(text) != nil) }

    @Test(arguments: ["", "string|", "table<string", "{ a }", "fun(", "a b", "[]", "\"a"])
    func `what is no type is not taken for one`(text: String) { #expect(TypeExpression(text) == nil) }
}
