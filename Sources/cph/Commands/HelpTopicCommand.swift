import ArgumentParser
import Docs
import Files
import Glibc
import Purchasing
import Stdlib
import Terminal

/// `cph help`: in the place of the parser's own, which knows commands alone.
struct HelpTopicCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "help", abstract: "Shows a page of the manual, as man cph-TOPIC does.",
        discussion: """
            TOPIC is a command (run, ledger), a kind of file (project, policy, catalogue), exit-codes, environment, or a guide. \
            Where a command and a file have one name, the section tells them apart: cph help 5 policy. What has no page in \
            the manual is looked up as by cph doc.
            """)

    @Argument(
        help: "A section of the manual, then the page; what commands there are when absent.",
        completion: .list(manualTopics))
    var topic: [String] = []
    @OptionGroup var messages: MessageOptions

    func run() throws {
        guard let last = topic.last else {
            return Output.line(
                "\(Root.helpMessage())\nTOPICS beside commands: \((topics + EmbeddedTexts.all.guides.map(\.name)).joined(separator: ", "))"
            )
        }
        let (section, name) = Self.page(topic, last)
        let names = [name, "cph-\(name)", "cph-guide-\(name)"]
        let pages = manualPages.filter { section == nil || $0.section == section }
        guard let page = names.lazy.compactMap({ name in pages.first { $0.name == name } }).first else {
            let words = topic.count == 1 ? last.split(separator: "-").map(String.init) : topic
            let isCommand = words.count > 1 && Run.isCommand(words[0])
            return try DocCommand.show(isCommand ? words : topic, in: try Manual(.embedded).reference, for: "cph help")
        }
        Pager { Environment[$0] }.show(wrapped(page.text, to: terminalColumns))
    }

    /// The section and the name in `5 policy`, `cph-policy(5)` and `policy(5)`; no section where none is named.
    private static func page(_ topic: [String], _ last: String) -> (section: Int?, name: String) {
        if topic.count == 2, let section = Int(topic[0]) { return (section, last) }
        if topic.count == 1, last.hasSuffix(")"), let open = last.lastIndex(of: "("),
            let section = Int(last[last.index(after: open)...].dropLast())
        {
            return (section, String(last[..<open]))
        }
        return (nil, topic.joined(separator: "-"))
    }
}

/// What pages there are, without making them: the parser asks for it whenever it looks at a command.
var manualTopics: [String] {
    let commands: [String] = Root.configuration.subcommands.map { $0.configuration.commandName ?? "" }
    let guides: [String] = EmbeddedTexts.all.guides.map { $0.name }
    return commands + topics + guides
}

/// Pages of the manual that are about no command.
private let topics = ["project", "catalogue", "exit-codes", "environment"]
