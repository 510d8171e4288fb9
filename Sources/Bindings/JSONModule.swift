public import LuaKit
public import Schema

/// `cph.json`: exact integers, strict text, positions in errors.
func jsonModule() -> LuaModule {
    LuaModule(
        "json", doc: "Reads and writes JSON.",
        functions: [
            LuaFunction(
                "decode", .init("text", LuaString.self), returns: "the value; null inside a list is cph.json.null",
                doc: "Reads strict JSON text.",
                withContext: { lua, text in
                    let work = LuaWork(on: lua)
                    var end: LuaError?
                    do throws(JSONError) {
                        return JSONTree(
                            try Value(json: text.bytes) { bytes in
                                do throws(LuaError) { try work.note(bytes: bytes) } catch { end = error }
                                return end == nil
                            })
                    } catch { throw end ?? error as any Error }
                }),
            LuaFunction(
                raw: "encode",
                parameters: [
                    .init(name: "value", type: "any"),
                    .init(
                        name: "pretty", type: "boolean", isOptional: true,
                        doc: "one member a line"),
                ],
                results: "string", doc: "Writes a value as JSON text. An empty table is an empty list."
            ) { lua in
                let text = try jsonText(of: lua, at: 1, isPretty: lua.isTruthy(at: 2))
                lua.push(text)
                return 1
            },
        ])
}

/// The value at `index` as JSON text.
///
/// - Throws: `LuaError` naming the part that JSON cannot carry.
public func jsonText(of lua: LuaContext, at index: Int32, isPretty: Bool) throws(LuaError) -> String {
    let work = LuaWork(on: lua)
    let tree = try jsonValue(of: lua, at: index, work)
    // The text exists twice until Lua has its copy. No byte of a value becomes more than six, nor a value more than 64; only
    // where that could be too much, or lines are indented, it is counted.
    if isPretty || !work.hasRoom(times: 12) {
        try work.note(bytes: 2 * tree.jsonSize(isPretty: isPretty))
        try work.look()
    }
    return isPretty ? tree.prettyJSON() : tree.json()
}

/// The value at `index` as JSON has it.
///
/// - Throws: `LuaError` naming the part that JSON cannot carry.
public func jsonValue(of lua: LuaContext, at index: Int32, _ work: LuaWork? = nil) throws(LuaError) -> Value {
    let tree = try lua.tree(at: index, .any, work)
    if let foreign = tree.firstForeign {
        let place = foreign.path.steps.isEmpty ? "the value" : foreign.path.description
        throw LuaError.runtime("\(place) is \(foreign.description), which JSON cannot carry")
    }
    return tree
}
