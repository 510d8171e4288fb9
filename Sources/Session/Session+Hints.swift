import LuaKit
import Text

// What an error's hint says of the name that it is about.
extension Session {
    /// What Lua 5.4 has instead of a name of an older Lua's, or the name that was probably meant, for an error about a
    /// value that is nil. Looks at tables without running any of their code.
    func nameHint(for error: LuaError) -> String? {
        guard error.message.contains("a nil value ("), let path = place(of: error)?.path, !path.isEmpty else {
            return nil
        }
        if let replacement = luaReplacementHint(for: path) { return replacement }
        let owner = path.dropLast()
        guard let name = path.last, !owner.isEmpty else { return nil }
        let near = suggestion(for: name, among: fields(of: owner).filter { !$0.hasPrefix("_") }.sorted())
        return near.map { "did you mean \(owner.joined(separator: ".")).\($0)?" }
    }

    /// A table with more fields than this gets no suggestion: looking through them could not be interrupted.
    private static let mostFields = 1000

    private func fields(of path: some Collection<String>) -> [String] {
        let lua = state.context
        let base = lua.top
        defer { lua.setTop(base) }
        state.global("_G").push(to: lua)
        for name in path {
            guard lua.type(at: -1) == .table else { return [] }
            lua.rawGet(name, at: -1)
        }
        guard lua.type(at: -1) == .table, lua.pairCount(at: -1) <= Self.mostFields else { return [] }
        var names: [String] = []
        lua.forEachPair(at: -1) { if let name = lua.string(at: -2) { names.append(name) } }
        return names
    }
}
