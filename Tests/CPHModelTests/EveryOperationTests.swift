import CPHModel
import Schema
import Testing

/// Facts that must hold for every operation, including the one added next month.
struct EveryOperationTests {
    /// Setting and taking away tags is one call with two names; the body says which.
    @Test func `each has a name, a method and a path of its own, but for the two of tags`() {
        #expect(Set(Operations.all.map { $0.name }).count == Operations.all.count)
        let places = Operations.all.filter { $0.name != "batch_delete_tags" }.map { "\($0.method) \($0.path)" }
        #expect(Set(places).count == places.count && places.count == Operations.all.count - 1)
    }

    @Test(arguments: Operations.all)
    func `says in one sentence what it does`(operation: any APIOperation) {
        #expect(operation.doc.first?.isUppercase == true && operation.doc.last != ".", "\(operation.name)")
    }

    @Test(arguments: Operations.all)
    func `a GET changes nothing`(operation: any APIOperation) {
        if operation.method == .get { #expect(operation.effect == .read, "\(operation.name)") }
    }

    /// A name that no field has would go out as `{name}`.
    @Test(arguments: Operations.all)
    func `what its path names are required fields of the request`(operation: any APIOperation) {
        func required<O: APIOperation>(_: O) -> [String] {
            O.Request.fieldInfos.filter(\.isRequired).map(\.name)
        }
        let placeholders = operation.path.split(separator: "{").dropFirst().map { String($0.prefix { $0 != "}" }) }
        #expect(Set(placeholders).subtracting(required(operation) + ["project_id"]).isEmpty, "\(operation.name)")
    }
}
