import CPHModel
import LuaKit
import LuaSyntax
import Projects
import Schema

/// The part of a chunk that an error is about: by the chunk's tree, never by the spelling of a name alone.
package struct ErrorPlace {
    /// Where the part is, in bytes of the chunk.
    package private(set) var range: Range<Int>
    /// The names that lead to it from a global, such as `["table", "getn"]`; empty where it is not reached so.
    package var path: [String] = []

    /// Finds the part; nil where it cannot be told.
    ///
    /// - Parameters:
    ///   - position: The line that is shown for the error.
    ///   - isOwn: Whether a chunk is one of the reader's own, and not the standard library's.
    init?(of error: LuaError, at position: LuaPosition, in source: LuaSource, isOwn: (String) -> Bool) {
        if case .syntax = error.kind {
            self.init(refusal: error, in: source)
            return
        }
        guard let (tree, shift) = Self.tree(of: source) else { return nil }
        if let problems = (error.hostError as? CPHError)?.problems, !problems.isEmpty {
            guard let range = tree.place(of: problems, inCallsAt: position.line) else { return nil }
            self.init(range: range)
        } else {
            self.init(runtime: error, at: position, in: tree, isOwn)
        }
        range = (range.lowerBound - shift)..<(range.upperBound - shift)
    }

    /// The tree of a chunk, and how far places in it are behind those in `source`: what is typed may be an expression.
    private static func tree(of source: LuaSource) -> (LuaTree, Int)? {
        if let tree = try? LuaTree(parsing: source) { return (tree, 0) }
        let word = Array("return ".utf8)
        return (try? LuaTree(parsing: LuaSource(word + source.bytes))).map { ($0, word.count) }
    }

    private init(range: Range<Int>, path: [String] = []) { (self.range, self.path) = (range, path) }

    /// Finds the token that Lua does not accept, if it begins in the line in question; nil at the end of the text.
    private init?(refusal error: LuaError, in source: LuaSource) {
        let refusal = LuaRefusal(error, in: source)
        guard let token = refusal.token, !token.isEmpty, refusal.line.contains(token.lowerBound) else { return nil }
        self.init(range: token.clamped(to: refusal.line))
    }

    /// Trusts a message only as far as it is known whose words it has: those of `error("…")` are a script's.
    private init?(runtime error: LuaError, at position: LuaPosition, in tree: LuaTree, _ isOwn: (String) -> Bool) {
        guard let innermost = error.traceback.first else { return nil }
        switch innermost.failure {
        case .instruction where innermost.position == position:
            self.init(ofInstruction: error.message, position.line, tree.steps, tree.source)
        case .otherFunction where innermost.position.map({ isOwn($0.chunk) }) ?? true: return nil
        case .hostFunction, .otherFunction: self.init(ofHost: error.message, position.line, tree.steps)
        default: return nil
        }
    }
}

// MARK: What Lua says

extension ErrorPlace {
    private init?(ofInstruction message: String, _ line: Int, _ steps: [LuaStep], _ source: LuaSource) {
        let here = steps.filter { $0.lines.contains(line) }
        if let number = ["initial", "limit", "step"].firstIndex(where: { message.hasPrefix("bad 'for' \($0)") }) {
            let loops = here.filter { $0.kind == .loop && $0.operands.indices.contains(number) }
            guard loops.count == 1 else { return nil }
            self.init(range: loops[0].operands[number].expression)
            return
        }
        guard let subject = LuaSubject(message) else { return nil }
        let found = here.flatMap { step in subject.operands(of: step).map { (step, $0) } }
        // At the prompt the top level's locals are variables of the session, which messages call globals.
        let loose = found.isEmpty ? here.flatMap { step in subject.variables(of: step).map { (step, $0) } } : found
        guard let chosen = Self.chosen(loose, source, among: steps) else { return nil }
        self.init(range: chosen.range, path: chosen.path)
    }

    /// The only one; or, where all are written alike, the first that is evaluated.
    private static func chosen(
        _ found: [(LuaStep, LuaOperandName)], _ source: LuaSource, among steps: [LuaStep]
    ) -> LuaOperandName? {
        guard let first = found.first?.1 else { return nil }
        if found.allSatisfy({ $0.1.range == first.range }) { return first }
        let text = source.bytes[first.expression]
        guard found.allSatisfy({ $0.1.kind == first.kind && source.bytes[$0.1.expression] == text }) else { return nil }
        return found.map(\.0).first(among: steps) == nil ? nil : first
    }
}

// MARK: What the host says

extension ErrorPlace {
    private init?(ofHost message: String, _ line: Int, _ steps: [LuaStep]) {
        let here = steps.filter { $0.lines.contains(line) }
        if let name = Self.quoted(in: message, behind: "undeclared global ") {
            let kind: LuaStep.Kind = message.contains("is set in a function") ? .setGlobal : .readGlobal
            let uses = here.filter { $0.kind == kind && $0.operands.first?.name == name }.compactMap(
                \.operands.first?.range)
            let fields = here.filter { $0.key?.name == name && $0.operands.first?.name == "_G" }.compactMap(
                \.key?.range)
            guard let range = (uses + fields).min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
            self.init(range: range, path: [name])
        } else if let name = Self.quoted(in: message, behind: " has no ")
            ?? Self.quoted(in: message, behind: " has no field ")
        {
            let named = here.filter { $0.kind == .index && $0.key?.name == name }.compactMap(\.key)
            let owned = named.filter { message.hasPrefix("\($0.path.dropLast().joined(separator: ".")) has no ") }
            let ranges = Set((owned.isEmpty ? named : owned).map(\.range))
            guard let range = ranges.first, ranges.count == 1 else { return nil }
            self.init(range: range)
        } else {
            return nil
        }
    }

    /// The name in quotes, single or double, right behind `mark`.
    private static func quoted(in message: String, behind mark: String) -> String? {
        guard let start = message.firstRange(of: mark)?.upperBound else { return nil }
        let rest = message[start...]
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        let name = rest.dropFirst().prefix { $0 != quote }
        return name.endIndex == rest.endIndex ? nil : String(name)
    }
}

/// The value that a message of Lua's is about: `attempt to call a nil value (global 'prnt')`.
struct LuaSubject {
    private let steps: Set<LuaStep.Kind>
    private let kind: LuaOperandName.Kind
    private let name: String

    private static let verbs: [(String, Set<LuaStep.Kind>)] = [
        ("attempt to index ", [.index]), ("attempt to call ", [.call]),
        ("attempt to perform arithmetic on ", [.arithmetic]),
        ("attempt to perform bitwise operation on ", [.bitwise]), ("number ", [.bitwise]),
        ("attempt to concatenate ", [.concatenation]), ("attempt to get length of ", [.length]),
    ]

    init?(_ message: String) {
        let words = message.hasSuffix(" has no integer representation") ? String(message.dropLast(30)) : message
        guard let steps = Self.verbs.first(where: { message.hasPrefix($0.0) })?.1, words.hasSuffix("')"),
            let open = words.firstRange(of: " (")?.upperBound, let quote = words[open...].firstRange(of: " '"),
            let kind = LuaOperandName.Kind(rawValue: String(words[open..<quote.lowerBound]))
        else { return nil }
        (self.steps, self.kind) = (steps, kind)
        name = String(words[quote.upperBound...].dropLast(2))
    }

    /// What `step` does this to, if that is called so; of several, the one that Lua would name first.
    func operands(of step: LuaStep) -> [LuaOperandName] {
        steps.contains(step.kind) ? step.operands.filter { $0.kind == kind && isNamed($0) } : []
    }

    /// As `operands`, whatever kind of variable it is.
    func variables(of step: LuaStep) -> [LuaOperandName] {
        guard steps.contains(step.kind), Self.variables.contains(kind) else { return [] }
        return step.operands.filter { Self.variables.contains($0.kind) && $0.name == name }
    }

    private static let variables: Set<LuaOperandName.Kind?> = [.global, .local, .upvalue]

    /// Lua calls a key that it only knows at run time `?` or `integer index`.
    private func isNamed(_ operand: LuaOperandName) -> Bool {
        operand.name.map { $0 == name } ?? (name == "?" || name == "integer index")
    }
}
