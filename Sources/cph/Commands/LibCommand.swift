import ArgumentParser
import Files
import Libraries
import Projects
import Purchasing
import Session

struct LibCommand: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "lib", abstract: "Installs, checks and publishes the libraries of a project.",
        subcommands: [
            LibInit.self, LibAdd.self, LibInstall.self, LibUpdate.self, LibRemove.self, LibList.self, LibOutdated.self,
            LibWhy.self, LibVerify.self, LibVendor.self, LibPublish.self,
        ])
    @OptionGroup var messages: MessageOptions
}

/// Runs `body`, and prints the error that it throws. Ctrl-C ends the program when nothing half done is left behind.
func perform(_ body: () throws -> Void) throws {
    do {
        try HeldInterrupts.during(body)
    } catch let status as ExitStatus {
        throw status
    } catch {
        Output.error("cph: \(error)")
        throw ExitStatus.scriptError
    }
}

/// Makes the path of a folder absolute, which need not exist yet.
func absolute(_ path: String) -> String {
    Files.real(path) ?? (path.hasPrefix("/") ? path : "\(Files.real(".") ?? "")/\(path)")
}

/// The project around the working directory. What is done is said on standard error; standard output has results alone.
func workspace() throws -> Workspace {
    try Workspace(around: ".", environment: Environment.variables) { Output.note($0) }
}

struct LibInit: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes this folder a project: rockspec, settings, a module with a test, a script.")

    @Argument(help: "What the library is called; the folder's name when absent.")
    var name: String?

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            let folder = Files.real(".") ?? "."
            let template = try ProjectTemplate(name: name ?? folder.split(separator: "/").last.map(String.init) ?? "")
            try template.write(to: folder) { Output.note($0) }
        }
    }
}

struct LibAdd: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Adds a library to the rockspec and installs it.",
        usage: "cph lib add NAME [RANGE] [--server URL]")

    @Argument(help: "The name of the library.")
    var name: String

    @Argument(help: "Which versions, such as '>= 1.2, < 2'; any when absent.")
    var range = ""

    @Option(help: ArgumentHelp("A folder, a file:// or an http(s):// address to ask first.", valueName: "url"))
    var server: String?

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            try Installer(try workspace()).add(
                name, range: range, server: server.map { $0.contains("://") ? $0 : absolute($0) })
        }
    }
}

struct LibInstall: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Installs what the rockspec needs into lua_modules, and writes cph.lock.")

    @Flag(help: "Install exactly what cph.lock says, version by version and file by file, or nothing.")
    var locked = false

    /// What other package managers take here.
    @Argument(help: .hidden)
    var names: [String] = []

    @OptionGroup var messages: MessageOptions

    func validate() throws {
        guard let name = names.first else { return }
        throw ValidationError("install takes what the rockspec needs; cph lib add \(name) adds a library to it")
    }

    func run() throws {
        try perform {
            let installer = Installer(try workspace())
            if locked { try installer.installLocked() } else { try installer.install() }
        }
    }
}

struct LibUpdate: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "update", abstract: "Installs the newest versions that the rockspec allows.")

    @Argument(help: "The library to update; all when absent.", completion: .shellCommand(installedLibraries))
    var name: String?

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform { try Installer(try workspace()).update(name) }
    }
}

struct LibRemove: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a library out of the rockspec and out of lua_modules.")

    @Argument(help: "The name of the library.", completion: .shellCommand(installedLibraries))
    var name: String

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform { try Installer(try workspace()).remove(name) }
    }
}

struct LibVerify: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks that lua_modules is what cph.lock says.")
    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform { try Verifier(try workspace()).run() }
    }
}

struct LibVendor: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "vendor", abstract: "Installs the modules of a git tag.",
        usage: "cph lib vendor git+URL#TAG [FOLDER]")

    @Argument(help: "The repository and the tag, such as git+https://git.example.org/fleets.git#v1.2.0.")
    var address: String

    @Argument(help: "Where the modules are in the repository: lua, src, lib or . when absent.")
    var folder: String?

    @Option(help: ArgumentHelp("How long to wait for the repository.", valueName: "duration"), transform: duration)
    var timeout = Duration.seconds(60)

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            let address = try Vendor.Address(address)
            try Vendor(try workspace(), address, folder: folder, limit: timeout).run()
        }
    }
}
