/// Returns several results from one function.
public struct LuaValues<each Value: LuaPushable>: LuaResult {
    /// Holds the results in order.
    public let values: (repeat each Value)

    /// Returns several values from one function: `LuaValues(7, "seven")`.
    public init(_ values: repeat each Value) {
        self.values = (repeat each values)
    }

    /// Lists the types of all values, separated by commas: `integer, string`.
    public static var luaType: String {
        var types: [String] = []
        for type in repeat (each Value).self { types.append(type.luaType) }
        return types.joined(separator: ", ")
    }

    /// Pushes the values in order and returns how many they are.
    public func pushResults(to lua: LuaContext) -> Int32 {
        var count: Int32 = 0
        for value in repeat each values {
            value.push(to: lua)
            count += 1
        }
        return count
    }
}
