import CPHModel
package import LuaKit

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
        "cph.Operation", doc: "Describes an operation of `cph.api`.",
        fields: [
            .init(name: "name", type: "string"),
            .init(name: "doc", type: "string"),
            .init(name: "method", type: "string", doc: "of HTTP"),
            .init(name: "path", type: "string"),
            .init(name: "service", type: "string"),
            .init(name: "effect", type: "string", doc: "read where it changes nothing"),
            .init(name: "request", type: "string", doc: "the name of its model; the next one too"),
            .init(name: "response", type: "string"),
        ]),
    TableType(
        "cph.raise.Error", doc: "What cph.raise makes an error of; other fields are left out.",
        fields: [
            .init(name: "message", type: "string"),
            optional(
                "kind", CPHError.Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|"),
                "argument when absent"),
            optional("code", "string"),
            optional("hint", "string", "what to do"),
            optional("problems", "cph.Problem[]"),
            optional("operation", "string"),
            optional("request_id", "string"),
            optional("http_status", "integer"),
            optional("retryable", "boolean", "whether the same call may succeed later"),
            optional("maybe_done", "boolean", "whether what was asked may have been done"),
            optional("result", "table<string, any>", "what was bought all the same"),
        ]),
    TableType(
        "cph.ledger.Purchase",
        doc: "A recorded purchase: one call that buys servers, or that changes one which was bought before.",
        fields: [
            .init(
                name: "name", type: "string",
                doc: "the server_name of the call; of a change its kind, server and period"),
            .init(name: "state", type: purchaseStates, doc: "what is known of it"),
            .init(name: "count", type: "integer", doc: "servers"),
            .init(name: "server_ids", type: "string[]", doc: "as far as they are known"),
            optional("may_send", "boolean", "whether it may be sent, because nothing was bought"),
            optional("in_doubt", "boolean", "whether it is not known if something was bought"),
            optional("kind", "string", "purchase, renew, unsubscribe, auto-renew, stop-auto-renew or change-model"),
            optional("server_id", "string", "the server that a change is about"),
            optional("expire_time", "string", "the end of the period that ran when the change was asked for"),
            optional("new_expire_time", "string", "the end of the period that a renewal orders"),
            optional("months", "integer"),
            optional("attempt", "integer"),
            optional("request", "table<string, any>", "of a purchase a cph.CreateServer"),
            optional("created_at", "integer", moment),
            optional("updated_at", "integer", moment),
            optional("sent_at", "integer", moment),
            optional("order_id", "string"),
            optional("reason", "string", "why it is in this state"),
            optional("project", "string", "the id of the project that it is for"),
            optional("plan", "string", "the name of the plan that it belongs to"),
            optional("plan_hash", "string"),
            optional("approved_by", "string", "the person who agreed; nil where an option did"),
            optional("amount", "string", "what its order comes to, such as 24000.00; nil where nobody knows"),
            optional("currency", "string", "of the amounts, such as CNY"),
            optional(
                "order_status", "string",
                "how far its order has come, such as unpaid, paid or expired; nil where nobody has asked"),
            optional("paid", "string", "what was paid in money, without coupons"),
            optional("paid_at", "string", "when it was paid, in UTC"),
            optional("refunded", "string", "what was given back"),
            optional("payable_until", "string", "until when it can be paid, in UTC"),
        ]),
    TableType(
        "cph.ledger.Filter", doc: "Which purchases are asked for; all where nothing is said.",
        fields: [
            optional("prefix", "string", "how the name begins"),
            optional("state", purchaseStates),
        ]
    ).exact,
    TableType(
        "cph.Price", doc: "What purchases cost together, or why nobody can say.",
        fields: [
            optional("amount", Money.luaType, "what is to be paid; nil where no price is to be had"),
            optional("list_price", Money.luaType, "the same without discounts"),
            optional("discount", "string", "the name of the discount between the two"),
            optional("source", "\"billing\"|\"project\"", "the billing service, or the table in cph.project.lua"),
            optional("why", "string", "why the billing service has no price"),
            .init(name: "text", type: "string", doc: "all of it in a line"),
            .init(name: "forbidden", type: "string[]", doc: "what policies have against spending it"),
        ]),
    TableType(LuaTask.self), TableType(Money.self),
]

/// The classes of the host's objects, whose methods are described beside their fields.
package var hostClasses: [any LuaObject.Type] { [LuaTask.self, Money.self] }

/// The states of purchases, which the ledger decides: a test compares them with it.
package let purchaseStateNames = [
    "planned", "approved", "sending", "accepted", "partial", "order_only", "unpaid", "refused", "not_sent", "in_doubt",
    "adopted", "absent", "duplicate", "paying", "paid", "payment_in_doubt", "cancelled", "expired",
]

private let purchaseStates = purchaseStateNames.map { "\"\($0)\"" }.joined(separator: "|")

/// What the words of a time in milliseconds begin with is its limits: the years that can be written.
private let moment = "0 to 253402300799999, in milliseconds since 1970"

private func optional(_ name: String, _ type: String, _ doc: String = "") -> LuaFunction.Parameter {
    LuaFunction.Parameter(name: name, type: type, isOptional: true, doc: doc)
}
