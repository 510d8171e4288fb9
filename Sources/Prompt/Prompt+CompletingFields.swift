import CPHModel
import Catalog
import LuaKit
import Schema
import Text

/// Completes fields of models and their values: finds the model that the table being typed belongs to.
extension Prompt {
    typealias Shape = (model: any Model.Type, isList: Bool)

    /// The model of the innermost table around the cursor.
    func shape(_ context: CursorContext) -> Shape? {
        context.frames.isEmpty ? nil : shape(context, context.frames.count - 1)
    }

    private func shape(_ context: CursorContext, _ number: Int) -> Shape? {
        let frame = context.frames[number]
        guard frame.opener == "{" else { return nil }
        if let call = context.call(number) { return shape(of: call.function, call.argument) }
        guard number > 0, let outer = shape(context, number - 1) else { return nil }
        let item = context.frames[number - 1].item
        if outer.isList { return item == frame.index ? (outer.model, false) : nil }
        guard context.text[item + 1] == "=", item + 2 == frame.index else { return nil }
        let field = outer.model.fieldInfos.first { $0.name == context.text[item] }
        return field.flatMap { field in field.model.map { ($0, field.isList) } }
    }

    /// The shape that the description of a function gives its argument.
    private func shape(of function: Chain, _ argument: Int) -> Shape? {
        if let parameter = parameters(of: function)?.dropFirst(argument).first,
            let shape = Catalog.model(ofType: parameter.type)
        {
            return shape
        }
        // A template, and what it made: request fields, which are those of a purchase.
        let isTemplate = function.path == "cph.template" || isFromLua(function)
        return isTemplate && argument == 0 ? (CreateServer.self, false) : nil
    }

    /// The parameters as they are passed: without the object of a method.
    func parameters(of function: Chain) -> [LuaFunction.Parameter]? {
        guard let entry = entry(function) else { return nil }
        return entry.parameters.first?.name == "self" ? Array(entry.parameters.dropFirst()) : entry.parameters
    }

    func entry(_ chain: Chain) -> CatalogEntry? {
        if let entry = catalog[chain.path] { return entry }
        return chain.isMethod ? catalog["string.\(chain.last)"] ?? catalog.method(chain.last) : nil
    }

    /// Whether the name stands for a function that the session itself has made.
    private func isFromLua(_ function: Chain) -> Bool {
        guard function.owner.isEmpty, catalog[function.last] == nil else { return false }
        let lua = session.state.context
        let base = lua.top
        defer { lua.setTop(base) }
        lua.push(scope.table)
        return pushMember(function.last, lua) && lua.type(at: -1) == .function
    }

    // MARK: Fields and values

    func completeKey(_ model: any Model.Type, _ context: CursorContext) -> PromptCompletion? {
        let used = context.usedKeys
        let fields = model.fieldInfos.filter { !used.contains($0.name) }
        return offer(
            fields.map { .init("\($0.name) = ", display: $0.name, explanation(of: $0)) }, context)
    }

    func explanation(of field: FieldInfo) -> String {
        let type = field.choices.isEmpty ? field.luaType : field.limits.first ?? field.luaType
        return "\(field.isRequired ? "" : "optional ")\(type) · \(field.doc)"
    }

    func completeValue(_ model: any Model.Type, _ context: CursorContext) -> PromptCompletion? {
        guard let key = context.key, let field = model.fieldInfos.first(where: { $0.name == key }),
            context.text[context.end - 1] == "="
        else { return nil }
        return offer(values(of: field) + (context.typed.isEmpty ? [] : names()), context)
    }

    private func values(of field: FieldInfo) -> [PromptCompletion.Candidate] {
        let choices = field.choices.map {
            PromptCompletion.Candidate($0.value.text.map { luaLiteral($0) } ?? $0.value.json(), $0.meaning)
        }
        if !choices.isEmpty { return choices }
        if field.luaType.hasPrefix("boolean") { return [.init("true"), .init("false")] }
        if let model = field.model {
            let type = model.luaType
            let builders = catalog.builders(of: type).filter { !$0.path.hasPrefix("cph.models.") }
            return [.init("{ ", display: "{ … }", field.doc)]
                + builders.map { .init("\(field.isList ? "{ " : "")\($0.path)(", $0.firstSentence) }
        }
        guard field.luaType.hasPrefix("string") else { return [] }
        return seen(field.name).map { .init(luaLiteral($0.text), $0.explanation) }
    }

    /// What the account and the session's results hold under a field's name.
    func seen(_ field: String) -> [PromptCompletion.Candidate] {
        let live = live.values(of: field)
        let texts = Set(live.map(\.text))
        return live.map { .init($0.text, $0.explanation.isEmpty ? "from the service" : $0.explanation) }
            + (seen.byField[field] ?? []).filter { !texts.contains($0) }.map { .init($0, "seen in this session") }
    }
}
