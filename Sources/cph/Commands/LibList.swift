import ArgumentParser
import Files
import Glibc
import Libraries
import Schema
import Terminal
import Text

/// Lists the names of what is installed, for a shell's Tab.
let installedLibraries = "cph lib list 2>/dev/null | cut -f 1"

struct LibList: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the libraries that are installed, with who needs each.")

    @Flag(help: "Print a JSON list of name, version, needed_by, from, commit and files.")
    var json = false

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            let rows = try LibraryListing(try workspace()).rows()
            if json { return Output.line(Value.list(rows.map(\.value)).prettyJSON()) }
            show(["library", "version", "needed by", "from"], rows.map(\.words))
            if rows.isEmpty { Output.note("nothing is installed") }
        }
    }
}

struct LibOutdated: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "outdated", abstract: "Asks the servers for newer versions, and changes nothing.",
        discussion: """
            Of each library with a newer version: the one that is installed, the one that cph lib update would install, \
            and the newest. Libraries from git are not looked at.
            """)

    @Flag(help: "Print a JSON list of name, installed, fits and newest.")
    var json = false

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            let listing = LibraryListing(try workspace())
            let rows = try listing.outdated()
            if json { return Output.line(Value.list(rows.map(\.value)).prettyJSON()) }
            show(["library", "installed", "fits", "newest"], rows.map(\.words))
            guard rows.isEmpty else { return }
            Output.note(try listing.rows().isEmpty ? "nothing is installed" : "everything is the newest")
        }
    }
}

struct LibWhy: MessagingCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Says who needs a library that is installed, a line for each way to it.")

    @Argument(help: "The name of the library.", completion: .shellCommand(installedLibraries))
    var name: String

    @Flag(help: "Print a JSON list of ways, each a list of who wants what.")
    var json = false

    @OptionGroup var messages: MessageOptions

    func run() throws {
        try perform {
            let (rock, ways) = try LibraryListing(try workspace()).ways(to: name)
            if json { return Output.line(Value.list(ways.map { .list($0.map(\.value)) }).prettyJSON()) }
            for way in ways { Output.line(cleaned(way.map(\.words).joined(separator: "; "), limit: .max)) }
            if ways.isEmpty { Output.note("\(rock.name) \(rock.version) is from \(rock.from), and nothing needs it") }
        }
    }
}

/// Prints rows: in columns for people, separated by tabs for programs.
private func show(_ headers: [String], _ rows: [[String]]) {
    guard isatty(1) == 1, !rows.isEmpty else {
        for row in rows { Output.line(row.map { cleaned($0, limit: .max) }.joined(separator: "\t")) }
        return
    }
    let table = Table(headers: headers, rows: rows.map { $0.map { .text($0) } })
    let palette = Palette(.auto, isTerminal: true) { Environment[$0] }
    Pager { Environment[$0] }.show(table.rendered(columns: terminalSize(of: 1)?.columns, palette: palette))
}

extension LibraryListing.Row {
    fileprivate var words: [String] {
        [rock.name, rock.version, users.isEmpty ? "-" : users.joined(separator: ","), rock.from]
    }

    fileprivate var value: Value {
        var members: Object = [
            "name": .string(rock.name), "version": .string(rock.version),
            "needed_by": .list(users.map(Value.string)), "from": .string(rock.from),
        ]
        members["commit"] = rock.commit.map(Value.string)
        members["files"] = .list(rock.files.keys.sorted().map(Value.string))
        return .object(members)
    }
}

extension LibraryListing.OutdatedRow {
    fileprivate var words: [String] { [name, installed, fits ?? "-", newest] }

    fileprivate var value: Value {
        .object([
            "name": .string(name), "installed": .string(installed), "fits": fits.map(Value.string) ?? .null,
            "newest": .string(newest),
        ])
    }
}

extension LibraryWish {
    /// `grid 1.2-1 wants base >= 1`.
    fileprivate var words: String { "\(by)\(version.map { " \($0)" } ?? "") wants \(wants)" }

    fileprivate var value: Value {
        .object([
            "by": .string(by), "version": version.map(Value.string) ?? .null, "wants": .string(wants),
        ])
    }
}
