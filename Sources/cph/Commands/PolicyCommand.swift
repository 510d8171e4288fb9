import ArgumentParser
import CPHModel
import Files
import Ledger
import Policies
import Projects
import Purchasing
import Schema
import Terminal
import Text

struct PolicyCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Shows what purchases have to keep to here, whoever makes them.",
        discussion: """
            A policy is plain data that can only forbid: caps, and what alone may be bought. All of these hold together: the \
            machine's, in /etc/cph/policy.lua; the ledger's, which cph ledger policy sets; the project's, as policy = {…} in \
            cph.project.lua. No option and no variable loosens any of them. cph policy rules names every rule.
            """,
        subcommands: [Show.self, Rules.self], defaultSubcommand: Show.self)
    @OptionGroup var messages: MessageOptions

    struct Rules: MessagingCommand {
        static let configuration = CommandConfiguration(abstract: "Lists every rule that a policy may have.")
        @OptionGroup var messages: MessageOptions

        func run() throws {
            for field in PolicyRules.fieldInfos { show(field, "") }
            Output.line("\n" + Self.example)
        }

        private func show(_ field: FieldInfo, _ place: String) {
            let name = place + field.name
            let limits =
                ([field.doc] + field.limits + [field.defaultValue.map { "\($0) when absent" }].compactMap(\.self))
            Output.line("\(padded(name, to: 24)) \(limits.joined(separator: "; "))")
            for inner in field.model?.fieldInfos ?? [] { show(inner, "\(name).") }
        }

        static let example = """
            return {
              servers = { per_run = 50, per_month = 200 },
              cost = { currency = "CNY", per_day = "100000.00" },
              zones = { "cn-east-3a", "cn-east-3b" },
              names = { "game-*" },
              auto_renewal = false,
            }
            """
    }

    struct Show: LedgerUsingCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists every rule that holds here, and which line of which file says so.")
        @OptionGroup var place: LedgerOptions
        @Option(
            help: ArgumentHelp("A folder of the project; the working directory when absent.", valueName: "dir"),
            completion: .directory)
        var project: String?
        @Flag(help: "Print a list of objects with source, line, rule and value.") var json = false
        @OptionGroup var messages: MessageOptions

        func validate() throws {
            if let project, !Files.isFolder(project) { throw ValidationError("--project: \(project) is no folder") }
        }

        func run() throws {
            let folder = project ?? Files.real(".") ?? "."
            var (policies, problems): ([Policy], [String]) = ([], [])
            do throws(PolicyError) { policies = try PolicyFile.all(projectOf: folder) } catch { problems = error.lines }
            do throws(CPHError) {
                if let recorded = try place.policy(from: folder) { policies.append(recorded.policy) }
            } catch { problems.append("the ledger's policy is not known: \(error.message)") }
            if problems.isEmpty || !policies.isEmpty { show(policies, in: folder) }
            for line in problems { Output.error("cph: \(cleaned(line))") }
            if !problems.isEmpty { throw ExitStatus.usage }
        }

        private func show(_ policies: [Policy], in folder: String) {
            let rows = policies.flatMap { policy in policy.written.map { (policy, $0) } }
            if json {
                let list = rows.map { policy, row -> Value in
                    var object: Object = ["source": .string(policy.source)]
                    object["line"] = row.line.map(Value.int)
                    (object["rule"], object["value"]) = (.string("\(row.rule)"), row.value)
                    return .object(object)
                }
                return Output.line(Value.list(list).prettyJSON())
            }
            for policy in policies {
                Output.line("\(cleaned(policy.source)):")
                for row in policy.written {
                    let line = row.line.map { ":\($0)" } ?? ""
                    Output.line("  \(padded(line, to: 6))\(padded("\(row.rule)", to: 24)) \(cleaned(row.words))")
                }
                for note in policy.notes { Output.line("  note: \(note)") }
            }
            guard policies.isEmpty else { return }
            Output.note(
                "cph: no policy holds here: there is none in \(PolicyFile.ofMachine), in the ledger and in a project's settings"
            )
        }
    }
}

extension LedgerOptions {
    /// The policy of the ledger that would be used; nil where it has none, or there is no ledger yet.
    func policy(from folder: String) throws(CPHError) -> RecordedPolicy? {
        let connection = ConnectionOptions.unset
        let choice = try beside(connection.stateFile).choice(isEmulated: connection.usesEmulator, from: folder)
        if case .memory = choice.location { return nil }
        if let error = choice.refusal { throw error }
        // Where there can't be a ledger, there is no policy of one.
        if case .file(let path) = choice.location, Files.isMissing(path) { return nil }
        do throws(CPHError) { return try Journal.open(choice.location, .read, options: opening).policy() } catch {
            guard error.code == "missing" else { throw error }
            return nil
        }
    }
}
