import Docs

/// The commands of `cph`, from the descriptions that parse them.
var commandsChapter: Chapter {
    Chapter(
        "Commands and options", file: "commands", group: "The program",
        doc: "Every command of `cph`, with its options.",
        pages: CommandDescription.root.all.map(\.page))
}

/// The options of `cph` by their names, each with the commands that take it.
var optionsChapter: Chapter {
    var places: [(name: String, uses: [(command: String, option: CommandDescription.Option)])] = []
    for command in CommandDescription.root.all {
        for option in command.options {
            guard let name = option.long else { continue }
            if let index = places.firstIndex(where: { $0.name == name }) {
                places[index].uses.append((command.path, option))
            } else {
                places.append((name, [(command.path, option)]))
            }
        }
    }
    return Chapter(
        "Options", file: "options", group: "The program", doc: "Every option, and the commands that take it.",
        pages: places.sorted { $0.name < $1.name }.map { optionPage($0.name, $0.uses) })
}

/// An option means the same in most commands; where it does not, each says what it means there.
private func optionPage(_ name: String, _ uses: [(command: String, option: CommandDescription.Option)]) -> Page {
    let meanings = Set(uses.map(\.option.doc))
    let isOfAll = meanings.count == 1 && uses.count == CommandDescription.root.commands.flatMap(\.all).count
    let rows =
        isOfAll
        ? [Page.Row("every command", doc: "")]
        : uses.map { command, option in
            Page.Row("\(command) \(option.name)", doc: meanings.count > 1 ? option.doc : "", link: command)
        }
    var page = Page(name, title: uses[0].option.name, doc: uses[0].option.doc, sections: [.init("Taken by", rows)])
    page.aliases = uses[0].option.name.split { ", ".contains($0) }.map(String.init).filter {
        $0.hasPrefix("-") && $0 != name
    }
    return page
}

extension CommandDescription {
    fileprivate var page: Page {
        let doc = [abstract, discussion].filter { !$0.isEmpty }.joined(separator: "\n\n")
        let rows = options.map(\.row)
        let inner = commands.map { Page.Row($0.path, doc: $0.abstract, link: $0.path) }
        var page = Page(
            path, title: usage, doc: doc,
            sections: [.init("Commands", inner), .init("Arguments and options", rows)])
        page.aliases = [String(path.dropFirst("cph ".count))].filter { !$0.isEmpty }
        return page
    }
}
