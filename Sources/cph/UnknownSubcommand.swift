import ArgumentParser
import Text

/// A word behind a command such as `lib` that is none of its own commands.
enum UnknownSubcommand {
    /// Words of other package managers.
    private static let others = [
        "ls": "list", "rm": "remove", "uninstall": "remove", "delete": "remove", "upgrade": "update", "new": "init",
        "create": "init", "check": "verify", "upload": "publish",
    ]

    /// What to say to these arguments; nil when their second word is a command, an option, or not asked for.
    static func message(_ arguments: [String]) -> String? {
        let outer = Root.configuration.subcommands.first { $0.configuration.commandName == arguments.first }
        let names = outer?.configuration.subcommands.map { $0._commandName } ?? []
        guard let command = arguments.first, let word = arguments.dropFirst().first, !names.isEmpty else { return nil }
        if names.contains(word) || word.hasPrefix("-") || word == "help" { return nil }
        let near = others[word].flatMap { names.contains($0) ? $0 : nil } ?? suggestion(for: word, among: names)
        let hint = near.map { "; did you mean cph \(command) \($0)?" } ?? ""
        return
            "cph \(command): \(quoted(word)) is none of its commands\(hint)\nThere are \(names.joined(separator: ", "))"
    }
}
