import Bindings
import CPHModel
import LuaKit
import LuaSyntax
import Stdlib
import Text

/// The types that doc comments of the standard library name, as checks; each is read when it is first needed.
final class ArgumentTypes {
    private let stdlib: Stdlib
    private var checks: [String: TypeCheck] = [:]
    private var declarations: [String: TypeDeclarations] = [:]

    init(_ stdlib: Stdlib) { self.stdlib = stdlib }

    /// The check of a parameter or field.
    ///
    /// - Parameters:
    ///   - path: The file that says so.
    ///   - generics: Names that stand for any type there.
    func check(_ annotation: TypeAnnotation, in path: String, generics: Set<String> = []) -> TypeCheck {
        var check = check(TypeExpression(annotation.type) ?? .name("any", []), in: path, generics, annotation.limits)
        if annotation.isOptional { check = check.orNil }
        return check
    }

    private func check(
        _ type: TypeExpression, in path: String, _ generics: Set<String>, _ limits: ClosedRange<Double>? = nil
    ) -> TypeCheck {
        switch type {
        case .name(let name, let arguments):
            named(name, arguments.map { check($0, in: path, generics) }, in: path, generics, limits)
        case .literal(let text): TypeCheck([.text(text)], quoted(text))
        case .list(let items): list(of: check(items, in: path, generics))
        case .table(let fields): record(fields, in: path, generics)
        case .function: TypeCheck([.callable], types: [.function], "function")
        case .union(let types): union(types.map { check($0, in: path, generics, limits) })
        case .optional(let type): check(type, in: path, generics, limits).orNil
        }
    }

    private func named(
        _ name: String, _ arguments: [TypeCheck], in path: String, _ generics: Set<String>,
        _ limits: ClosedRange<Double>?
    ) -> TypeCheck {
        if generics.contains(name) { return .any }
        switch name {
        case "any", "unknown": return .any
        case "nil": return TypeCheck(types: [.none, .nil], "nil")
        case "boolean": return TypeCheck(types: [.boolean], name)
        case "true", "false": return TypeCheck([.boolean(name == "true")], name)
        case "string": return TypeCheck(types: [.string], name)
        case "integer": return TypeCheck([.integer(limits ?? -.infinity ... .infinity)], words(name, limits))
        case "number": return TypeCheck([.number(limits ?? -.infinity ... .infinity)], words(name, limits))
        case "function": return TypeCheck([.callable], types: [.function], name)
        case "userdata": return TypeCheck(types: [.userdata, .lightUserdata], name)
        case "thread": return TypeCheck(types: [.thread], name)
        case "file*": return TypeCheck([.object("FILE*")], "file")
        case "table":
            guard arguments.count == 2 else { return .table }
            // Keys of another type are names that nobody looks up.
            return arguments[1].types == .max
                ? .table : TypeCheck([.map(keys: arguments[0], values: arguments[1])], "table")
        default: return declared(name, in: path)
        }
    }

    private func words(_ name: String, _ limits: ClosedRange<Double>?) -> String {
        guard let limits else { return name }
        let least = digits(limits.lowerBound)
        if limits.upperBound == .greatestFiniteMagnitude { return "\(name) of \(least) or more" }
        return "\(name) from \(least) to \(digits(limits.upperBound))"
    }

    private func digits(_ number: Double) -> String {
        Int(exactly: number).map(String.init) ?? String(number)
    }

    private func list(of items: TypeCheck) -> TypeCheck {
        TypeCheck([.list(items)], "list of \(items.plural)")
    }

    private func union(_ checks: [TypeCheck]) -> TypeCheck {
        TypeCheck(
            types: checks.reduce(0) { $0 | $1.types }, parts: checks.flatMap(\.parts),
            words: checks.map(\.words).joined(separator: " or "))
    }

    private func record(
        _ fields: [TypeExpression.Field], in path: String, _ generics: Set<String>
    ) -> TypeCheck {
        let named = fields.map { field in
            let check = check(field.type, in: path, generics)
            return RecordCheck.Field(name: field.name, check: field.isOptional ? check.orNil : check)
        }
        return TypeCheck([.record(RecordCheck(isExact: false) { named })], "table")
    }
}

// MARK: Classes

extension ArgumentTypes {
    /// The check of a name that a doc comment declares, here or in the module that the name begins with; of a model or an
    /// object.
    private func declared(_ name: String, in path: String) -> TypeCheck {
        if let known = checks[name] { return known }
        let check = find(name, in: path)
        checks[name] = check
        return check
    }

    private func find(_ name: String, in path: String) -> TypeCheck {
        if name == "cph.time.Duration" { return TypeCheck([.duration], "seconds, or a duration such as '15m'") }
        // Names of two parts are those of models, of the host's tables and of objects.
        let home = home(of: name)
        for place in home.isEmpty ? [] : [path, home] {
            switch declarations(in: place)[name] {
            case .alias(let type)?: return self.check(type, in: place)
            case .record(let isExact, let fields)?: return record(name, fields: fields, in: place, isExact: isExact)
            case .object?, nil: continue
            }
        }
        let last = name.dropFirst("cph.".count)
        if Models.all.contains(where: { $0.name == last }) { return .table }
        if let host = hostTypes.first(where: { $0.name == name && !$0.isClass }) {
            return record(name, fields: host.fields.map(TypeAnnotation.init), in: "", isExact: host.isExact)
        }
        return TypeCheck([.object(name)], name)
    }

    /// The file of the module that a name begins with: `servers` of `cph.servers.Purchase`; empty where it names none.
    private func home(of name: String) -> String {
        let parts = name.utf8.split(separator: UInt8(ascii: "."))
        return parts.count == 3 ? String(parts[1]) ?? "" : ""
    }

    private func record(_ name: String, fields: [TypeAnnotation], in path: String, isExact: Bool) -> TypeCheck {
        let record = RecordCheck(isExact: isExact) { [unowned self] in
            fields.map { RecordCheck.Field(name: $0.name, check: check($0, in: path)) }
        }
        return TypeCheck([.record(record)], "table")
    }

    private func declarations(in path: String) -> TypeDeclarations {
        if let known = declarations[path] { return known }
        let found = TypeDeclarations(stdlib.source(path: path) ?? [])
        declarations[path] = found
        return found
    }
}

extension TypeAnnotation {
    fileprivate init(_ field: LuaFunction.Parameter) {
        self.init("\(field.name)\(field.isOptional ? "?" : "") \(field.type)  \(field.doc)")
    }
}

extension TypeExpression.Field {
    /// As a class has it: `name`, `[1]`, `[integer]`.
    fileprivate var name: String {
        switch key {
        case .name(let name): name
        case .type(.literal(let text)): "[\(text)]"
        case .type: "[]"
        }
    }
}

extension TypeCheck {
    /// What takes any value, nil too.
    static let anyTypes = UInt16.max

    fileprivate static var any: TypeCheck { TypeCheck(types: .max, parts: [], words: "any value") }
    fileprivate static var table: TypeCheck { TypeCheck(types: [.table], "table") }

    fileprivate convenience init(_ parts: [Part] = [], types: [LuaType] = [], _ words: String) {
        self.init(types: types.reduce(0) { $0 | Self.bit($1) }, parts: parts, words: words)
    }

    fileprivate var orNil: TypeCheck {
        TypeCheck(types: types | Self.bit(.none) | Self.bit(.nil), parts: parts, words: words)
    }

    /// Several of them, in words.
    fileprivate var plural: String {
        switch words {
        case "table": "records"
        case "any value": "values"
        case "string", "integer", "number", "function": words + "s"
        default: words.hasPrefix("list of ") ? "lists of " + words.dropFirst("list of ".count) : words
        }
    }
}
