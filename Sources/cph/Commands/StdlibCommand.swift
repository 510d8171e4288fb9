import ArgumentParser
import Files
import Projects
import Purchasing
import Schema
import Stdlib
import Text

struct StdlibCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "stdlib", abstract: "Lists the modules that are written in Lua, or writes them out to read.")

    @Option(help: ArgumentHelp("Write the sources into this folder, below cph.", valueName: "folder"))
    var dump: String?
    @Flag(help: "Replace files that differ.") var force = false
    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    func run() throws {
        if let dump { return try write(to: dump) }
        let reference = try Manual(developer.stdlib).reference
        let width = developer.stdlib.names.map(\.count).max() ?? 0
        for name in developer.stdlib.names {
            Output.line("cph.\(padded(name, to: width))  \(reference["cph.\(name)"]?.summary ?? "")")
        }
    }

    private func write(to folder: String) throws {
        let files = developer.stdlib.paths.map { path in
            (path: "\(folder)/cph/\(path).lua", text: text(path))
        }
        let changed = force ? [] : files.filter { file in Files.text(file.path).map { $0 != file.text } ?? false }
        guard changed.isEmpty else {
            for file in changed { Output.error("cph stdlib: \(file.path) differs") }
            Output.error("cph stdlib: nothing was written; --force replaces what differs")
            throw ExitStatus.refused
        }
        do {
            for file in files { try Files.save(file.path, file.text) }
        } catch {
            Output.error("cph stdlib: \(error)")
            throw ExitStatus.scriptError
        }
        Output.note(
            "cph stdlib: \(counted(files.count, "file")) in \(folder)/cph; "
                + "cph --stdlib \(shellWord(folder)) runs with them")
    }

    private func text(_ path: String) -> String {
        String(decoding: developer.stdlib.source(path: path) ?? [], as: UTF8.self)
    }
}
