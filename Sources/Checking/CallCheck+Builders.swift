import CPHModel
import Catalog
import LuaKit
import LuaSyntax
import Schema

// What the standard library's builders make of constants: they are called, and the model judges what they return, as
// when the script runs.
extension CallCheck {
    /// Calls the function that `entry` describes, if it builds a part of a request and the script says what with.
    mutating func checkBuilder(_ entry: CatalogEntry, _ suffix: LuaSuffix, _ arguments: LuaArguments) {
        guard entry.source != nil, let (model, isList) = Catalog.model(ofType: entry.results), !isList,
            host.parts.contains(model.name), let values = constants(arguments)
        else { return }
        switch host.call(entry.path, values) {
        case .success(let result):
            for problem in model.problems(in: result) where problem.code != .missing {
                let subject = problem.path.steps.isEmpty ? "this" : problem.path.description
                findings.add(
                    place(of: result[problem.path], values, arguments) ?? suffix.range, problem.severity,
                    problem.code.rawValue, "\(subject) \(problem.message)", hint: problem.hint)
            }
            checkTerms(result, of: model, suffix)
        case .failure(let error): findings.add(suffix.range, .error, "argument", error.message)
        }
    }

    /// Says what policies forbid of an order's terms.
    private mutating func checkTerms(_ terms: Value, of model: any Model.Type, _ suffix: LuaSuffix) {
        guard model is OrderParam.Type else { return }
        for breach in policies.breaches(ofWritten: ["order_param": terms]) {
            let problem = breach.problem
            findings.add(
                suffix.range, problem.severity, problem.code.rawValue, "\(breach.field) \(problem.message)",
                hint: problem.hint)
        }
    }

    /// The values of the arguments, if the text says all of them.
    private func constants(_ arguments: LuaArguments) -> [Value]? {
        var values: [Value] = []
        for argument in arguments.values {
            var holes: [Path] = []
            let value = WrittenValue(argument, reading).value(as: nil, at: Path(), holes: &holes)
            guard holes.isEmpty, value != .null else { return nil }
            values.append(value)
        }
        return values
    }

    /// The argument that has become the value with the problem.
    private func place(of value: Value?, _ values: [Value], _ arguments: LuaArguments) -> Range<Int>? {
        guard let value, let index = values.firstIndex(of: value) else { return nil }
        return arguments.values[index].range
    }
}

extension HostAPI {
    /// The models that the body of a purchase is made of, by name.
    static let parts: Set<String> = {
        var (found, next): (Set<String>, [any Model.Type]) = ([], [CreateServer.self])
        while let model = next.popLast() {
            next += model.fieldInfos.compactMap(\.model).filter { found.insert($0.name).inserted }
        }
        return found
    }()

    var parts: Set<String> { Self.parts }

    /// Calls a function of the standard library that only builds a value.
    func call(_ path: String, _ arguments: [Value]) -> Result<Value, LuaError> {
        let code = """
            local text, count = ...
            local arguments = cph.json.decode(text)
            return cph.json.encode(\(path)(table.unpack(arguments, 1, count)))
            """
        do throws(LuaError) {
            let function = try session.state.load(code, chunk: "builder")
            let text = try session.state.context.call(
                function, Value.list(arguments).json(), arguments.count, returning: String.self)
            return .success((try? Value(json: text)) ?? .null)
        } catch {
            return .failure(error)
        }
    }
}

extension Value {
    /// What stands at `path`; nil where nothing does.
    fileprivate subscript(path: Path) -> Value? {
        path.steps.reduce(self) { value, step -> Value? in
            switch step {
            case .key(let name): value?.members?[name]
            case .index(let number): value?.items.flatMap { $0.indices.contains(number - 1) ? $0[number - 1] : nil }
            case .words: value
            }
        }
    }
}
