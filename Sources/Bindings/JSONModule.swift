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
                    } catch {
                        throw end ?? LuaMismatch(expected: error.description, got: "").ofArgument(at: 1)
                    }
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
                let isPretty = try lua.argument(Bool?.self, at: 2) ?? false
                do throws(LuaError) {
                    lua.push(try jsonText(of: lua, at: 1, isPretty: isPretty))
                } catch {
                    guard case .conversion(let mismatch) = error.kind else { throw error }
                    throw mismatch.ofArgument(at: 1)
                }
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
        try noteText(of: tree, indent: isPretty ? 2 : 0, work)
        try work.look()
    }
    return isPretty ? tree.prettyJSON() : tree.json()
}

/// Charges what the text of `value` takes, twice.
///
/// - Parameter indent: How many blanks stand before a line; 0 for text on one line.
private func noteText(of value: Value, indent: Int, _ work: LuaWork) throws(LuaError) {
    // Numbers and signs are no longer than this.
    try work.note(bytes: 2 * (32 + indent))
    let deeper = indent == 0 ? 0 : indent + 2
    switch value {
    case .null, .bool, .int, .number, .foreign: break
    case .string(let text): try noteText(of: text, work)
    case .list(let items): for item in items { try noteText(of: item, indent: deeper, work) }
    case .object(let object):
        for (key, value) in object {
            try noteText(of: key, work)
            try noteText(of: value, indent: deeper, work)
        }
    }
}

/// Charges what a string takes with its escapes, piece by piece: a long one is walked for a while.
private func noteText(of text: String, _ work: LuaWork) throws(LuaError) {
    var size = 0
    for byte in text.utf8 {
        size += byte < 0x20 || byte == 0x7F ? 6 : byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 2 : 1
        if size >= 1 << 15 {
            try work.note(bytes: 2 * size)
            size = 0
        }
    }
    try work.note(bytes: 2 * size)
}

/// The value at `index` as JSON has it.
///
/// - Throws: `LuaError` naming the part that JSON cannot carry.
///
/// - Parameter namesAll: Whether a key that is no text becomes one, such as `[1]`, which is for reading and not for sending.
public func jsonValue(
    of lua: LuaContext, at index: Int32, _ work: LuaWork? = nil, namesAll: Bool = false
) throws(LuaError) -> Value {
    let tree = try lua.tree(at: index, namesAll ? .any : .json, work)
    if let foreign = tree.firstForeign {
        let words = "\(foreign.description), which JSON cannot carry"
        let mismatch = LuaMismatch(path: LuaPath(foreign.path), expected: words, got: "")
        let place = foreign.path.steps.isEmpty ? "the value" : foreign.path.description
        throw LuaError(.conversion(mismatch), message: "\(place) is \(words)")
    }
    return tree
}

extension LuaPath {
    fileprivate init(_ path: Path) {
        self.init(
            path.steps.map { step in
                switch step {
                case .key(let name), .words(let name): .field(name)
                case .index(let index): .index(index)
                }
            })
    }
}
