import ArgumentParser
import Docs
import Files
import Glibc
import Projects
import Purchasing
import Terminal
import Text

struct DocCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc", abstract: "Shows the reference: functions, models, commands, error and exit codes.",
        discussion: "NAME is what the prompt explains too: cph.plan, CreateServer, period_type, CPS.0006, run.")

    @Argument(help: "What to show; everything there is when absent.") var name: [String] = []
    @Flag(help: "Print Markdown: the page of NAME, or all pages.") var markdown = false
    @Option(help: ArgumentHelp("Write the reference as a small web site into this folder.", valueName: "folder"))
    var html: String?
    @OptionGroup var developer: DeveloperOptions

    func validate() throws {
        if html != nil && (markdown || !name.isEmpty) {
            throw ValidationError("--html writes the whole site; it takes neither NAME nor --markdown")
        }
    }

    func run() throws {
        let reference = try Manual(developer.stdlib).reference
        if let html { return try write(Site(reference, version: Root.version), to: html) }
        guard !name.isEmpty else {
            return show(markdown ? reference.markdown : reference.overview)
        }
        let topic = name.joined(separator: " ")
        guard let page = page(topic, in: reference) else {
            let near =
                (reference.suggestion(for: topic) ?? reference.suggestion(for: "cph.\(topic)")).map {
                    "; did you mean \($0)?"
                } ?? "; cph doc lists what there is"
            Output.error("cph doc: nothing is called \(topic)\(near)")
            throw ExitStatus.usage
        }
        show(markdown ? page.markdown() : page.text)
    }

    /// Finds the page of a topic, also without `cph.` in front, and of a method written with a point: `plan.add`.
    private func page(_ topic: String, in reference: Reference) -> Page? {
        var names = [topic, "cph.\(topic)"]
        if let point = topic.lastIndex(of: ".") {
            let method = "\(topic[..<point]):\(topic[topic.index(after: point)...])"
            names += [method, "cph.\(method)"]
        }
        return names.lazy.compactMap { reference[$0] }.first
    }

    private func show(_ text: String) {
        let columns = isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil
        Pager { Environment[$0] }.show(wrapped(text, to: columns))
    }

    private func write(_ site: Site, to folder: String) throws {
        do {
            for file in site.files { try Files.save("\(folder)/\(file.name)", file.text) }
        } catch {
            Output.error("cph doc: \(error)")
            throw ExitStatus.scriptError
        }
        Output.error("cph doc: \(counted(site.files.count, "page")); open \(folder)/index.html")
    }
}
