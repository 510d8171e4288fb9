import LuaKit
import LuaSyntax
import Stdlib

/// The checks of one file's functions.
final class ArgumentChecks {
    private let path: String
    private let functions: CheckedText
    private let types: ArgumentTypes
    private let source: [UInt8]
    private lazy var declarations = TypeDeclarations(source)
    /// By their numbers, once they were called.
    private var signatures: [Signature?]

    /// What a function takes.
    private final class Signature {
        let function: CheckedText.Function
        let isMethod: Bool
        let parameters: [(name: String, check: TypeCheck)]
        let isVariadic: Bool

        init(
            function: CheckedText.Function, isMethod: Bool, parameters: [(name: String, check: TypeCheck)],
            isVariadic: Bool
        ) {
            (self.function, self.isMethod, self.parameters) = (function, isMethod, parameters)
            self.isVariadic = isVariadic
        }
    }

    /// The parts whose functions scripts get through `cph.testing` and in tests.
    private static let reachedParts: Set<String> = [
        "testing/assertions", "testing/spies", "testing/matchers",
    ]

    /// Nil for a file of which scripts reach no function.
    init?(of source: [UInt8], path: String, _ types: ArgumentTypes) {
        if path.contains("/"), !Self.reachedParts.contains(path) { return nil }
        functions = CheckedText(source)
        if functions.functions.isEmpty { return nil }
        (self.source, self.path, self.types) = (source, path, types)
        signatures = Array(repeating: nil, count: functions.functions.count)
    }

    /// The file's text with the calls in it.
    var text: [UInt8] { functions.checked }

    /// Checks the arguments of a call: the function's number is at index 1, what it was called with behind it.
    func check(_ lua: LuaContext) throws -> Int32 {
        let number = lua.integer(at: 1) ?? 0
        guard signatures.indices.contains(number - 1) else { return 0 }
        let signature = signatures[number - 1] ?? read(number - 1)
        // `...` stands for as many as come, none included.
        let count = signature.parameters.count - (signature.isVariadic ? 1 : 0)
        for index in 0..<count {
            if let problem = try signature.parameters[index].check.mismatch(lua, at: Int32(index + 2)) {
                throw error(problem, in: signature, at: index)
            }
        }
        if signature.isVariadic, let last = signature.parameters.last { try checkRest(last.check, signature, lua) }
        return 0
    }

    /// Checks the arguments that `...` stands for.
    private func checkRest(_ check: TypeCheck, _ signature: Signature, _ lua: LuaContext) throws {
        let first = signature.parameters.count - 1
        for index in stride(from: first, to: Int(lua.top) - 1, by: 1) {
            if let problem = try check.mismatch(lua, at: Int32(index + 2)) {
                throw error(problem, in: signature, at: index)
            }
        }
    }

    private func error(_ problem: LuaMismatch, in signature: Signature, at index: Int) -> LuaError {
        let parameter = signature.parameters[min(index, signature.parameters.count - 1)]
        return .argument(
            LuaArgumentError(
                function: displayed(signature.function), index: signature.isMethod ? index : index + 1,
                parameter: parameter.name,
                mismatch: problem))
    }

    // MARK: Reading a signature

    private func read(_ index: Int) -> Signature {
        let function = functions.functions[index]
        let declared = functions.annotations("---@param ", of: function).map { TypeAnnotation($0) }
        let generics = Set(functions.annotations("---@generic ", of: function).flatMap(genericNames))
        let names = functions.parameters(of: function)
        let owner = functions.owner(of: function)
        var parameters = names.map { name in
            let annotation = declared.first { $0.name == name } ?? TypeAnnotation("\(name)? any")
            return (name: name, check: types.check(annotation, in: path, generics: generics))
        }
        if let owner { parameters.insert(("self", object(owner)), at: 0) }
        // A first parameter that nobody reads is the object of a call with a colon.
        let signature = Signature(
            function: function, isMethod: owner != nil || names.first == "_", parameters: parameters,
            isVariadic: names.last == "...")
        signatures[index] = signature
        return signature
    }

    /// The names in `T: table, K`.
    private func genericNames(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.drop { $0 == " " }.prefix { $0 != " " && $0 != ":" }) }
    }

    // MARK: Names

    /// The check of the object of a method that is put into the local `owner`.
    private func object(_ owner: String) -> TypeCheck {
        guard let name = declarations.objects[owner] else { return types.check(TypeAnnotation("self any"), in: path) }
        return TypeCheck(types: 0, parts: [.object(name)], words: name)
    }

    /// The name that scripts have for a function: `cph.csv.encode`, `cph.plan:add`, `cph.Spy:called`.
    private func displayed(_ function: CheckedText.Function) -> String {
        let name = functions.name(of: function)
        let module = "cph." + path.prefix { $0 != "/" }
        if function.isInner { return "what \(module) makes" }
        guard let mark = name.firstIndex(where: { $0 == "." || $0 == ":" }) else { return module }
        let (owner, rest) = (String(name[..<mark]), name[mark...])
        if path.contains("/") { return (declarations.objects[owner] ?? "\(module).\(owner)") + rest }
        return module + rest
    }
}
