package import LuaKit

/// Lua's patterns and Lua's chance, for names of files.
package final class LuaPatterns {
    private let state: LuaState
    private let find: LuaCallback

    /// - Throws: `LuaError` when there is not enough memory.
    package init() throws(LuaError) {
        state = try LuaState()
        find = try state.load("local text, pattern = ... return text:find(pattern) ~= nil", chunk: "pattern")
    }

    /// Whether `text` matches one of `patterns`.
    ///
    /// - Throws: `LuaError` for a text that is no pattern.
    package func matches(_ text: String, _ patterns: [String]) throws(LuaError) -> Bool {
        for pattern in patterns where try state.context.call(find, text, pattern, returning: Bool.self) { return true }
        return false
    }

    /// Shuffles a list as `cph.testing.arrangement` does: the same seed gives the same order.
    package func shuffled<Item>(_ items: [Item], seed: Int) throws(LuaError) -> [Item] {
        var items = items
        let choose = try state.load("return math.random(...)", chunk: "order")
        try state.context.call(state.load("math.randomseed(...)", chunk: "order"), seed)
        for last in stride(from: items.count, to: 1, by: -1) {
            items.swapAt(last - 1, try state.context.call(choose, last, returning: Int.self) - 1)
        }
        return items
    }
}
