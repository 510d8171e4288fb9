/// Which messages are written to standard error, and in which form.
struct MessageForm: Hashable, Sendable {
    /// Whether each is a line of JSON.
    var isJSON = CPHVariable.logJSON.isOn
    /// Whether there are only errors, and what was asked for.
    var isQuiet = CPHVariable.quiet.isOn
}

extension MessageForm {
    /// The form until the parser has read the arguments, for what is wrong with them or with variables.
    init(unread arguments: [String]) {
        self.init()
        isJSON = isJSON || arguments.contains("--log-json")
        isQuiet = isQuiet || arguments.contains("--quiet")
    }
}

/// A command whose options say how its messages are written.
protocol MessagingCommand {
    /// The options of which `logging` is a part.
    var connection: ConnectionOptions { get }
}
