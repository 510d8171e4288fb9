import LuaKit
import LuaSyntax

/// Names joined by dots: `cph.servers.cre`, `plan:ad`, as far as they were typed.
struct Chain {
    /// The names before the last one.
    let owner: [String]
    let last: String
    /// Whether a colon stands before the last name.
    let isMethod: Bool
    /// What was typed before the last name, its separator included.
    let prefix: String
    /// The index of the chain's first token.
    let start: Int

    /// The chain whose last name is token `index`; `last` is empty when that is a separator.
    init(in text: TypedLua, endingAt index: Int) {
        var next = index
        var names: [String] = []
        let endsInName = text.kind(next) == .name || text.kind(next) == .keyword
        last = endsInName ? text[next] : ""
        if endsInName { next -= 1 }
        let separator = text[next]
        isMethod = separator == ":"
        while text[next] == "." || text[next] == ":", text.kind(next - 1) == .name {
            names.insert(text[next - 1], at: 0)
            next -= 2
        }
        let isOpen = text[next] == "." || text[next] == ":"
        owner = isOpen ? ["?"] : names
        start = next + 1
        prefix = names.isEmpty ? "" : names.joined(separator: ".") + (isMethod ? ":" : ".")
    }

    /// The whole name with dots, such as `cph.servers.create`.
    var path: String { (owner + [last]).joined(separator: ".") }
}
