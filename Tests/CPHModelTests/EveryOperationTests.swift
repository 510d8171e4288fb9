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

    /// The gate asks about these, and counts payments by them.
    @Test(arguments: Operations.all.filter { [.change, .payment].contains($0.effect) })
    func `what changes or pays names what it is done to`(operation: any APIOperation) {
        func subjects<O: APIOperation>(_ operation: O) -> [String] {
            let ids = O.Request.fieldInfos.filter { $0.name.hasSuffix("_id") || $0.name.hasSuffix("_ids") }
            var members: Object = ["servers": [["server_id": "subject"]]]
            for id in ids { members[id.name] = id.isList ? ["subject"] : "subject" }
            return operation.call(O.Request.salvage(.object(members)).model).subjects
        }
        #expect(subjects(operation) == ["subject"], "\(operation.name)")
    }

    @Test(arguments: Operations.all)
    func `what buys is known to the ledger, under the name of its own call`(operation: any APIOperation) {
        func purchase<O: APIOperation>(_: O) -> (any PurchaseRequest.Type)? {
            O.Request.self as? any PurchaseRequest.Type
        }
        #expect((purchase(operation) != nil) == (operation.effect == .purchase), "\(operation.name)")
        if let request = purchase(operation) { #expect(request.init().operation.name == operation.name) }
    }

    @Test func `a call carries the request that its bytes were made from`() throws {
        var request = RestartServers()
        request.serverIDs = ["a", "b", "a"]
        let call = Operations.restartServers.call(request)
        #expect(call.request as? RestartServers == request && call.purchase == nil)
        #expect(call.body == Array(request.value.json().utf8) && call.subjects == ["a", "b"])
        #expect(call.doc == Operations.restartServers.doc)
    }

    /// A server that decodes and joins paths would make another call of it, which the gate has not seen.
    @Test(arguments: Operations.all, ["..", ".", "a/../b", "a%2Fb", "a;b", "a b", "a\\b", "ä"])
    func `what its path names can only be one segment of it`(operation: any APIOperation, text: String) {
        func problems<O: APIOperation>(_: O, _ name: String) -> [Problem] {
            O.Request.salvage([name: .string(text)]).problems.filter { "\($0.path)" == name && $0.severity == .error }
        }
        for part in operation.path.split(separator: "{").dropFirst() {
            let name = String(part.prefix { $0 != "}" })
            if name != "project_id" { #expect(!problems(operation, name).isEmpty, "\(operation.name) \(name)") }
        }
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
