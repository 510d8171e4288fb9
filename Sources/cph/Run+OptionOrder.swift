import ArgumentParser
import Files

/// Where options may stand.
extension Run {
    /// Options of a run may stand before a command too: `cph --region X doctor` is `cph doctor --region X`.
    static func optionsBehindCommand(_ arguments: [String]) -> [String] {
        guard arguments.first?.hasPrefix("--") == true else { return arguments }
        var rest = arguments[...]
        var options: [String] = []
        while let word = rest.first, word.hasPrefix("--"), word.count > 2 {
            rest = rest.dropFirst()
            options.append(word)
            let hasValue = (usualTexts + usualNumbers).contains(word)
            guard hasValue || usualFlags.contains(word) || word.contains("=") else { return arguments }
            if hasValue, let value = rest.popFirst() { options.append(value) }
        }
        // A script may be called `run`.
        guard let command = rest.popFirst(), !command.hasPrefix("-"), isCommand(command),
            command != "run" || !Files.exists(command)
        else { return arguments }
        // The commands of a command come before its options.
        var (outer, inner): (any ParsableCommand.Type, [String]) = (Root.self, [])
        var name = command
        while let next = outer.configuration.subcommands.first(where: { $0._commandName == name }),
            !next.configuration.subcommands.isEmpty, let word = rest.first, !word.hasPrefix("-")
        {
            inner.append(rest.removeFirst())
            (outer, name) = (next, word)
        }
        return [command] + inner + options + DocCommand.withNames([command] + rest).dropFirst()
    }
}
