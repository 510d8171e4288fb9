import ArgumentParser
import Catalog
import Docs
import Files
import Projects
import Purchasing
import Text

struct TypesCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "types", abstract: "Writes type definitions with which editors complete and check scripts.",
        discussion: """
            The files are LuaCATS definitions of cph and every model, for lua-language-server. A .luarc.json that points \
            to them is written beside your scripts when there is none.
            """)

    @Argument(help: "The folder for the definitions.") var folder = "types"
    @Flag(help: "Replace files in the folder that cph has not written.") var force = false
    @OptionGroup var messages: MessageOptions
    @OptionGroup var developer: DeveloperOptions

    func run() throws {
        let stubs = try Manual(developer.stdlib).stubs
        let foreign = force ? [] : stubs.files.filter { isForeign("\(folder)/\($0.name)") }.map(\.name)
        guard foreign.isEmpty else {
            Output.error(
                "cph types: \(foreign.joined(separator: ", ")) in \(folder) is not from cph types; --force replaces it")
            throw ExitStatus.refused
        }
        do {
            for file in stubs.files { try Files.save("\(folder)/\(file.name)", file.text) }
            try settle()
        } catch {
            Output.error("cph types: \(error)")
            throw ExitStatus.scriptError
        }
        Output.note("cph types: \(counted(stubs.files.count, "file")) in \(folder)")
    }

    private func isForeign(_ path: String) -> Bool {
        Files.text(path).map { !$0.hasPrefix("---@meta\n") } ?? false
    }

    /// Writes the editor's settings file; one that exists is the user's to change.
    private func settle() throws {
        let isInside = !folder.hasPrefix("/") && !folder.hasPrefix("..")
        let settings = Files.text(".luarc.json")
        if settings == nil, isInside { return try Files.save(".luarc.json", editorSettings(definitions: folder)) }
        if settings?.contains(folder) != true {
            Output.note("cph types: for your editor, add \"\(folder)\" to workspace.library in .luarc.json")
        }
    }
}
