import LuaSyntax
import Text

/// The names that a block of a session declares, reads and sets, and what it needs around it in a script.
struct SavedStatementNames {
    /// Declared `local` outside of all blocks, in order.
    private(set) var declared: [String] = []
    /// Read or set, and declared by no block around the use.
    private(set) var reads: Set<String> = []
    private(set) var sets: Set<String> = []
    /// Those of `reads` that a function reads, which may run later.
    private(set) var innerReads: Set<String> = []
    /// Whether it returns, or asks for `...`: in a script that would end the script, or be its arguments.
    private(set) var needsFunction = false
    /// Whether it has a label, or a value that is closed at its end.
    private(set) var needsBlock = false
    /// Whether its value calls something.
    private(set) var valueCalls = false

    init(_ statements: String, value: String?) {
        declared = LocalRewrite(statements).names
        if let tree = try? LuaTree(parsing: LuaSource(statements)) { learn(from: tree) }
        guard let value else { return }
        let head = "return "
        guard let tree = try? LuaTree(parsing: LuaSource(head + TypedLua(value).withoutSemicolon)) else { return }
        let own = Set(declared)
        reads.formUnion(tree.globals.map(\.name).filter { !own.contains($0) })
        needsFunction = needsFunction || tree.hasOwnVararg
        tree.walk { node in
            if case .expression(let expression) = node, case .chain(_, let suffixes) = expression.kind {
                valueCalls = valueCalls || suffixes.contains { $0.arguments != nil }
            }
        }
    }

    private mutating func learn(from tree: LuaTree) {
        for use in tree.globals {
            if use.isSet { sets.insert(use.name) } else { reads.insert(use.name) }
            if !use.isSet, use.isInFunction { innerReads.insert(use.name) }
        }
        needsFunction = tree.hasOwnVararg || tree.hasOwnReturn
        tree.walk { node in
            guard case .statement(let statement) = node else { return }
            if case .label = statement.kind { needsBlock = true }
        }
        needsBlock =
            needsBlock
            || tree.block.statements.contains { statement in
                if case .local(let variables, _) = statement.kind {
                    variables.contains { $0.attribute == .close }
                } else {
                    false
                }
            }
    }
}

extension LuaTree {
    /// Where functions are written.
    private var functions: [Range<Int>] {
        var ranges: [Range<Int>] = []
        walk { node in
            switch node {
            case .expression(let expression):
                if case .function(let body) = expression.kind { ranges.append(body.range) }
            case .statement(let statement):
                switch statement.kind {
                case .function(_, _, let body), .localFunction(_, let body): ranges.append(body.range)
                default: break
                }
            }
        }
        return ranges
    }

    private func hasOwn(_ range: (LuaNode) -> Range<Int>?) -> Bool {
        let functions = functions
        var found = false
        walk { node in
            guard let place = range(node) else { return }
            found = found || !functions.contains { $0.contains(place.lowerBound) }
        }
        return found
    }

    fileprivate var hasOwnVararg: Bool {
        hasOwn { node in
            if case .expression(let expression) = node, case .vararg = expression.kind { expression.range } else { nil }
        }
    }

    fileprivate var hasOwnReturn: Bool {
        hasOwn { node in
            if case .statement(let statement) = node, case .return = statement.kind { statement.range } else { nil }
        }
    }
}

/// Which variables a script declares at its top, and which where the session did.
struct SavedNames {
    /// Declared at the top, because lines share them in a way that `local` in place would not.
    private(set) var hoisted: Set<String> = []
    private var ran: [SavedScript.Statement] = []
    private let declared: Set<String>

    /// Lua allows 200 local variables in a function.
    private static let most = 190

    init(_ log: [SavedScript.Entry], knowledge: (String) -> SavedScript.Knowledge) throws(SavedScript.Refusal) {
        for case .ran(let statement) in log { ran.append(statement) }
        let kept = ran.filter { !$0.spends }
        declared = Set(ran.flatMap(\.names.declared))
        try Self.check(log)
        let set = declared.union(ran.flatMap(\.names.sets))
        for name in Set(kept.flatMap(\.names.reads)).subtracting(set).sorted() {
            switch knowledge(name) {
            case .everywhere: break
            case .nowhere: hoisted.insert(name)
            case .hereOnly:
                throw SavedScript.Refusal(
                    reason: "\(quoted(name)) is used, and no line that succeeded has set it: a script would not have it"
                )
            }
        }
        hoist(kept)
        if let name = hoisted.sorted().first(where: { knowledge($0) == .everywhere }) {
            throw SavedScript.Refusal(reason: "\(quoted(name)) is a global of every script, and a line has hidden it")
        }
        if !hoisted.isEmpty, kept.contains(where: { !$0.names.reads.isDisjoint(with: ["_G", "_ENV"]) }) {
            throw SavedScript.Refusal(
                reason: "a line looks into the globals, and not all of these would be globals there")
        }
        let count = hoisted.union(kept.flatMap(\.names.declared)).count
        guard count <= Self.most else {
            throw SavedScript.Refusal(reason: "it has \(count) local variables, and Lua allows 200 in a script")
        }
    }

    /// Refuses what depends on the last results, or on what a line did that failed.
    private static func check(_ log: [SavedScript.Entry]) throws(SavedScript.Refusal) {
        var changed: Set<String> = []
        for entry in log {
            guard case .ran(let statement) = entry else {
                if case .failed(let names) = entry { changed.formUnion(names) }
                continue
            }
            let names = statement.names
            defer { changed.subtract(names.sets.union(names.declared)) }
            if statement.spends { continue }
            let place = quoted(statement.source.split(separator: "\n").first.map(String.init) ?? "")
            if let name = names.reads.sorted().first(where: PromptScope.isResult) {
                throw SavedScript.Refusal(reason: "\(place) uses \(name), a last result, which a script does not have")
            }
            if let name = names.reads.intersection(changed).sorted().first {
                throw SavedScript.Refusal(
                    reason: "\(place) uses \(name), which a line that failed has changed: a script would not have that")
            }
        }
    }

    /// Finds what can't stay where it is declared, and all that is declared beside it.
    private mutating func hoist(_ kept: [SavedScript.Statement]) {
        var (seen, seenReads, seenSets) = (hoisted, Set<String>(), Set<String>())
        for statement in kept {
            let names = statement.names
            let own = Set(names.declared)
            let isShared = own.count < names.declared.count || !own.isDisjoint(with: seen)
            if isShared || !own.isDisjoint(with: names.innerReads.union(names.sets)) || isWrapped(statement) {
                hoisted.formUnion(own)
            }
            // A script may not read a global before it is set: the prompt may.
            hoisted.formUnion(names.sets.intersection(names.reads.union(seenReads)).subtracting(seenSets))
            seenReads.formUnion(names.reads)
            seenSets.formUnion(names.sets)
            seen.formUnion(own.union(names.reads).union(names.sets))
        }
        var count = -1
        while count != hoisted.count {
            count = hoisted.count
            for statement in kept where !hoisted.isDisjoint(with: statement.names.declared) {
                hoisted.formUnion(statement.names.declared)
            }
        }
    }

    private func isWrapped(_ statement: SavedScript.Statement) -> Bool {
        statement.names.needsFunction || statement.names.needsBlock
    }

    /// Whether the block's own `local` stays.
    func isInPlace(_ statement: SavedScript.Statement) -> Bool { hoisted.isDisjoint(with: statement.names.declared) }

    /// Whether a file can stay a file: it shares no variable with the session.
    func keepsFile(_ statement: SavedScript.Statement) -> Bool {
        let names = statement.names
        return names.declared.isEmpty && declared.isDisjoint(with: names.reads.union(names.sets))
    }
}
