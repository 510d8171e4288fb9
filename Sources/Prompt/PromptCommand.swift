import Schema
import Text

/// A command of the prompt, such as `:help`: one row each. It is found by any beginning of its name; the first row that
/// fits wins.
struct PromptCommand {
    let name: String
    /// The arguments as help shows them behind the name; may be empty.
    let arguments: String
    let doc: String
    let run: (Prompt, _ argument: String) -> PromptReply

    init(_ name: String, _ arguments: String = "", doc: String, run: @escaping (Prompt, String) -> PromptReply) {
        (self.name, self.arguments, self.doc, self.run) = (name, arguments, doc, run)
    }

    static func named(_ name: String) -> PromptCommand? {
        all.first { $0.name == name } ?? (name.isEmpty ? nil : all.first { $0.name.hasPrefix(name) })
    }

    var usage: String { ":\(name)\(arguments.isEmpty ? "" : " \(arguments)")" }

    var line: String { "  \(padded(usage + " ", to: 26))\(doc)" }

    var page: String { "\(usage)\n  \(doc)" }

    static var all: [PromptCommand] {
        [
            PromptCommand("help", "[NAME]", doc: "Explain a name, or list the commands.") { prompt, name in
                name.isEmpty ? .shown(.page(prompt.overview)) : prompt.help(on: name)
            },
            PromptCommand("profile", "[NAME] [REGION]", doc: "Show where calls go and as whom; with a name, change it.")
            {
                $0.useProfile($1)
            },
            PromptCommand("dry", "on|off", doc: "Only show purchases instead of making them.") { $0.setDryRun($1) },
            PromptCommand("time", "CODE", doc: "Run code and say how long it took.") { $0.time($1) },
            PromptCommand("edit", doc: "Edit the last block in $EDITOR, then run it.") { prompt, _ in prompt.edit() },
            PromptCommand("save", "FILE", doc: "Write what succeeded as a script; calls that spend are commented out.")
            {
                $0.save($1)
            },
            PromptCommand("load", "FILE", doc: "Run a file as if it had been typed.") { $0.load(file: $1) },
            PromptCommand(
                "resume",
                doc: "Run the line again that was stopped or failed; what it bought is answered from the ledger."
            ) { prompt, _ in prompt.resume() },
            PromptCommand("history", "[N]", doc: "Show the last lines typed.") { $0.showHistory($1) },
            PromptCommand("jobs", doc: "List the jobs under way.") { prompt, _ in prompt.showJobs() },
            PromptCommand("cancel", "N", doc: "End job N.") { $0.cancel($1) },
            PromptCommand(
                "wide", "[COLUMN]…", doc: "Show the last list of records with every column, or with these."
            ) { $0.showWide($1) },
            PromptCommand("doc", "[NAME]", doc: "Show the reference page of a model, or list the models.") {
                $0.document($1)
            },
            PromptCommand("types", "[NAME]", doc: "Show a model or function as LuaCATS, for editors.") { $0.types($1) },
            PromptCommand("quit", doc: "Leave; so does Ctrl-D.") { _, _ in .leave },
        ]
    }
}

extension Prompt {
    func run(command text: String) -> PromptReply {
        let parts = text.dropFirst().split(separator: " ", maxSplits: 1)
        let name = parts.first.map(String.init) ?? ""
        let argument = parts.count > 1 ? trimmed(parts[1]) : ""
        guard let command = PromptCommand.named(name) else {
            let near = suggestion(for: name, among: PromptCommand.all.map(\.name))
            return .failed("no command :\(name)\(near.map { "; did you mean :\($0)?" } ?? "; :help lists them")")
        }
        return command.run(self, argument)
    }
}
