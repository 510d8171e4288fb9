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

    @Test(arguments: Models.all)
    func `reads back what it writes`(model: any Model.Type) {
        func check<M: Model>(_: M.Type) {
            let (full, problems) = M.salvage(sample(M.self))
            #expect(problems.filter { $0.severity == .error }.isEmpty)
            #expect(M.salvage(full.value).model == full)
            #expect(full.value.members?.count == M.fields.count, "every field was set")
        }
        check(model)
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

    /// A value with every field set to something of its type.
    private func sample(_ model: any Model.Type) -> Value {
        var object = Object()
        for field in model.fieldInfos {
            let one: Value =
                if let model = field.model { sample(model) } else if let choice = field.choices.first {
                    choice.value
                } else {
                    switch field.luaType {
                    case "integer": .int(Self.numbers[field.name] ?? 1)
                    case "boolean": true
                    case "number": 1.5
                    case "any": ["key": [1, "text"]]
                    default:
                        text(for: field)
                    }
                }
            object[field.name] = field.isList ? [one] : one
        }
        return .object(object)
    }

    /// For fields that 1 is too little for.
    private static let numbers = ["listen_port": 10_000, "size": 10]

    /// A text that keeps the field's limits, which end in an example where they ask for a form.
    private func text(for field: FieldInfo) -> Value {
        let example = field.limits.lazy.compactMap { $0.split(separator: "such as ").dropFirst().first }.first
        return .string(example.map(String.init) ?? "abc")
    }
}
