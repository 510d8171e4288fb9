import ArgumentParser

/// Decides which messages go to standard error, and in which form: options of every command.
struct MessageOptions: ParsableArguments {
    @Flag(
        name: .customLong("log-json"),
        help: "Write messages, progress and errors as lines of JSON. (CPH_LOG_JSON=1)")
    var asJSON = false

    @Flag(
        help: """
            Write to standard error only errors, what is in doubt, ids that the ledger could not take, and what was \
            asked for. Questions are asked all the same. (CPH_QUIET=1)
            """)
    var quiet = false

    var form: MessageForm {
        MessageForm(isJSON: asJSON || CPHVariable.logJSON.isOn, isQuiet: quiet || CPHVariable.quiet.isOn)
    }
}

/// A command. Those that only have commands of their own take the options too, in front of these.
protocol MessagingCommand: ParsableCommand {
    var messages: MessageOptions { get }
}

/// A command that calls the service, whose options of messages are among those of its connection.
protocol ConnectedCommand: MessagingCommand {
    var connection: ConnectionOptions { get }
}

/// A command that uses the ledger.
protocol LedgerUsingCommand: MessagingCommand {
    var place: LedgerOptions { get }
    /// Where it would call; nil where it calls nothing, and variables alone say whether the ledger is an embedded cloud's.
    var cloud: ConnectionOptions? { get }
}

extension LedgerUsingCommand {
    var cloud: ConnectionOptions? { nil }
}

extension LedgerUsingCommand where Self: ConnectedCommand {
    var cloud: ConnectionOptions? { connection }
}

extension ConnectedCommand {
    var messages: MessageOptions { connection.logging.messages }
}
