import LuaSyntax
import Schema

/// A value as a script writes it: what the text says, where it says so, and where only running it could tell.
indirect enum WrittenValue {
    struct Member {
        let name: String
        let place: Range<Int>
        var draft: WrittenValue
    }

    case value(Value, Range<Int>)
    case unknown(Range<Int>)
    /// `isOpen`: more items may follow.
    case list([WrittenValue], isOpen: Bool, Range<Int>)
    /// `isOpen`: it may have more members than these.
    case table([Member], isOpen: Bool, Range<Int>)

    var range: Range<Int> {
        switch self {
        case .value(_, let range), .unknown(let range), .list(_, _, let range), .table(_, _, let range): range
        }
    }

    /// Returns the same value as one that may have further members, in the tables inside it too; and further items, if
    /// `withLists`.
    func opened(withLists: Bool) -> WrittenValue {
        switch self {
        case .table(let members, _, let range):
            let opened = members.map { member in
                Member(name: member.name, place: member.place, draft: member.draft.opened(withLists: withLists))
            }
            return .table(opened, isOpen: true, range)
        case .list(let items, let isOpen, let range):
            return .list(
                items.map { $0.opened(withLists: withLists) }, isOpen: isOpen || withLists, range)
        case .value, .unknown: return self
        }
    }
}

extension WrittenValue {
    init(_ expression: LuaExpression, _ reading: ScriptReading, depth: Int = 0) {
        let range = expression.range
        guard depth < 20 else {
            self = .unknown(range)
            return
        }
        switch expression.kind {
        case .nil: self = .value(.null, range)
        case .boolean(let flag): self = .value(.bool(flag), range)
        case .integer(let number): self = .value(.int(Int(number)), range)
        case .number(let number): self = .value(.number(number), range)
        case .string: self = expression.text.map { .value(.string($0), range) } ?? .unknown(range)
        case .unary("-", let inner): self = WrittenValue(inner, reading, depth: depth + 1).negated(range)
        case .parenthesized(let inner): self = WrittenValue(inner, reading, depth: depth + 1)
        case .table(let items): self = WrittenValue(items, range, reading, depth)
        case .local(let variable): self = WrittenValue(variable, range, reading, depth)
        case .chain:
            guard case .body(let fields?, let changes) = reading.known(expression) else {
                self = .unknown(range)
                return
            }
            let base = WrittenValue(fields, reading, depth: depth + 1)
            self = changes.map { base.merged(with: WrittenValue($0, reading, depth: depth + 1)) } ?? base
        case .vararg, .function, .global, .unary, .operation: self = .unknown(range)
        }
    }

    /// Reads the value of a variable. Findings about a table are reported where it is written, those about a constant
    /// where it is used.
    private init(_ variable: LuaVariable, _ range: Range<Int>, _ reading: ScriptReading, _ depth: Int) {
        guard let value = reading.value(of: variable) else {
            self = .unknown(range)
            return
        }
        let draft = WrittenValue(value, reading, depth: depth + 1)
        switch draft {
        case .value(let value, _): self = .value(value, range)
        case .unknown: self = .unknown(range)
        case .list, .table: self = reading.isUnchanged(variable) ? draft : draft.opened(withLists: true)
        }
    }

    private init(_ items: [LuaTableItem], _ range: Range<Int>, _ reading: ScriptReading, _ depth: Int) {
        var (members, list, isOpen, hasKeys): ([Member], [WrittenValue], Bool, Bool) = ([], [], false, false)
        for (index, item) in items.enumerated() {
            let draft = WrittenValue(item.value, reading, depth: depth + 1)
            switch item.key {
            case .position:
                if index == items.count - 1, item.value.hasManyValues { isOpen = true } else { list.append(draft) }
            case .name(let name, let place):
                hasKeys = true
                members.append(Member(name: name, place: place, draft: draft))
            case .expression(let key):
                hasKeys = true
                guard let name = key.text else {
                    isOpen = true
                    continue
                }
                members.append(Member(name: name, place: key.range, draft: draft))
            }
        }
        members.removeAll { if case .value(.null, _) = $0.draft { true } else { false } }
        guard hasKeys || (list.isEmpty && !isOpen) else {
            self = .list(list, isOpen: isOpen, range)
            return
        }
        members += list.enumerated().map { Member(name: "[\($0 + 1)]", place: $1.range, draft: $1) }
        self = .table(members, isOpen: isOpen, range)
    }

    private func negated(_ range: Range<Int>) -> WrittenValue {
        switch self {
        case .value(.int(let number), _): .value(.int(0 &- number), range)
        case .value(.number(let number), _): .value(.number(-number), range)
        default: .unknown(range)
        }
    }

    /// Merges as `cph.template` does: field by field, lists as a whole.
    private func merged(with changes: WrittenValue) -> WrittenValue {
        guard case .table(var members, let isOpen, _) = self,
            case .table(let others, let isOtherOpen, let range) = changes
        else {
            if case .unknown = changes { return opened(withLists: true) }
            return changes
        }
        for other in others {
            if let index = members.firstIndex(where: { $0.name == other.name }) {
                members[index] = Member(
                    name: other.name, place: other.place, draft: members[index].draft.merged(with: other.draft))
            } else {
                members.append(other)
            }
        }
        return .table(members, isOpen: isOpen || isOtherOpen, range)
    }
}

extension WrittenValue {
    /// The value for a model's own check, in which parts that are not known are foreign to it.
    ///
    /// - Parameter holes: Receives where those parts are.
    func value(as model: (any Model.Type)?, isList: Bool = false, at path: Path, holes: inout [Path]) -> Value {
        switch self {
        case .value(let value, _): return value
        case .unknown:
            holes.append(path)
            return .foreign("something")
        case .list(let items, let isOpen, _):
            var values: [Value] = []
            for (index, item) in items.enumerated() {
                values.append(item.value(as: model, at: path + .index(index + 1), holes: &holes))
            }
            if isOpen {
                holes.append(path + .index(items.count + 1))
                values.append(.foreign("something"))
            }
            return .list(values)
        case .table(let members, true, let range) where isList && members.isEmpty:
            return WrittenValue.list([], isOpen: true, range).value(as: model, at: path, holes: &holes)
        case .table(let members, let isOpen, _):
            var object: Object = [:]
            let fields = model?.fieldInfos ?? []
            for member in members {
                let field = fields.first { $0.name == member.name }
                object[member.name] = member.draft.value(
                    as: field?.model, isList: field?.isList ?? false, at: path + .key(member.name), holes: &holes)
            }
            if isOpen {
                for field in fields where object[field.name] == nil {
                    holes.append(path + .key(field.name))
                    object[field.name] = .foreign("something")
                }
            }
            return .object(object)
        }
    }

    /// Where in the text the thing at `path` is: its value, or its name for a member that should not be there. What is
    /// missing is reported at the table that misses it.
    func place(of path: Path, isName: Bool) -> Range<Int> {
        var draft = self
        for (index, step) in path.steps.enumerated() {
            switch (draft, step) {
            case (.table(let members, _, let range), .key(let name)):
                guard let member = members.last(where: { $0.name == name }) else { return range.prefix(1) }
                if isName, index == path.steps.count - 1 { return member.place }
                draft = member.draft
            case (.list(let items, _, _), .index(let number)) where items.indices.contains(number - 1):
                draft = items[number - 1]
            default: return draft.range
            }
        }
        return draft.range
    }
}

extension Path {
    fileprivate static func + (path: Path, step: Step) -> Path { Path(path.steps + [step]) }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range { lowerBound..<Swift.min(upperBound, lowerBound + count) }
}
