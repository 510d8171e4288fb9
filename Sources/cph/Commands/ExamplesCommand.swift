import ArgumentParser
import Catalog
import Docs
import Purchasing
import Stdlib
import Text

struct ExamplesCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "examples", abstract: "Lists the example scripts, or prints one.",
        discussion: """
            cph examples fleet > fleet.lua keeps one to change. Each says with --help what it does, and runs on the embedded \
            cloud: cph --emulator fleet.lua.
            """)

    @Argument(
        help: "The script to print; a list of all when absent.",
        completion: .list(EmbeddedTexts.all.examples.map(\.name)))
    var name: String?

    @OptionGroup var messages: MessageOptions

    func run() throws {
        let examples = EmbeddedTexts.all.examples
        guard let name else {
            let width = examples.map(\.name.count).max() ?? 0
            for example in examples { Output.line("\(padded(example.name, to: width))  \(summary(example.text))") }
            return
        }
        let plain = name.hasSuffix(".lua") ? String(name.dropLast(".lua".count)) : name
        guard let example = examples.first(where: { $0.name == plain }) else {
            let near = suggestion(for: plain, among: examples.map(\.name)).map { "; did you mean \($0)?" } ?? ""
            Output.error("cph examples: there is no example \(quoted(name))\(near)")
            throw ExitStatus.usage
        }
        Output.line(trimmed(example.text))
    }
}

/// The sentence below the line that makes a script a program.
private func summary(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("--- ") } ?? ""
    return String(line.dropFirst("--- ".count)).firstSentence
}

/// The example scripts, each as a page.
var examplesChapter: Chapter {
    let pages = EmbeddedTexts.all.examples.map { name, text in
        let code = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
        var page = Page(
            "example \(name)",
            doc: "\(summary(text))\n\n\(trimmedLines(code))\n\n`cph examples \(name) > \(name).lua` keeps it.")
        page.aliases = ["\(name).lua"]
        return page
    }
    return Chapter(
        "Example scripts", file: "examples", group: "Guides",
        doc: "Scripts to run and to copy: `cph examples NAME` prints one.",
        pages: pages)
}

private func trimmedLines(_ lines: [String]) -> String {
    Array(lines.reversed().drop(while: \.isEmpty).reversed()).joined(separator: "\n")
}
