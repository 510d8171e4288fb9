import Bindings
import CPHModel
import LuaKit

/// The tables that the host itself makes.
package let hostTypes: [TableType] = [
    TableType(
        "cph.Problem", doc: "One thing wrong with a request; tostring gives it as a line.",
        fields: [
            .init(name: "path", type: "string", doc: "as a script would write it: nics[1].subnet_id"),
            .init(name: "code", type: "string", doc: "stable; scripts may compare it"),
            .init(name: "severity", type: "\"error\"|\"warning\""),
            .init(name: "message", type: "string", doc: "what is wrong"),
            .init(name: "hint", type: "string", doc: "the limit, or what to write instead"),
            .init(name: "basis", type: "\"documented\"|\"inferred\"", doc: "how sure the limit is"),
            optional("row", "integer", "of the plan, from 1; this and the next three only where a plan found it"),
            optional("name", "string", "of the row's servers"),
            optional("line", "string", "where the row was added, as file:line"),
            optional("field", "string", "the path in the row"),
        ]),
    TableType(
        "cph.Field", doc: "Describes a field: an item of `cph.models.NAME.fields`.",
        fields: [
            .init(name: "name", type: "string"),
            .init(name: "type", type: "string", doc: "as LuaCATS has it"),
            .init(name: "required", type: "boolean"),
            .init(name: "doc", type: "string"),
            .init(name: "limits", type: "string[]", doc: "in words"),
            optional("default", "string", "what the service assumes when the field is absent"),
            optional("model", "string", "the model of the value, or of its items"),
            optional("choices", "{ value: any, meaning: string }[]", "the values that are allowed"),
        ]),
    TableType(
        "cph.Error",
        doc:
            "Tells what went wrong: the host raises it and cph.try returns it; tostring gives what an operator needs to read.",
        fields: [
            .init(name: "kind", type: CPHError.Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")),
            .init(name: "message", type: "string"),
            optional("code", "string", "the service's code, or that of the first problem"),
            optional("hint", "string", "what to do"),
            optional("problems", "cph.Problem[]", "everything wrong with the request"),
            optional("operation", "string"),
            optional("request_id", "string", "for Huawei's support"),
            optional("http_status", "integer"),
            .init(name: "retryable", type: "boolean", doc: "whether the same call may succeed later; never a purchase"),
            .init(name: "maybe_done", type: "boolean", doc: "whether the service may have done what was asked"),
            optional("result", "cph.CreateServerResponse", "what was bought all the same"),
        ]),
    TableType(
        LuaTask.luaType, doc: LuaTask.luaClass.doc,
        fields: LuaTask.luaClass.fields.map { .init(name: $0.name, type: $0.type, doc: $0.doc) }),
]

private func optional(_ name: String, _ type: String, _ doc: String = "") -> LuaFunction.Parameter {
    LuaFunction.Parameter(name: name, type: type, isOptional: true, doc: doc)
}
