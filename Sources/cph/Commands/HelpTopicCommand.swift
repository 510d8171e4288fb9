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
        let section = topic.count == 2 ? Int(topic[0]) : nil
        let name = section == nil ? topic.joined(separator: "-") : last
        let names = [name, "cph-\(name)", "cph-guide-\(name)"]
        let pages = manualPages.filter { section == nil || $0.section == section }
        guard let page = names.lazy.compactMap({ name in pages.first { $0.name == name } }).first else {
            return try DocCommand.show(topic, in: try Manual(.embedded).reference, for: "cph help")
        }
        Pager { Environment[$0] }.show(wrapped(page.text, to: terminalColumns))
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
