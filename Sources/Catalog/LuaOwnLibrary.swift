import LuaKit

/// Lua's own library in one line each, for help and hints: what an operator looks up while typing.
package let luaOwnLibrary: [CatalogEntry] = rows.map { row in
    let open = row.0.firstIndex(of: "(") ?? row.0.endIndex
    let names = row.0[open...].dropFirst().dropLast().split(separator: ",").map { String($0.drop { $0 == " " }) }
    let parameters = names.map { name in
        LuaFunction.Parameter(
            name: name.hasSuffix("?") ? String(name.dropLast()) : name, type: "", isOptional: name.hasSuffix("?"),
            isVariadic: name == "...")
    }
    return CatalogEntry(path: String(row.0[..<open]), parameters: parameters, doc: row.1)
}

private let rows: [(String, String)] = [
    ("assert(value, message?)", "Raises message when value is nil or false; otherwise returns its arguments."),
    ("error(message, level?)", "Raises an error. Level 1 adds the caller's position, 2 that of its caller, 0 none."),
    ("getmetatable(value)", "The metatable of a value, or its field __metatable."),
    ("ipairs(list)", "Walks list[1], list[2] and so on up to the first nil."),
    ("next(table, key?)", "The pair after key; the first without key."),
    ("pairs(table)", "Walks all pairs of a table, in no certain order; cph.sorted walks them in order."),
    ("pcall(f, ...)", "Calls f and catches errors: true and the results, or false and the error."),
    ("print(...)", "Prints its arguments with tabs between them."),
    ("rawequal(a, b)", "Whether two values are the same, without metamethods."),
    ("rawget(table, key)", "table[key] without metamethods."),
    ("rawlen(value)", "The length of a table or string without metamethods."),
    ("rawset(table, key, value)", "Sets table[key] without metamethods."),
    ("require(name)", "Loads a module once and returns what it returned."),
    ("select(n, ...)", "The arguments from the n-th on; select(\"#\", ...) is their number."),
    ("setmetatable(table, metatable)", "Sets the metatable and returns the table."),
    ("tonumber(value, base?)", "The value as a number, or nil."),
    ("tostring(value)", "The value as text."),
    ("type(value)", "nil, boolean, number, string, table, function, userdata or thread."),
    ("xpcall(f, handler, ...)", "As pcall; handler gets the error while the stack is still there."),
    ("math.floor(x)", "The largest integer that is not above x."),
    ("math.ceil(x)", "The smallest integer that is not below x."),
    ("math.max(x, ...)", "The largest argument."),
    ("math.min(x, ...)", "The smallest argument."),
    ("math.random(m?, n?)", "A random float in [0, 1), or an integer of 1 to m or m to n."),
    ("math.tointeger(x)", "x as an integer, or nil when it is none."),
    ("math.type(x)", "integer, float, or nil when x is no number."),
    ("os.clock()", "CPU seconds used by this program."),
    ("os.date(format?, time?)", "A date as text; format \"!%Y-%m-%d\" gives UTC, \"*t\" a table."),
    ("os.getenv(name)", "An environment variable, or nil."),
    ("os.remove(path)", "Deletes a file."),
    ("os.rename(from, to)", "Renames a file."),
    ("os.time(table?)", "Seconds since 1970."),
    ("io.lines(path, format?)", "Walks the lines of a file."),
    ("io.open(path, mode?)", "Opens a file, or returns nil and why not."),
    ("io.read(format?)", "Reads from standard input."),
    ("io.write(...)", "Writes its arguments to standard output."),
    ("string.byte(s, i?, j?)", "The bytes i to j of s as numbers."),
    ("string.char(...)", "The string of these bytes."),
    ("string.find(s, pattern, init?, plain?)", "Where pattern is found: first and last index, then captures."),
    ("string.format(format, ...)", "Text by a format such as \"%s has %d\"; %q quotes."),
    ("string.gmatch(s, pattern)", "Walks the matches of pattern in s."),
    ("string.gsub(s, pattern, replacement, n?)", "s with matches replaced, and how many there were."),
    ("string.len(s)", "The number of bytes."),
    ("string.lower(s)", "In lower case."),
    ("string.match(s, pattern, init?)", "The captures of the first match, or the match."),
    ("string.rep(s, n, separator?)", "s n times."),
    ("string.reverse(s)", "The bytes in reverse."),
    ("string.sub(s, i, j?)", "The bytes i to j; negative numbers count from the end."),
    ("string.upper(s)", "In upper case."),
    ("table.concat(list, separator?, i?, j?)", "The items joined into one string."),
    ("table.insert(list, position, value)", "Inserts value at position; table.insert(list, value) appends it."),
    ("table.move(a, f, e, t, b?)", "Copies a[f] to a[e] to position t on of b, or of a."),
    ("table.pack(...)", "The arguments as a list with their number in n."),
    ("table.remove(list, position?)", "Removes and returns an item, the last without position."),
    ("table.sort(list, precedes?)", "Sorts in place; precedes(a, b) says whether a comes first."),
    ("table.unpack(list, i?, j?)", "The items as several values."),
    ("utf8.char(...)", "The text of these code points."),
    ("utf8.len(s, i?, j?)", "The number of characters, or nil and the first wrong byte."),
]
