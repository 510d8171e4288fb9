import Catalog
import LuaKit
import LuaSyntax
import Policies
import Schema
import Text

/// Looks at what a script asks of the host: fields that do not exist, calls with too few or too many arguments, tables
/// that break their model's rules, and purchases where there must be none.
struct CallCheck {
    let reading: ScriptReading
    let role: ScriptRole
    var findings: ScriptFindings
    /// What purchases have to keep to. A test buys nothing.
    let policies: PolicySet

    init(_ reading: ScriptReading, _ role: ScriptRole, _ findings: ScriptFindings, _ policies: PolicySet) {
        (self.reading, self.role, self.findings) = (reading, role, findings)
        self.policies = role == .test ? PolicySet() : policies
    }

    var host: HostAPI { reading.host }

    mutating func check(_ expression: LuaExpression) {
        guard case .chain(let first, let suffixes) = expression.kind else { return }
        var value = reading.known(first)
        for suffix in suffixes {
            let next = reading.after(value, suffix)
            if case .field(let name) = suffix.kind {
                switch (value, next) {
                case (_, .host(let path)):
                    guard checkField(path, suffix) else { return }
                    checkSpending(path, suffix)
                    checkUse(of: host.catalog[path], suffix)
                case (.module(let module, let names), _):
                    guard checkField(name, of: module, names, suffix) else { return }
                case (.object(let path), _): checkPrivate(name, ofWhatMakes: path, suffix)
                case (.value(let type), _): guard checkField(name, of: type, suffix) else { return }
                default: break
                }
            }
            if let arguments = suffix.arguments { checkCall(value, suffix, arguments) }
            value = next
        }
    }

    /// Reports a field that the host does not have, and returns false for it: then nothing can be said of what follows.
    private mutating func checkField(_ path: String, _ suffix: LuaSuffix) -> Bool {
        if reading.isOwn(path) { return false }
        let names = path.split(separator: ".").map(String.init)
        guard case .unknown(let message, let hint) = host.look(up: names) else { return true }
        if reading.isAskedFor(names.first == "_G" ? Array(names.dropFirst()) : names) { return false }
        findings.add(suffix.range, .error, "unknown_name", message, hint: hint)
        return false
    }

    private mutating func checkCall(_ value: ScriptReading.Known, _ suffix: LuaSuffix, _ arguments: LuaArguments) {
        if case .template = value {
            if let changes = arguments.values.first { check(changes, against: .changes) }
            return
        }
        if checkOwnCall(value, suffix, arguments) { return }
        guard let path = reading.function(value, suffix) else { return }
        guard let entry = host.catalog[path] else { return checkMethod(value, suffix) }
        guard entry.isFunction, path.hasPrefix("cph.") else { return }
        let found = findings.count
        checkCount(entry, suffix, arguments)
        if case .method = suffix.kind { checkUse(of: entry, suffix) }
        defer { if findings.count == found { checkBuilder(entry, suffix, arguments) } }
        for (index, argument) in arguments.values.enumerated() {
            if let use = ModelUse(entry, argument: index) {
                check(argument, against: use)
            } else if let parameter = entry.arguments.dropFirst(index).first {
                check(argument, against: parameter, number: index + 1, of: entry)
            }
        }
        if case .method = suffix.kind { checkSpending(path, suffix) }
    }

    /// Reports a method that nothing describes: it is misspelt, or a function that takes no object.
    private mutating func checkMethod(_ value: ScriptReading.Known, _ suffix: LuaSuffix) {
        guard case .method(let name, _) = suffix.kind else { return }
        switch value {
        case .object(let path):
            let near = suggestion(for: name, among: host.catalog.methods(of: path)).map { "did you mean :\($0)?" } ?? ""
            findings.add(
                suffix.range, .error, "unknown_name", "what \(path) makes has no method \(quoted(name))", hint: near)
        case .host(let path) where path.hasPrefix("cph") && host.catalog["\(path).\(name)"] != nil:
            findings.add(
                suffix.range, .error, "colon", "\(path).\(name) is a function, not a method",
                hint: "call it as \(path).\(name)")
        default: break
        }
    }

    /// - Parameters:
    ///   - needed: How many arguments the text of the function needs, whatever its description says.
    ///   - isOwn: Whether the function is not the host's: then Lua drops what is too much.
    mutating func checkCount(
        _ entry: CatalogEntry, _ suffix: LuaSuffix, _ arguments: LuaArguments, needed: Int = 0, isOwn: Bool = false
    ) {
        let parameters = entry.arguments
        let most = parameters.contains(where: \.isVariadic) ? Int.max : parameters.count
        let described = 1 + (parameters.lastIndex { !$0.isOptional && !$0.isVariadic && !$0.mayBeNil } ?? -1)
        let least = min(most, max(described, needed))
        let given = arguments.values.count
        let mayBeMore = arguments.values.last?.hasManyValues ?? false
        let place = given > most ? arguments.values[most].range : suffix.range
        guard given > most || (given < least && !mayBeMore) else { return }
        let amount = given == 0 ? "none is" : given == 1 ? "1 is" : "\(given) are"
        findings.add(
            place, isOwn && given > most ? .warning : .error, "arguments",
            "\(entry.path) takes \(words(least, most)), and \(amount) given",
            hint: entry.signature)
    }

    private func words(_ least: Int, _ most: Int) -> String {
        if most == 0 { return "no arguments" }
        let words = most == .max ? "at least \(least)" : least == most ? "\(least)" : "\(least) to \(most)"
        return "\(words) argument\(words == "1" || words == "at least 1" ? "" : "s")"
    }

    private mutating func check(_ argument: LuaExpression, against use: ModelUse) {
        let draft = WrittenValue(argument, reading)
        if case .unknown = draft { return }
        let problems = use.problems(in: draft, policies)
        for problem in problems where problem.code != .missing || problem.severity != .error {
            let place = draft.place(of: problem.path, isName: problem.code == .unknown)
            let subject = problem.path.steps.isEmpty ? "this" : problem.path.description
            findings.add(
                place, problem.severity, problem.code.rawValue, "\(subject) \(problem.message)", hint: problem.hint)
        }
        let missing = problems.filter { $0.code == .missing && $0.severity == .error }
        for (table, problems) in Dictionary(grouping: missing, by: { Path($0.path.steps.dropLast()) }) {
            report(missing: problems, in: draft.place(of: table, isName: false))
        }
    }

    /// Reports all fields that one table lacks as one finding, at the place where the table begins.
    private mutating func report(missing problems: [Problem], in table: Range<Int>) {
        let names = problems.map(\.path.description)
        let message = names.count == 1 ? "\(names[0]) is missing" : "\(listed(names)) are missing"
        findings.add(
            table.lowerBound..<(table.lowerBound + 1), .error, Problem.Code.missing.rawValue, message,
            hint: names.count == 1 ? problems[0].hint : "")
    }

    /// `a, b and c`
    private func listed(_ names: [String]) -> String {
        names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    private mutating func check(
        _ argument: LuaExpression, against parameter: LuaFunction.Parameter, number: Int, of entry: CatalogEntry
    ) {
        guard let type = TypeExpression(parameter.type) else { return }
        let draft = WrittenValue(argument, reading)
        if let options = OptionTable(parameter.type, host.catalog), case .table(let members, _, _) = draft {
            return check(members, against: options, of: entry)
        }
        let mayBeNil: TypeExpression = parameter.isOptional || parameter.isVariadic ? .optional(type) : type
        guard let misfit = TypeFit(catalog: host.catalog).misfit(draft, mayBeNil) else { return }
        findings.add(
            misfit.place, .error, "type", "argument #\(number) of \(entry.path) is \(misfit.words)",
            hint: "\(parameter.name) must be \(parameter.type)")
    }

    private mutating func check(
        _ members: [WrittenValue.Member], against options: OptionTable, of entry: CatalogEntry
    ) {
        let fit = TypeFit(catalog: host.catalog)
        for member in members {
            guard let type = options.types[member.name] else {
                let names = options.types.keys.sorted()
                let near = suggestion(for: member.name, among: names).map { "did you mean \($0)?" }
                findings.add(
                    member.place, .error, "unknown", "\(member.name) is no option of \(entry.path)",
                    hint: near ?? "it has \(names.joined(separator: ", "))")
                continue
            }
            if let misfit = fit.misfit(member.draft, .optional(type)) {
                findings.add(
                    misfit.place, .error, "type", "\(member.name) is \(misfit.words)", hint: "must be \(type)")
            }
        }
    }

    /// Reports a function that spends in a library, also where it is not called but handed on, as to `cph.try`.
    private mutating func checkSpending(_ path: String, _ suffix: LuaSuffix) {
        guard role == .library, host.spends(path) else { return }
        findings.add(
            suffix.range, .error, "spends", "\(path) spends, which a library may not",
            hint: "return a plan, and let the script apply it")
    }
}

extension LuaFunction.Parameter {
    /// Whether the type itself allows nil.
    fileprivate var mayBeNil: Bool {
        type == "any" || type.hasSuffix("?") || type.split(separator: "|").contains("nil")
    }
}
