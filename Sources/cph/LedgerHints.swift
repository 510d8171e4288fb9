import CPHClient
import Schema

/// Makes commands about the ledger, which messages recommend, work as they stand: with the options that the command had for its
/// ledger and cloud. What variables say holds for the next command too.
struct LedgerHints: Sendable {
    /// What goes behind the word of a command, with a blank in front; nothing for the others. Made for the first message with a
    /// command: a start has no time for it.
    private let words: @Sendable () -> [String: String]

    /// Adds nothing.
    init() { words = { [:] } }

    init(_ place: LedgerOptions, _ connection: ConnectionOptions?) {
        let connection = connection ?? .unset
        words = { Self.words(place, connection) }
    }

    private static func words(_ place: LedgerOptions, _ connection: ConnectionOptions) -> [String: String] {
        let isLost = connection.usesEmulator && connection.stateFile == nil
        let witness = option("--witness", place.witness)
        let named = option("--ledger", place.ledger) + witness
        let isGiven = connection.emulator || connection.state != nil
        let kept = isGiven ? option("--ledger", place.beside(connection.stateFile).ledger) + witness : named
        let cloud = isLost ? "" : cloud(connection)
        let account = connection.usesEmulator ? "" : account(connection)
        var words: [String: String] = [:]
        for command in LedgerCommand.configuration.subcommands where command is any LedgerUsingCommand.Type {
            words[command._commandName] =
                switch command {
                case is LedgerCommand.Approve.Type, is LedgerCommand.Export.Type: cloud + named
                case is any ConnectedCommand.Type: cloud + account + named
                default: kept
                }
        }
        return words
    }

    private static func option(_ name: String, _ value: String?) -> String {
        value.flatMap { $0.isEmpty ? nil : " \(name) \(shellWord($0))" } ?? ""
    }

    private static func cloud(_ connection: ConnectionOptions) -> String {
        (connection.emulator ? " --emulator" : "") + option("--state", connection.state)
    }

    /// Whose orders they are. A proxy may hold a password, and whoever approves has an account of their own.
    private static func account(_ connection: ConnectionOptions) -> String {
        let agencies = connection.assume.map { option("--assume", "\($0.name)@\($0.accountID ?? $0.account ?? "")") }
        return
            ([
                option("--region", connection.region), option("--project-id", connection.projectID),
                option("--profile", connection.profile), option("--credentials", connection.credentials?.rawValue),
            ] + agencies + [
                connection.noAssume ? " --no-assume" : "", option("--site", connection.site?.rawValue),
            ] + connection.endpoint.map { option("--endpoint", $0) } + [option("--ca-file", connection.caFile)])
            .joined()
    }

    private static let start = "cph ledger "

    /// Returns a message with these options in the commands about the ledger that stand in it. Lines of a script that an error
    /// shows stay as they are, above their carets.
    func completed(_ text: String) -> String {
        guard text.contains(Self.start) else { return text }
        let words = words()
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            isExcerpt(line) ? String(line) : Self.completed(line, words)
        }.joined(separator: "\n")
    }

    /// Whether it is a line as `  12 | return 1`.
    private func isExcerpt(_ line: Substring) -> Bool {
        let rest = line.drop { $0 == " " }
        return rest.first?.isNumber == true && rest.drop { $0.isNumber }.hasPrefix(" | ")
    }

    private static func completed(_ line: Substring, _ words: [String: String]) -> String {
        var (result, rest) = ("", line)
        while let start = rest.firstRange(of: Self.start) {
            let command = rest[start.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0 == "-") }
            result += rest[..<command.endIndex] + (words[String(command)] ?? "")
            rest = rest[command.endIndex...]
        }
        return result + rest
    }
}
