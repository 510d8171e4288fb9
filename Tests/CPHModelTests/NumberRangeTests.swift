import CPHModel
import Schema
import Testing

/// Numbers from outside have a range before anything computes with them.
struct NumberRangeTests {
    @Test(arguments: Operations.all, [Int.min, -1 << 53, 1 << 53, Int.max])
    func `no request holds a whole number that arithmetic could not take`(operation: any APIOperation, number: Int) {
        func unlimited<M: Model>(_ model: M.Type, _ path: String) -> [String] {
            M.fieldInfos.flatMap { field -> [String] in
                let place = "\(path).\(field.name)"
                if let inner = field.model { return unlimited(inner, place) }
                guard field.luaType.hasPrefix("integer") else { return [] }
                if field.choices.isEmpty == false { return [] }
                let value: Value = field.isList ? .list([.int(number)]) : .int(number)
                let problems = M.salvage(.object([field.name: value])).problems
                return problems.contains { "\($0.path)".hasPrefix(field.name) && $0.severity == .error } ? [] : [place]
            }
        }
        func unlimited<O: APIOperation>(_: O) -> [String] { unlimited(O.Request.self, operation.name) }
        #expect(unlimited(operation) == [])
    }
}
