import CPHModel
import Catalog
import LuaKit
import Policies
import Schema

/// What a function expects of a table that it takes: a model, and how far it may differ from it.
struct ModelUse {
    let model: any Model.Type
    var isList = false
    /// Whether fields may be absent, because something else fills them in.
    var isPartial = false
    /// Fields that the function fills in.
    var defaults: [Path] = []
    /// Whether `count` may exceed 10, as in a plan's row, which is split into calls.
    var isRow = false

    /// What the function described as `entry` expects of argument `index`, from 0.
    init?(_ entry: CatalogEntry, argument index: Int) {
        if entry.path == "cph.template" {
            guard index == 0 else { return nil }
            self.model = CreateServer.self
            (isPartial, isRow) = (true, true)
            return
        }
        let parameters = entry.arguments
        guard parameters.indices.contains(index), let (model, isList) = Catalog.model(ofType: parameters[index].type)
        else {
            return nil
        }
        (self.model, self.isList) = (model, isList)
        switch entry.path {
        case "cph.servers.create": defaults = Self.filledIn
        case "cph.plan:add": (defaults, isRow) = (Self.filledIn, true)
        // What is written in Lua may fill in what is absent, and who asks for problems gets them.
        default: (isPartial, isRow) = Self.isTolerant(entry) ? (true, true) : (false, false)
        }
    }

    private static func isTolerant(_ entry: CatalogEntry) -> Bool {
        entry.source != nil || entry.path.hasSuffix("validate")
    }

    /// What the function that `cph.template` returns takes: changes to the template.
    static let changes = ModelUse(CreateServer.self)

    private init(_ model: any Model.Type) {
        self.model = model
        (isPartial, isRow) = (true, true)
    }

    /// The fields that `cph.servers.create` fills in; `stdlib/cph/servers.lua` does it.
    private static let filledIn: [Path] = ["count", "order_param.charging_mode"]
}

extension CatalogEntry {
    /// The parameters as they are passed: without the object of a method.
    var arguments: [LuaFunction.Parameter] {
        parameters.first?.name == "self" ? Array(parameters.dropFirst()) : parameters
    }
}

extension ModelUse {
    /// What the model, and for a purchase the policies, have against `draft`, as far as that can be told.
    func problems(in draft: WrittenValue, _ policies: PolicySet) -> [Problem] {
        guard isList else { return problems(inOne: draft, policies) }
        guard case .list(let items, _, _) = draft else { return [] }
        return items.enumerated().flatMap { index, item in
            problems(inOne: item, policies).map { $0.under(.index(index + 1)) }
        }
    }

    private func problems(inOne draft: WrittenValue, _ policies: PolicySet) -> [Problem] {
        if case .unknown = draft { return [] }
        var holes: [Path] = []
        let draft = isPartial ? draft.opened(withLists: false) : draft
        let written = draft.value(as: model, at: Path(), holes: &holes)
        let value = prepared(written)
        return model.problems(in: value).filter { problem in
            if holes.contains(where: { problem.path.starts(with: $0) }) { return false }
            return problem.code != .missing || !defaults.contains(problem.path)
        } + breaches(of: policies, in: written)
    }

    /// What policies forbid of a purchase. How many servers each of a row's calls is for is not written in it.
    private func breaches(of policies: PolicySet, in value: Value) -> [Problem] {
        guard model is any PurchaseRequest.Type else { return [] }
        return policies.breaches(ofWritten: value).filter { !isRow || !$0.isOfOneCall }.map(\.problem)
    }

    private func prepared(_ value: Value) -> Value {
        guard isRow, case .object(var object) = value, let count = object["count"]?.integer, count > 0 else {
            return value
        }
        object["count"] = .int(min(count, 10))
        return .object(object)
    }
}
