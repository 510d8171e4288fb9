import LuaKit

/// What tables are read as. Its names are those that `RandomTable` uses.
private struct Body: LuaDecodable, LuaEncodable, Hashable {
    var name: String
    var count: Int
    var ratio: Double
    var flag: Bool
    var ids: [Int]
    var tags: [String: String]
    var note: String?
    var nested: [Body]?
}

/// A table reads the same by its record and by `Codable`, and what was read can be written and read again.
func readTable(_ bytes: [UInt8]) {
    do {
        let state = try LuaState()
        let lua = state.context
        var maker = try RandomTable(bytes, in: state)
        try maker.pushTable()
        let (decoded, read) = (try? lua.decode(Body.self, at: 1), try? readRecord(state))
        require(decoded == read, "a record reads \(read as Any), and Codable \(decoded as Any)")
        require(lua.top == 1, "something was left on the stack")
        guard let decoded else { return }
        try lua.encode(decoded)
        let again = try lua.decode(Body.self, at: 2)
        require(again == decoded, "a value changed on its way")
    } catch {
        fail("a table could not be made or written: \(error)")
    }
}

private func readRecord(_ state: LuaState) throws -> Body {
    let record = LuaRecord(RandomTable.names)
    return try record.read(at: 1, on: state.context) { fields in
        _ = fields.unknown()
        return Body(
            name: try fields.next(), count: try fields.next(), ratio: try fields.next(), flag: try fields.next(),
            ids: try fields.next(), tags: try fields.next(), note: try fields.next(), nested: try fields.next())
    }
}
