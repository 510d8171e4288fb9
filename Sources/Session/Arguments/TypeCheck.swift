import LuaKit
import LuaSyntax
import Text

/// A type as values are held against it.
///
/// Most values are told by their Lua type alone, which costs nothing; `parts` look into the others.
final class TypeCheck {
    /// What a value may be that its Lua type alone does not tell.
    enum Part {
        /// Whole numbers, in these limits.
        case integer(ClosedRange<Double>)
        /// Numbers, in these limits; never what is no number.
        case number(ClosedRange<Double>)
        case text(String)
        case boolean(Bool)
        case list(TypeCheck)
        case map(keys: TypeCheck, values: TypeCheck)
        case record(RecordCheck)
        /// A table or userdata whose metatable has this `__name`.
        case object(String)
        /// A table or userdata that can be called.
        case callable
        /// What `LuaDuration` reads.
        case duration
    }

    /// A bit for each Lua type all of whose values fit, counted from no value at all.
    let types: UInt16
    let parts: [Part]
    /// What is expected, in words.
    let words: String

    /// The limits of numbers, where numbers are taken.
    private let limits: ClosedRange<Double>?
    private let isInteger: Bool

    init(types: UInt16, parts: [Part], words: String) {
        (self.types, self.parts, self.words) = (types, parts, words)
        let numbers = parts.lazy.compactMap(\.numbers).first
        (limits, isInteger) = (numbers?.limits, numbers?.isInteger ?? false)
    }

    /// A bit of `types`.
    static func bit(_ type: LuaType) -> UInt16 { 1 << UInt16(type.rawValue + 1) }

    /// What is wrong with the value at `index`; nil when it fits.
    ///
    /// - Throws: `LuaError`, what a metamethod of the value raises.
    @inline(__always)
    func mismatch(_ lua: LuaContext, at index: Int32) throws -> LuaMismatch? {
        let type = lua.type(at: index)
        if types & Self.bit(type) != 0 { return nil }
        if type == .number, let limits, let number = lua.number(at: index), limits.contains(number) {
            if !isInteger || lua.integer(at: index) != nil { return nil }
        }
        return try mismatch(of: type, lua, at: index)
    }

    private func mismatch(of type: LuaType, _ lua: LuaContext, at index: Int32) throws -> LuaMismatch? {
        var inner: LuaMismatch?
        for part in parts {
            guard let problem = try part.mismatch(of: type, lua, at: index) else { return nil }
            if !problem.path.steps.isEmpty || problem.got.isEmpty { inner = inner ?? problem }
        }
        if let inner { return inner }
        return LuaMismatch(expected: words, got: got(type, lua, at: index))
    }

    /// What is there, in words: of texts and numbers where others would fit, which one it is.
    private func got(_ type: LuaType, _ lua: LuaContext, at index: Int32) -> String {
        let texts = parts.compactMap { if case .text(let text) = $0 { text } else { nil } }
        if type == .string, let text = lua.string(at: index), !texts.isEmpty || parts.contains(where: \.isDuration) {
            let near = suggestion(for: text, among: texts).map { "; did you mean \(quoted($0))?" } ?? ""
            return quoted(String(text.prefix(40))) + near
        }
        if type == .number, parts.contains(where: \.isNumber), let text = try? lua.text(at: index) { return text }
        if type == .table, parts.contains(where: \.isList), let name = lua.nameInsteadOfItems(at: index) {
            return "a table with the name \(quoted(name))"
        }
        return lua.describe(at: index)
    }
}

extension TypeCheck.Part {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .number, .duration: true
        default: false
        }
    }

    fileprivate var numbers: (limits: ClosedRange<Double>, isInteger: Bool)? {
        switch self {
        case .integer(let limits): (limits, true)
        case .number(let limits): (limits, false)
        default: nil
        }
    }

    fileprivate var isList: Bool { if case .list = self { true } else { false } }
    fileprivate var isDuration: Bool { if case .duration = self { true } else { false } }

    /// What is wrong with the value at `index`. A path in it says that the value is of this kind, and wrong inside.
    func mismatch(of type: LuaType, _ lua: LuaContext, at index: Int32) throws -> LuaMismatch? {
        switch self {
        case .integer(let limits):
            return lua.integer(at: index).map { limits.contains(Double($0)) } == true ? nil : .other
        case .number(let limits): return lua.number(at: index).map(limits.contains) == true ? nil : .other
        case .text(let text): return type == .string && lua.string(at: index) == text ? nil : .other
        case .boolean(let flag): return lua.boolean(at: index) == flag ? nil : .other
        case .object(let name):
            guard type == .table || type == .userdata, lua.pushMetafield("__name", at: index) else { return .other }
            defer { lua.pop() }
            return lua.string(at: -1) == name ? nil : .other
        case .callable:
            guard type == .table || type == .userdata, lua.pushMetafield("__call", at: index) else { return .other }
            lua.pop()
            return nil
        case .duration:
            do throws(LuaMismatch) {
                _ = try LuaDuration.read(lua, at: index)
                return nil
            } catch { return .other }
        case .list(let items): return type == .table ? try lua.mismatch(ofList: items, at: index) : .other
        case .map(let keys, let values): return type == .table ? try lua.mismatch(keys, values, at: index) : .other
        case .record(let record): return type == .table ? try record.mismatch(lua, at: index) : .other
        }
    }
}

extension LuaContext {
    /// What is wrong with a list: an item, or that it is none. A table with names and no items is not taken for an empty
    /// one.
    fileprivate func mismatch(ofList items: TypeCheck, at index: Int32) throws -> LuaMismatch? {
        let count = rawLength(at: index)
        if count == 0, !hasMetatable(at: index) { return isEmptyList(at: index) ? nil : .other }
        if items.types == .max { return nil }
        try ensureStack(8)
        let list = absolute(index)
        for position in stride(from: 1, through: count, by: 1) {
            rawGet(position, at: list)
            defer { pop() }
            if let problem = try items.mismatch(self, at: -1) { return problem.inside(.index(position)) }
        }
        return nil
    }

    /// A name in a table that has no items; nil where it has no name either. `table.pack` sets `n`, which does not count.
    fileprivate func nameInsteadOfItems(at index: Int32) -> String? {
        var found: String?
        forEachPair(at: index) { if let name = lossyName(at: -2), name != "n" { found = min(found ?? name, name) } }
        return found
    }

    private func isEmptyList(at index: Int32) -> Bool {
        let count = pairCount(at: index)
        return count == 0 || (count == 1 && nameInsteadOfItems(at: index) == nil)
    }

    fileprivate func mismatch(_ keys: TypeCheck, _ values: TypeCheck, at index: Int32) throws -> LuaMismatch? {
        try ensureStack(8)
        var found: LuaMismatch?
        try forEachPair(at: index) { () throws in
            guard found == nil else { return }
            if let problem = try keys.mismatch(self, at: -2) {
                found = LuaMismatch(expected: "\(problem.expected) as a key", got: problem.got)
            } else if let problem = try values.mismatch(self, at: -1) {
                found = problem.inside(step(at: -2))
            }
        }
        return found
    }

    /// The step that the key at `index` leads.
    func step(at index: Int32) -> LuaPath.Step {
        if isInteger(at: index), let position = integer(at: index) { return .index(position) }
        return .field(lossyName(at: index) ?? describe(at: index))
    }

    private func lossyName(at index: Int32) -> String? {
        type(at: index) == .string ? string(at: index) ?? "?" : (try? text(at: index))
    }
}

extension LuaMismatch {
    /// That a value is of another kind, of which nothing can be said in detail.
    static let other = LuaMismatch(expected: "", got: "another")

    /// The same, one step further out.
    func inside(_ step: LuaPath.Step) -> LuaMismatch {
        var problem = self
        problem.path.steps.insert(step, at: 0)
        return problem
    }
}
