import ArgumentParser
import Docs
import Files
import Glibc
import Projects
import Purchasing
import Schema
import Stdlib
import Terminal
import Text

struct DocCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "doc", abstract: "Shows the reference and the guides; finds what has to do with a word.",
        discussion: """
            NAME is what the prompt explains too, and what stands in messages and in the manual: cph.plan, CreateServer, \
            period_type, CPS.0006, run, --allow-spend, CPH_LEDGER, cph.lock, in_doubt, 20. Several are shown one after the \
            other. cph doc guide lists the guides, and cph doc guide NAME shows one.
            """)

    @Argument(
        help: "What to show; everything there is when absent.",
        completion: .list(["guide"] + EmbeddedTexts.all.guides.map(\.name)))
    var name: [String] = []
    @Flag(help: "Print Markdown: the page of NAME, or all pages.") var markdown = false
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "List the pages that have to do with all of these words, the best first.", valueName: "words"))
    var search: [String] = []
    @Option(
        help: ArgumentHelp("Write the reference as a small web site into this folder.", valueName: "folder"),
        completion: .directory)
    var html: String?
    @Option(
        help: ArgumentHelp("Write the manual's pages into this folder, for man.", valueName: "folder"),
        completion: .directory)
    var man: String?
    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    /// Options are shown too, which the parser would take for its own: `cph doc --allow-spend`, `cph help --allow-spend`. Those
    /// of messages are names only where nothing else is asked for.
    static func withNames(_ arguments: [String]) -> [String] {
        guard let command = arguments.first, let own = ownOptions[command] else { return arguments }
        let words = Array(arguments.dropFirst())
        let isParsers = words.contains { word in
            (own + ["--", "--help", "-h", "--version"]).contains { word == $0 || word.hasPrefix("\($0)=") }
        }
        if isParsers { return arguments }
        let others = words.filter { !MessageForm.options.contains($0) }
        if others.isEmpty, !words.isEmpty { return [command, "--"] + words }
        guard others.contains(where: { $0.hasPrefix("-") }) else { return arguments }
        return [command] + words.filter(MessageForm.options.contains) + ["--"] + others
    }

    /// The options of the commands that take names, beside those that every command has.
    private static let ownOptions = ["doc": ["--markdown", "--search", "--html", "--man", "--stdlib"], "help": []]

    func validate() throws {
        let others = [!name.isEmpty, markdown, !search.isEmpty].contains(true)
        if html != nil, others || man != nil {
            throw ValidationError("--html writes the whole site; it takes neither NAME nor another option")
        }
        if man != nil, others {
            throw ValidationError("--man writes the whole manual; it takes neither NAME nor another option")
        }
        if !search.isEmpty, markdown { throw ValidationError("--search lists pages; it doesn't take --markdown") }
    }

    func run() throws {
        if let man {
            return try write(
                manualPages.map { ($0.file, $0.roff(version: Root.version, date: Root.versionDate)) }, to: man)
        }
        let reference = try Manual(developer.stdlib).reference
        if let html {
            let files = Site(reference, version: Root.version).files
            return try write(files, to: html, hint: "; open \(html)/index.html")
        }
        guard search.isEmpty else { return try find((name + search).joined(separator: " "), in: reference) }
        guard !name.isEmpty else { return Self.show(markdown ? reference.markdown : reference.overview) }
        try Self.show(name, in: reference, markdown: markdown, for: "cph doc")
    }

    /// Shows the pages of names, and says which names have none.
    static func show(
        _ names: [String], in reference: Reference, markdown: Bool = false, for command: String
    ) throws {
        let answer = DocLookup(reference).answer(to: names)
        let pages = answer.pages.map { markdown ? $0.markdown() : $0.text }
        if !pages.isEmpty { show(pages.joined(separator: "\n\n")) }
        for note in answer.notes { Output.note("\(command): \(note)") }
        for error in answer.errors { Output.error("\(command): \(error)") }
        if !answer.errors.isEmpty { throw ExitStatus.usage }
    }

    // MARK: Finding

    private func find(_ words: String, in reference: Reference) throws {
        let pages = reference.search(words)
        guard !pages.isEmpty else {
            Output.error("cph doc: nothing has to do with \(quoted(words)); cph doc lists what there is")
            throw ExitStatus.usage
        }
        Self.show(Reference.list(Array(pages.prefix(Self.mostFound))))
        let left = pages.count - Self.mostFound
        if left > 0 { Output.note("cph doc: \(left) more; another word makes it fewer") }
    }

    private static let mostFound = 30

    // MARK: Showing

    private static func show(_ text: String) { Pager { Environment[$0] }.show(wrapped(text, to: terminalColumns)) }

    private func write(_ files: [(name: String, text: String)], to folder: String, hint: String = "") throws {
        do {
            for file in files { try Files.save("\(folder)/\(file.name)", file.text) }
        } catch {
            Output.error("cph doc: \(error)")
            throw ExitStatus.scriptError
        }
        Output.note("cph doc: \(counted(files.count, "page"))\(hint.isEmpty ? " in \(folder)" : hint)")
    }
}

/// How wide the terminal is that stdout is; nil where it is none.
var terminalColumns: Int? { isatty(1) == 1 ? terminalSize(of: 1)?.columns : nil }
