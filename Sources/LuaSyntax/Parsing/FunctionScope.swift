/// What a function being parsed has declared so far. Follows liblua's `FuncState`, whose rules on labels and limits are
/// part of the language.
final class FunctionScope {
    /// A block that is still open.
    struct Block {
        let isLoop: Bool
        /// How many of the function's locals were visible when it began.
        let activeCount: Int
        let firstLabel, firstGoto: Int
    }

    struct Label {
        let name: String
        let line: Int
        var activeCount: Int
    }

    struct Goto {
        let name: String
        let range: Range<Int>
        let line: Int
        var activeCount: Int
    }

    let outer: FunctionScope?
    /// 0 for the main function.
    let line: Int
    var isVariadic = false
    /// Visible locals, the newest last.
    var active: [LuaVariable] = []
    /// Declared, not yet visible: `local x = x` reads another x.
    var pending: [LuaVariable] = []
    var blocks: [Block] = []
    var labels: [Label] = []
    var gotos: [Goto] = []
    /// Variables of functions around this one that it uses, by name; nil for the `_ENV` of the chunk.
    var upvalues: [String: LuaVariable?] = [:]

    init(in outer: FunctionScope?, line: Int) { (self.outer, self.line) = (outer, line) }

    /// In Lua's messages.
    var words: String { line == 0 ? "main function" : "function at line \(line)" }

    enum Resolution {
        case local(LuaVariable)
        /// The chunk's own `_ENV`.
        case environment
        case global
    }

    func resolve(_ name: String) -> Resolution {
        if let variable = active.last(where: { $0.name == name }) { return .local(variable) }
        if let known = upvalues[name] { return known.map { .local($0) } ?? .environment }
        guard let outer else { return name == "_ENV" ? .environment : .global }
        let found = outer.resolve(name)
        switch found {
        case .local(let variable):
            variable.isCaptured = true
            upvalues[name] = variable
        case .environment: upvalues[name] = .some(nil)
        case .global: break
        }
        return found
    }

    func declarePending() {
        active += pending
        pending = []
    }

    /// A label that a goto here can see.
    func label(_ name: String) -> Label? { labels.last { $0.name == name } }

    func enterBlock(isLoop: Bool) {
        blocks.append(
            Block(isLoop: isLoop, activeCount: active.count, firstLabel: labels.count, firstGoto: gotos.count))
    }
}
