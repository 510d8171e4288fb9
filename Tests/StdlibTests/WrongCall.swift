import Catalog
import LuaKit
import LuaSyntax
import Schema

/// A call of a function of `cph` in which one thing is wrong.
struct WrongCall {
    /// The statements that a script would write.
    let text: String
    /// What the message begins with, where nothing but a refusal of this argument is right; nil where the call may also
    /// succeed, or be refused for what else is wrong with it.
    var refusal: String?
    /// What every message names; nil where the service's models say what is wrong with a request.
    var function: String?
}

/// A value that is wrong in many places.
struct WrongValue: Sendable {
    let text: String
    let type: LuaType

    static let all: [WrongValue] = [
        WrongValue(text: "nil", type: .nil), WrongValue(text: "true", type: .boolean),
        WrongValue(text: "42", type: .number), WrongValue(text: "-1", type: .number),
        WrongValue(text: "1e308", type: .number), WrongValue(text: "0/0", type: .number),
        WrongValue(text: "math.huge", type: .number), WrongValue(text: "math.mininteger", type: .number),
        WrongValue(text: "'wrong'", type: .string), WrongValue(text: "''", type: .string),
        WrongValue(text: "'\\xff'", type: .string), WrongValue(text: "{}", type: .table),
        WrongValue(text: "{ 1, { 2 }, {} }", type: .table), WrongValue(text: "{ false }", type: .table),
        WrongValue(text: "{ {} }", type: .table), WrongValue(text: "{ { { 1 } } }", type: .table),
        WrongValue(text: "{ 'wrong' }", type: .table), WrongValue(text: "{ wrong = { 1 } }", type: .table),
        WrongValue(text: "function() end", type: .function), WrongValue(text: "io.stdout", type: .userdata),
        WrongValue(text: "coroutine.create(print)", type: .thread),
    ]
}

/// All wrong calls of one function, from its documentation.
struct WrongCalls {
    let catalog: Catalog
    let entry: CatalogEntry

    var all: [WrongCall] {
        var calls =
            entry.parameters.indices.flatMap(calls(at:)) + [
                WrongCall(text: call([])), WrongCall(text: call(rightArguments + ["1", "{}"])),
            ]
        if let object { calls += wrongObjects(object) }
        if !passesOn { for index in calls.indices { calls[index].function = entry.path } }
        return calls
    }

    /// Whether what it is given is a request, which the models of `cph.api` check, or the words of the error.
    private var passesOn: Bool {
        let types = entry.parameters.map(\.type)
        return types.contains { Catalog.model(ofType: $0) != nil }
            || ["cph.request", "cph.raise", "cph.options"].contains(entry.path) || entry.path.hasPrefix("cph.changes.")
    }

    /// The expression that makes the object of a method.
    private var object: String? {
        guard let mark = entry.path.firstIndex(of: ":") else { return nil }
        return Self.objects[String(entry.path[..<mark])] ?? "error 'no sample of \(entry.path)'"
    }

    /// What makes objects, by the path in front of the colon and by the type.
    private static let objects = [
        "cph.plan": "cph.plan 'p'", "Task": "cph.job(function() end)",
        "cph.Money": "cph.money(1, 'CNY')",
        "cph.Plan": "cph.plan 'p'", "cph.renewals": "cph.renewals 'p'", "cph.Renewals": "cph.renewals 'p'",
        "cph.Spy": "cph.testing.spy.new()",
    ]

    private func call(_ arguments: [String]) -> String {
        let list = "(\(arguments.joined(separator: ", ")))"
        guard let mark = entry.path.firstIndex(of: ":") else { return run("\(entry.path)\(list)") }
        return run("local o = \(object ?? ""); o\(entry.path[mark...])\(list)")
    }

    /// Walks what a call returns where that is for a loop.
    private func run(_ call: String) -> String {
        guard entry.results.hasPrefix("fun("), !entry.path.contains(":") else { return call }
        return "local step = \(call); if type(step) == 'function' then step() step() end"
    }

    private func wrongObjects(_ object: String) -> [WrongCall] {
        let mark = entry.path.firstIndex(of: ":") ?? entry.path.endIndex
        let method = entry.path[mark...].dropFirst()
        return (WrongValue.all.map(\.text) + rightArguments.prefix(1)).map { value in
            WrongCall(
                text: "local f = (\(object)).\(method); f(\(value))",
                refusal: "bad argument #0 to \(entry.path) (self: ")
        }
    }

    private var rightArguments: [String] { entry.parameters.filter { !$0.isVariadic }.map { sample($0.type) } }

    private func calls(at index: Int) -> [WrongCall] {
        let parameter = entry.parameters[index]
        let number = index + 1
        // What checks any value answers with its problems.
        let takesAny = entry.results.hasSuffix("cph.Problem[]") && parameter.name == "value"
        let type = TypeExpression(takesAny ? "any" : parameter.type) ?? .name("any", [])
        return replacements(type, isOptional: parameter.isOptional || parameter.isVariadic).map {
            value, isWrong, path in
            var arguments = Array(rightArguments.prefix(index)) + [value]
            arguments += rightArguments.dropFirst(number)
            let name = parameter.isVariadic ? "..." : parameter.name
            return WrongCall(
                text: call(arguments),
                refusal: isWrong ? "bad argument #\(number) to \(entry.path) (\(name)\(path)" : nil)
        }
    }

    /// Wrong values in the place of a type, whether each must be refused, and where in the value the fault is.
    private func replacements(_ type: TypeExpression, isOptional: Bool) -> [(String, Bool, String)] {
        let fitting = fitting(type)
        var found = WrongValue.all.map { value in
            (
                value.text, value.type == .nil ? !isOptional && !fitting.contains(.nil) : !fitting.contains(value.type),
                ":"
            )
        }
        let fields = fields(of: type)
        for field in fields {
            let types = self.fitting(field.type)
            let others = fields.filter { $0.isRequired && $0.name != field.name }
            let rest = others.map { ", \($0.name) = \(sample($0.type))" }.joined()
            found += WrongValue.all.map { value in
                let isWrong = value.type == .nil ? field.isRequired : !types.contains(value.type)
                return ("{ \(field.name) = \(value.text)\(rest) }", isWrong, ".\(field.name)")
            }
            let other = field.name + "x"
            found.append(("{ \(other) = 1\(rest) }", isExact(type), ".\(other): there is no such option"))
        }
        if case .list(let items) = unwrapped(type) {
            for field in self.fields(of: items) {
                found += WrongValue.all.map { ("{ { \(field.name) = \($0.text) } }", false, "[1]") }
            }
            let itemTypes = self.fitting(items)
            found += WrongValue.all.map { value in
                let isWrong = value.type != .nil && !itemTypes.contains(value.type)
                return ("{ \(sample(items)), \(value.text) }", isWrong, "[2]")
            }
        }
        return found
    }
}

// MARK: Types

extension WrongCalls {
    private func unwrapped(_ type: TypeExpression) -> TypeExpression {
        if case .optional(let inner) = type { unwrapped(inner) } else { type }
    }

    private struct Field {
        let name: String
        let type: TypeExpression
        let isRequired: Bool
    }

    /// The fields of a table that the type names.
    private func fields(of type: TypeExpression) -> [Field] {
        switch unwrapped(type) {
        case .name(let name, _) where Catalog.model(ofType: name) != nil:
            // What a model has against its fields is said where it is sent; nothing may end in a raw error before.
            (Catalog.model(ofType: name)?.model.fieldInfos ?? []).map {
                Field(name: $0.name, type: .name("any", []), isRequired: false)
            }
        case .name(let name, _) where Self.objects[name] == nil:
            (catalog.types[name]?.fields ?? []).filter { !$0.name.hasPrefix("[") }.map { field in
                let type = TypeExpression(field.type) ?? .name("any", [])
                return Field(name: field.name, type: type, isRequired: !field.isOptional && !type.allowsNil)
            }
        case .table(let fields):
            fields.compactMap { field in
                guard case .name(let name) = field.key else { return nil }
                return Field(name: name, type: field.type, isRequired: !field.isOptional)
            }
        default: []
        }
    }

    /// Whether a table of the type has no other fields.
    private func isExact(_ type: TypeExpression) -> Bool {
        switch unwrapped(type) {
        case .name(let name, _): catalog.types[name]?.isExact == true
        case .table: false
        default: false
        }
    }

    /// The Lua types of which some value is right.
    private func fitting(_ type: TypeExpression) -> Set<LuaType> {
        switch type {
        case .literal(let text): Int(text) == nil ? [.string] : [.number]
        case .list, .table: [.table]
        case .function: [.function]
        case .union(let types): types.reduce(into: []) { $0.formUnion(fitting($1)) }
        case .optional(let type): fitting(type).union([.nil])
        case .name(let name, _):
            switch name {
            case "string": [.string]
            case "integer", "number": [.number]
            case "boolean", "true", "false": [.boolean]
            case "function": [.function]
            case "table": [.table]
            case "nil": [.nil]
            case "file*", "cph.Money": [.userdata]
            case "cph.time.Duration": [.string, .number]
            case "any", "unknown", "T", "K", "V":
                [.nil, .boolean, .number, .string, .table, .function, .userdata, .thread]
            default: catalog.aliases[name].flatMap { TypeExpression($0) }.map(fitting) ?? [.table]
            }
        }
    }

    /// A value that is right.
    func sample(_ type: String) -> String { TypeExpression(type).map(sample) ?? "nil" }

    private func sample(_ type: TypeExpression) -> String {
        switch type {
        case .literal(let text): Int(text) == nil ? "\"\(text)\"" : text
        case .list(let items): "{ \(sample(items)) }"
        case .table(let fields):
            table(
                fields.filter { !$0.isOptional }.compactMap { field in
                    if case .name(let name) = field.key { (name, field.type) } else { nil }
                })
        case .function: "function() end"
        case .union(let types): types.first.map(sample) ?? "nil"
        case .optional(let type): sample(type)
        case .name(let name, _): sample(named: name)
        }
    }

    private func table(_ fields: [(String, TypeExpression)]) -> String {
        "{ " + fields.map { "\($0.0) = \(sample($0.1))" }.joined(separator: ", ") + " }"
    }

    private func sample(named name: String) -> String {
        switch name {
        case "string": return "'x'"
        case "integer", "number": return "1"
        case "boolean", "true": return "true"
        case "false": return "false"
        case "function": return "function() end"
        case "file*": return "io.stdout"
        case "nil": return "nil"
        case "any", "unknown", "T", "K", "V": return "1"
        case "cph.time.Duration": return "'1s'"
        default:
            if let object = Self.objects[name] { return object }
            if let alias = catalog.aliases[name] { return sample(alias) }
            let fields = catalog.types[name]?.fields.filter { !$0.isOptional && !$0.name.hasPrefix("[") } ?? []
            let positions = catalog.types[name]?.fields.filter { $0.name == "[1]" } ?? []
            let items = positions.map { sample($0.type) } + fields.map { "\($0.name) = \(sample($0.type))" }
            return "{ \(items.joined(separator: ", ")) }"
        }
    }
}
