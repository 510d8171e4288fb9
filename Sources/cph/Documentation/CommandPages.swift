import ArgumentParser
import Docs
import Schema

/// The commands of `cph`, from the descriptions that parse them.
var commandsChapter: Chapter {
    let tree = (try? Value(json: Root._dumpHelp())) ?? [:]
    let root = CommandDescription(tree.members?["command"] ?? [:], path: "")
    return Chapter(
        "Commands and options", file: "commands", group: "The program",
        doc: "Every command of `cph`, with its options.",
        pages: root.pages)
}

/// A command as the argument parser describes it.
private struct CommandDescription {
    private let members: Object
    /// The command with those above it: `cph ledger list`.
    private let path: String

    init(_ value: Value, path: String) {
        members = value.members ?? [:]
        let name = members["commandName"]?.text ?? ""
        self.path = path.isEmpty ? name : "\(path) \(name)"
    }

    var pages: [Page] {
        let inner = (members["subcommands"]?.items ?? []).map { CommandDescription($0, path: path) }
            .filter { $0.members["commandName"]?.text != "help" }
        return [page(inner)] + inner.flatMap(\.pages)
    }

    private func page(_ inner: [CommandDescription]) -> Page {
        let doc = [text("abstract"), text("discussion")].filter { !$0.isEmpty }.joined(separator: "\n\n")
        let rows = (members["arguments"]?.items ?? []).compactMap(Page.Row.init(argument:))
        let commands = inner.map { Page.Row($0.path, doc: $0.text("abstract"), link: $0.path) }
        var page = Page(
            path, title: ([path] + words(rows)).joined(separator: " "), doc: doc,
            sections: [.init("Commands", commands), .init("Arguments and options", rows)])
        page.aliases = [String(path.dropFirst("cph ".count))].filter { !$0.isEmpty }
        return page
    }

    /// The words of the usage line: options as a whole, then the arguments.
    private func words(_ rows: [Page.Row]) -> [String] {
        let arguments = rows.filter { !$0.name.hasPrefix("-") }.map(\.name)
        return (rows.contains { $0.name.hasPrefix("-") } ? ["[options]"] : []) + arguments
    }

    private func text(_ name: String) -> String { members[name]?.text ?? "" }
}

extension Page.Row {
    /// - Parameter argument: An option, a flag or an argument of the dump; nil for one that help does not show.
    fileprivate init?(argument: Value) {
        let members = argument.members ?? [:]
        guard members["shouldDisplay"] == .bool(true) else { return nil }
        let names = (members["names"]?.items ?? []).compactMap(\.members).map { name in
            (name["kind"]?.text == "long" ? "--" : "-") + (name["name"]?.text ?? "")
        }
        let value = members["valueName"]?.text ?? ""
        switch members["kind"]?.text {
        case "positional": self.init("<\(value)>", doc: members["abstract"]?.text ?? "")
        case "flag": self.init(names.joined(separator: ", "), doc: members["abstract"]?.text ?? "")
        default: self.init("\(names.joined(separator: ", ")) <\(value)>", doc: members["abstract"]?.text ?? "")
        }
        if let absent = members["defaultValue"]?.text { limits = ["default: \(absent)"] }
    }
}
