import ArgumentParser
import Files
import Projects
import Purchasing
import Schema
import Stdlib
import Text

struct NewCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Writes a file to begin with: a script, a fleet, a library or a test.",
        discussion: """
            Scripts and fleets are written as NAME.lua into the working directory, or into scripts of the project that it is the \
            folder of; libraries as lib/NAME.lua and tests as spec/NAME_spec.lua of the project, or else of the working \
            directory. What is written passes cph check, a test passes cph test, and nothing is ever replaced. For a whole \
            project: cph lib init.
            """)

    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case script, fleet, library, test
    }

    @Argument(help: "script, fleet, library or test.") var kind: Kind
    @Argument(help: "What it is called: small letters, digits, - and _, such as game.") var name: String
    @OptionGroup var messages: MessageOptions

    private func checkName() throws {
        let letters = name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
        guard letters, name.first?.isLetter == true else {
            Output.error("cph: \(quoted(name)) is no name for it: small letters, digits, - and _, such as game")
            throw ExitStatus.usage
        }
    }

    func run() throws {
        try checkName()
        let path = path
        let text = EmbeddedTexts.all["stdlib/starts/\(kind.rawValue).lua"] ?? ""
        let words = text.replacing("MODULE", with: module).replacing("NAME", with: name)
        guard !Files.exists(path) else {
            Output.error("cph: \(path) is there already, and stays as it is")
            throw ExitStatus.refused
        }
        do throws(FileError) { try Files.create(path, Array(words.utf8), makesFolders: true) } catch {
            Output.error("cph: \(error)")
            throw ExitStatus.scriptError
        }
        Output.note("cph: \(path) is written; next: \(next(path))")
    }

    /// The module's name in Lua, where `-` is no part of a name.
    private var module: String { name.replacing("-", with: "_") }

    private var path: String {
        let folder = Project.root(from: ".") ?? ""
        let root = folder.isEmpty || folder == Files.real(".") ? "" : "\(folder)/"
        switch kind {
        case .script, .fleet:
            return Files.isFolder("scripts") && Files.exists(Project.fileName) ? "scripts/\(name).lua" : "\(name).lua"
        case .library: return "\(root)lib/\(module).lua"
        case .test: return "\(root)spec/\(module)_spec.lua"
        }
    }

    private func next(_ path: String) -> String {
        switch kind {
        case .script, .fleet: "cph --emulator \(shellWord(path))"
        case .library: "cph check \(shellWord(path)), cph new test \(name)"
        case .test: "cph test \(shellWord(path))"
        }
    }
}
