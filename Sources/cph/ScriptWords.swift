import LuaSyntax
import Text

/// The words behind the options of a run: the script, and what it is given.
struct ScriptWords {
    /// The script's path, or `-` for standard input; nil without a script.
    let script: String?
    let arguments: [String]
    /// Whether `--` stands before the script: then all behind it is the script's, whatever it looks like.
    let areTheScripts: Bool

    /// How many words they are, without `--`.
    var count: Int { (script == nil ? 0 : 1) + arguments.count }

    /// - Parameter words: As the parser hands them on, with the `--` before the script.
    init(_ words: [String]) {
        areTheScripts = words.first == "--"
        let rest = areTheScripts ? words.dropFirst() : words[...]
        (script, arguments) = (rest.first, Array(rest.dropFirst()))
    }

    /// Says which of the program's own options stands behind a script that would not look at it, such as `--dry-run`, so that
    /// it would buy; nil where there is none. Behind a `--` all is the script's too.
    ///
    /// - Parameters:
    ///   - source: The script's text.
    ///   - options: The names of the program's options; asked for only where something looks like an option.
    func ignoredOption(source: [UInt8], options: () -> some Collection<String>) -> String? {
        let given = arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("-") && $0.count > 1 }
        guard !areTheScripts, !given.isEmpty else { return nil }
        let code = ArgumentUse(source)
        guard !code.declaresOptions else { return nil }
        let names = given.map { String($0.prefix { $0 != "=" }) }
        let own = options()
        return names.first { name in own.contains(name) && !code.mayRead(name) }
    }
}

/// What the text of a script shows of its reading its arguments. Comments show nothing: `-- cph --dry-run fleet.lua` is
/// how a script is called.
private struct ArgumentUse {
    private let words: [String]

    init(_ source: [UInt8]) {
        words = luaTokens(source).filter { $0.kind != .comment }.map {
            String(decoding: source[$0.range], as: UTF8.self)
        }
    }

    /// Whether it uses `cph.args`, which answers what is not declared.
    var declaresOptions: Bool {
        let calls = words.indices.dropFirst(2).contains { index in
            words[index] == "args" && words[index - 1] == "." && words[index - 2] == "cph"
        }
        return calls || words.contains { $0.contains("cph.args") }
    }

    /// Whether it gets at its arguments, itself or in a module, and mentions what the option is called.
    func mayRead(_ option: String) -> Bool {
        guard words.contains(where: ["arg", "...", "require", "dofile", "loadfile"].contains) else { return false }
        if option == "-h", words.contains(where: { $0.contains("-h") }) { return true }
        let name = option == "-h" ? "help" : String(option.drop { $0 == "-" })
        let inLua = name.replacing("-", with: "_")
        return words.contains { $0.contains(name) || $0.contains(inLua) }
    }
}
