import LuaKit
import Schema

/// Names and ids that the session has seen in its results, by field: what completion offers for `server_id = "`.
struct SeenValues {
    private static let limit = 200
    private static let deepest = 6
    private(set) var byField: [String: [String]] = [:]

    /// Takes in the strings of a result, without metamethods.
    mutating func learn(from value: LuaValue, _ lua: LuaContext) {
        guard case .table(let table) = value else { return }
        let base = lua.top
        defer { lua.setTop(base) }
        lua.push(table)
        walk(lua, depth: 0)
    }

    private mutating func walk(_ lua: LuaContext, depth: Int) {
        guard depth < Self.deepest, (try? lua.ensureStack(8)) != nil else { return }
        let table = lua.top
        lua.forEachPair(at: table) {
            switch lua.type(at: -1) {
            case .table: walk(lua, depth: depth + 1)
            case .string:
                guard let name = lua.string(at: -2), let text = lua.string(at: -1) else { return }
                note(text, for: name)
            default: return
            }
        }
    }

    private mutating func note(_ text: String, for field: String) {
        guard text.utf8.count <= 80, byField[field, default: []].count < Self.limit else { return }
        if byField[field]?.contains(text) != true { byField[field, default: []].append(text) }
    }
}
