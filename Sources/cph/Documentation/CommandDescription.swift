import Docs
import Schema
import Text

/// A command as the argument parser describes it, from which its pages are made.
struct CommandDescription: Sendable {
    private let members: Object
    /// The command with those above it: `cph ledger list`.
    let path: String

    /// The program itself, with all its commands.
    static let root: CommandDescription = {
        let tree = (try? Value(json: Root._dumpHelp())) ?? [:]
        return CommandDescription(tree.members?["command"] ?? [:], path: "")
    }()

    /// `cph run`, whose options every script is run with.
    static var run: CommandDescription { root.commands.first { $0.path == "cph run" } ?? root }

    private init(_ value: Value, path: String) {
        members = value.members ?? [:]
        let name = members["commandName"]?.text ?? ""
        self.path = path.isEmpty ? name : "\(path) \(name)"
    }

    /// What it does, in a sentence.
    var abstract: String { text("abstract") }

    /// What else is to be said of it; may be empty.
    var discussion: String { text("discussion") }

    /// Its own commands. The parser adds a `help` of its own behind ours.
    var commands: [CommandDescription] {
        var names: Set<String> = []
        return (members["subcommands"]?.items ?? []).map { CommandDescription($0, path: path) }
            .filter { names.insert($0.path).inserted }
    }

    /// It and all below it.
    var all: [CommandDescription] { [self] + commands.flatMap(\.all) }

    /// Its options and arguments, without those that every command has.
    var options: [Option] {
        (members["arguments"]?.items ?? []).compactMap(Option.init).filter { option in
            path == "cph" || !Option.ofEveryCommand.contains(option.name)
        }
    }

    /// The names of all its options as they are typed, `--help` and what help leaves out among them, and whether a value
    /// follows; of the short ones only `-h`.
    var optionNames: [String: Bool] {
        var names: [String: Bool] = [:]
        for option in (members["arguments"]?.items ?? []).compactMap(\.members) {
            for name in Option.names(option) where name.hasPrefix("--") || name == "-h" {
                names[name] = option["kind"]?.text == "option"
            }
        }
        return names
    }

    /// How it is called.
    var usage: String {
        let arguments = options.filter(\.isArgument).map { $0.isOptional ? "[\($0.name)]" : $0.name }
        let hasOptions = options.contains { !$0.isArgument }
        return ([path] + (commands.isEmpty ? [] : ["COMMAND"]) + (hasOptions ? ["[OPTIONS]"] : []) + arguments)
            .joined(separator: " ")
    }

    private func text(_ name: String) -> String { members[name]?.text ?? "" }
}

extension CommandDescription {
    /// An option, a flag or an argument.
    struct Option {
        /// As it is typed: `--ledger <place>`, `-v, --verbose`, `<script>`.
        let name: String
        /// Its long name, or else its short one; nil for an argument.
        let long: String?
        let doc: String
        /// What counts where it is absent; nil where nothing does, or the words say it.
        let absent: String?
        let isOptional: Bool

        var isArgument: Bool { long == nil }

        /// The parser's own. A command may have another option of such a name, with a value.
        static let ofEveryCommand = ["--version", "-h, --help"]

        /// - Parameter argument: A member of the dump; nil for one that help does not show.
        fileprivate init?(_ argument: Value) {
            let members = argument.members ?? [:]
            guard members["shouldDisplay"] == .bool(true) else { return nil }
            let names = Self.names(members)
            let value = members["valueName"]?.text ?? ""
            long = names.first { $0.hasPrefix("--") } ?? names.first
            switch members["kind"]?.text {
            case "positional": name = "<\(value)>"
            case "flag": name = names.joined(separator: ", ")
            default: name = "\(names.joined(separator: ", ")) <\(value)>"
            }
            doc = members["abstract"]?.text ?? ""
            absent = members["defaultValue"]?.text
            isOptional = members["isOptional"] == .bool(true)
        }

        fileprivate static func names(_ members: Object) -> [String] {
            (members["names"]?.items ?? []).compactMap(\.members).map { name in
                (name["kind"]?.text == "long" ? "--" : "-") + (name["name"]?.text ?? "")
            }
        }

        var row: Page.Row { Page.Row(name, doc: doc, limits: absent.map { ["default: \($0)"] } ?? []) }

        var term: ProseBlock.Term { ProseBlock.Term(name, [doc, absent.map { "Default: \($0)." } ?? ""]) }
    }
}
