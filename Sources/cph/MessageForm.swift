/// Which messages are written to standard error, and in which form.
struct MessageForm: Hashable, Sendable {
    /// Whether each is a line of JSON.
    var isJSON = CPHVariable.logJSON.isOn
    /// Whether there are only errors, and what was asked for.
    var isQuiet = CPHVariable.quiet.isOn
}

extension MessageForm {
    private static let (json, quiet) = ("--log-json", "--quiet")

    /// The options that choose it, as they are typed.
    static let options = [json, quiet]

    /// The form until the parser has read the arguments, for what is wrong with them or with variables.
    init(unread arguments: [String]) {
        self.init()
        isJSON = isJSON || arguments.contains(Self.json)
        isQuiet = isQuiet || arguments.contains(Self.quiet)
    }
}
