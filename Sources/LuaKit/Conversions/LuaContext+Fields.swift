import Text

/// Fields of a table that is an argument.
extension LuaContext {
    /// Reads a field of the table at `index`, without metamethods.
    ///
    /// - Throws: `LuaMismatch` that says which field it is.
    public func field<Value: LuaReadable>(
        _ name: String, _ type: Value.Type = Value.self, at index: Int32
    ) throws(LuaMismatch) -> Value {
        rawGet(name, at: index)
        defer { pop() }
        do throws(LuaMismatch) {
            return try Value.read(self, at: -1)
        } catch {
            var error = error
            error.path.steps.insert(.field(name), at: 0)
            throw error
        }
    }

    /// Refuses fields of the table at `index` that nobody reads.
    public func refuseFields(but names: [String], at index: Int32) throws(LuaMismatch) {
        var unknown: [String] = []
        forEachPair(at: index) {
            let name = string(at: -2) ?? (try? text(at: -2)) ?? "?"
            if type(at: -2) != .string || !names.contains(name) { unknown.append(name) }
        }
        guard let name = unknown.min() else { return }
        let near = suggestion(for: name, among: names).map { ", did you mean \($0)?" } ?? ""
        throw LuaMismatch(
            path: LuaPath([.field(name)]),
            expected: "there is no such option\(near); the options are \(names.joined(separator: ", "))", got: "")
    }
}
