/// What Lua 5.4 has in the place of a name that Lua 5.1 to 5.3, or LuaJIT, had: `table.unpack` for `unpack`. Nil for
/// all others.
///
/// - Parameter path: The names that lead to it from a global, such as `["table", "getn"]`.
public func luaReplacement(of path: [String]) -> String? {
    replacements[path.joined(separator: ".")] ?? path.first.flatMap { replacements["\($0).*"] }
}

/// The sentence for messages: `Lua 5.4 has table.unpack instead`.
public func luaReplacementHint(for path: [String]) -> String? {
    luaReplacement(of: path).map { "Lua 5.4 has \($0) instead" }
}

/// The globals that other Luas have and Lua 5.4 has not. They are nil, as in Lua itself, so that a script that runs under
/// several can ask for them: `if jit then`.
public let luaGlobalsOfOthers: Set<String> = Set(
    replacements.keys.compactMap {
        $0.split(separator: ".").count == 1 || $0.hasSuffix(".*") ? $0.replacing(".*", with: "") : nil
    }
).union(["jit"])

/// Those, and the names of the fields that other Luas have.
public let luaFormerNames: Set<String> = luaGlobalsOfOthers.union(
    replacements.keys.compactMap { $0.split(separator: ".").last.map(String.init) })

/// Facts from the chapters "Incompatibilities with the Previous Version" of the manuals of Lua 5.1 to 5.4.
private let replacements: [String: String] = [
    // Globals.
    "unpack": "table.unpack",
    "loadstring": "load",
    "setfenv": "load(text, name, mode, env) and the variable _ENV",
    "getfenv": "load(text, name, mode, env) and the variable _ENV",
    "module": "a local table that the file returns",
    "newproxy": "setmetatable({}, {...})",
    "gcinfo": "collectgarbage(\"count\")",
    "bit32.*": "the operators &, |, ~, << and >>",
    "bit.*": "the operators &, |, ~, << and >>",
    // Tables and strings.
    "table.getn": "#list",
    "table.setn": "#list, which nothing needs to set,",
    "table.maxn": "#list, or a loop over pairs(t) for the largest key,",
    "table.foreach": "for key, value in pairs(t) do",
    "table.foreachi": "for index, value in ipairs(list) do",
    "string.gfind": "string.gmatch",
    // Numbers.
    "math.pow": "x ^ y",
    "math.mod": "math.fmod, or the operator %,",
    "math.log10": "math.log(x, 10)",
    "math.ldexp": "m * 2.0 ^ e",
    "math.frexp": "math.log(x, 2) for the exponent",
    "math.cosh": "(math.exp(x) + math.exp(-x)) / 2",
    "math.sinh": "(math.exp(x) - math.exp(-x)) / 2",
    "math.tanh": "(math.exp(2 * x) - 1) / (math.exp(2 * x) + 1)",
    // Modules and environments.
    "package.loaders": "package.searchers (only with --trust) and package.preload",
    "package.seeall": "a local table that the file returns",
    "debug.setfenv": "debug.setupvalue (only with --trust)",
    "debug.getfenv": "debug.getupvalue (only with --trust)",
    // Of libraries that look like Lua's own.
    "utf8.sub": "string.sub with utf8.offset",
    "utf8.upper": "string.upper, for ASCII alone,",
    "utf8.lower": "string.lower, for ASCII alone,",
    "utf8.find": "string.find, which counts bytes,",
    "utf8.match": "string.match, which counts bytes,",
    "utf8.gmatch": "string.gmatch with utf8.charpattern",
    "utf8.gsub": "string.gsub with utf8.charpattern",
    "utf8.reverse": "a loop over utf8.codes(s)",
    "utf8.byte": "utf8.codepoint",
]
