import Catalog
import LuaSyntax
import Schema
import Text

// What a script asks of modules that are not the host's, and of what functions return.
extension CallCheck {
    /// Reports a name that the module does not have, and returns false for it.
    mutating func checkField(_ name: String, of module: OwnModule, _ names: [String], _ suffix: LuaSuffix) -> Bool {
        if names.isEmpty, let members = module.members, !members.contains(name), isUnknown(name, suffix) {
            let near = suggestion(for: name, among: members.sorted()).map { "did you mean \(module.name).\($0)?" }
            findings.add(
                suffix.range, .error, "unknown_name", "\(module.name) has no \(quoted(name))", hint: near ?? "")
            return false
        }
        let entry = module.catalog.entry(evenPrivate: module.path(names + [name]))
        if entry?.isPrivate != true, Self.isPrivate(name), !isNeighbour(of: module) {
            reportPrivate(name, module.name, suffix)
        }
        checkUse(of: entry, suffix)
        return true
    }

    /// Reports a field that a result does not have, and returns false for it.
    mutating func checkField(_ name: String, of type: ResultType, _ suffix: LuaSuffix) -> Bool {
        if let module = type.module, !isNeighbour(of: module),
            Self.isPrivate(name) || type.privateFields.contains(name)
        {
            reportPrivate(name, type.words, suffix)
            return true
        }
        guard let fields = type.fields(host.catalog) else { return true }
        let isUnknown = type.isModel ? !reading.assignedFields.contains(name) : isUnknown(name, suffix)
        if fields[name] != nil || type.privateFields.contains(name) || !isUnknown
            || type.extras(host.catalog).contains(name)
        {
            return true
        }
        let near = suggestion(for: name, among: fields.keys.sorted()).map { "did you mean \($0)?" } ?? ""
        findings.add(
            suffix.range, .error, "unknown_name", "\(type.words) has no field \(quoted(name))", hint: near)
        return false
    }

    private func isUnknown(_ name: String, _ suffix: LuaSuffix) -> Bool {
        !reading.assignedFields.contains(name) && !reading.isAskedFor(suffix)
    }

    /// Looks at a call of what is not the host's; false where it is.
    mutating func checkOwnCall(
        _ value: ScriptReading.Known, _ suffix: LuaSuffix, _ arguments: LuaArguments
    ) -> Bool {
        switch (value, suffix.kind) {
        case (.module(let module, let names), .call):
            check(module.path(names), of: module, suffix, arguments)
        case (.module(let module, let names), .method(let name, _)):
            guard checkField(name, of: module, names, suffix) else { return true }
            check("\(module.path(names)):\(name)", of: module, suffix, arguments)
        case (.value(let type), .method(let name, _)):
            guard let module = type.module, checkField(name, of: type, suffix) else { return true }
            checkUse(of: module.catalog.entry(evenPrivate: "\(module.name):\(name)"), suffix)
            check("\(module.name):\(name)", of: module, suffix, arguments)
        default: return false
        }
        return true
    }

    private mutating func check(
        _ path: String, of module: OwnModule, _ suffix: LuaSuffix, _ arguments: LuaArguments
    ) {
        guard let entry = module.catalog.entry(evenPrivate: path), entry.isFunction else { return }
        checkCount(entry, suffix, arguments, needed: module.least(path), isOwn: true)
    }

    /// Warns of what is deprecated, and of what only its own module is to use.
    mutating func checkUse(of entry: CatalogEntry?, _ suffix: LuaSuffix) {
        guard let entry else { return }
        if let words = entry.deprecation {
            findings.add(suffix.range, .warning, "deprecated", "\(entry.path) is deprecated", hint: words)
        }
        if entry.isPrivate, let owner = entry.path.split(whereSeparator: { $0 == "." || $0 == ":" }).last {
            let module = entry.path.dropLast(owner.count + 1)
            reportPrivate(String(owner), String(module), suffix)
        }
    }

    /// `_name`, and neither a metamethod nor `_VERSION`.
    private static func isPrivate(_ name: String) -> Bool {
        let rest = name.dropFirst()
        return name.hasPrefix("_") && rest.first?.isLowercase == true
    }

    /// Whether the script is of the same library: `company/plans.lua` may look into `company.fleets`.
    private func isNeighbour(of module: OwnModule) -> Bool {
        let library = String(module.name.prefix { $0 != "." })
        return findings.file.contains("/\(library)/") || findings.file.hasSuffix("/\(library).lua")
    }

    /// Warns of a field that is private to an object of the host's.
    mutating func checkPrivate(_ name: String, ofWhatMakes path: String, _ suffix: LuaSuffix) {
        if Self.isPrivate(name) { reportPrivate(name, "what \(path) makes", suffix) }
    }

    /// Tests may look inside.
    private mutating func reportPrivate(_ name: String, _ module: String, _ suffix: LuaSuffix) {
        guard role != .test else { return }
        findings.add(suffix.range, .warning, "private", "\(name) is private to \(module)")
    }
}
