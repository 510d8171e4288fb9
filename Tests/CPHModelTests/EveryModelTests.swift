import CPHModel
import Schema
import Testing

/// Facts that must hold for every model, including the one added next month.
struct EveryModelTests {
    @Test(arguments: Models.all)
    func `has one row per property, in the same order`(model: any Model.Type) {
        #expect(Mirror(reflecting: model.init()).children.count == model.fieldInfos.count, "\(model)")
    }

    @Test(arguments: Models.all)
    func `uses each wire name once, in snake case`(model: any Model.Type) {
        let names = model.fieldInfos.map(\.name)
        #expect(Set(names).count == names.count)
        // The one name that the service itself writes otherwise.
        #expect(
            names.filter { $0 != "dnsList" }.allSatisfy {
                $0.allSatisfy { $0 == "_" || $0.isNumber || ($0.isLetter && $0.isLowercase) }
            })
    }

    @Test(arguments: Models.all)
    func `documents itself and every field in one sentence`(model: any Model.Type) {
        #expect(model.doc.hasSuffix("."))
        for field in model.fieldInfos {
            #expect(!field.doc.isEmpty && !field.doc.hasSuffix("."), "\(model).\(field.name)")
        }
    }

    @Test func `lists every model that an operation or a field uses`() {
        let listed = Models.all.map { $0.name }
        let used =
            Operations.all.flatMap { names($0) } + Models.all.flatMap { $0.fieldInfos.compactMap { $0.model?.name } }
        #expect(Set(used).subtracting(listed).isEmpty)
        #expect(Set(listed).count == listed.count)
    }

    private func names(_ operation: some APIOperation) -> [String] {
        func name<O: APIOperation>(_: O) -> [String] { [O.Request.name, O.Response.name] }
        return name(operation)
    }
}
