import Files
import Glibc
import PostgresSupport
import Stdlib
import TestSupport
import Testing

@testable import cph

/// What the guides show, done in their order: in a folder of one's own, with an account on an emulated cloud, and a ledger of
/// the team's on a server.
@Suite(.ownThreads)
struct GuideTests {
    /// The manuals beside the folder of guides have tests of their own.
    private static let names = EmbeddedTexts.all.guides.map(\.name)
        .filter { !["credentials", "policies", "libraries"].contains($0) }

    private static func text(_ name: String) throws -> String {
        try #require(EmbeddedTexts.all.guides.first { $0.name == name }?.text)
    }

    @Test(arguments: names)
    func `what a guide shows works, line by line`(name: String) throws {
        let reader = try GuideReader()
        for snippet in GuideSnippet.all(in: try Self.text(name)) { try reader.follow(snippet) }
        #expect(reader.count > 2, "\(name) shows next to nothing")
    }

    @Test func `every page that a guide sends its reader to exists`() throws {
        let lookup = DocLookup(try Manual(.embedded).reference)
        for (name, text) in EmbeddedTexts.all.guides {
            for mention in text.matches(of: /`cph (doc|help) ([^`]+)`/) {
                let words = mention.2.split(separator: " ").map(String.init)
                if words.contains(where: {
                    $0 == $0.uppercased() && $0.contains(where: \.isLetter) && !$0.contains("_")
                }) {
                    continue
                }
                if mention.1 == "help" {
                    #expect(try Command.start(["help"] + words).wait().status == 0, "\(name): \(mention.0)")
                } else {
                    #expect(lookup.answer(to: words).errors.isEmpty, "\(name): \(mention.0)")
                }
            }
        }
    }
}

/// A piece of a guide that a reader would copy.
private enum GuideSnippet {
    /// Lua, with the file that its first line names.
    case lua(String, file: String?)
    case shell([String])
    case json(String)

    static func all(in text: String) -> [GuideSnippet] {
        let parts = text.split(separator: "\n```", omittingEmptySubsequences: false)
        return zip(parts, 0...).compactMap { part, index in
            guard index % 2 == 1 else { return nil }
            let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let body = lines.dropFirst()
            switch lines[0] {
            case "lua":
                let first = body.first ?? ""
                return .lua(
                    body.joined(separator: "\n") + "\n", file: first.hasPrefix("-- ") ? String(first.dropFirst(3)) : nil
                )
            case "sh": return .shell(Array(body))
            case "yaml": return .shell(body.map { String($0.trimmingPrefix("    - ")) }.filter { $0.hasPrefix("cph ") })
            case "json": return .json(body.joined(separator: "\n"))
            case "hcl": return nil
            default:
                Issue.record("nobody checks \(lines[0])")
                return nil
            }
        }
    }
}

/// Somebody who does what a guide says.
private final class GuideReader {
    private let folder: TemporaryFolder
    private let shared: SharedCloud
    private var exports: [String] = []
    /// The last hash that was shown.
    private var hash = ""
    private(set) var count = 0

    init() throws {
        (folder, shared) = (try TemporaryFolder(["bin/x": ""]), try SharedCloud())
        folder.remove("bin/x")
        #expect(symlink(Command.executable, "\(folder.path)/bin/cph") == 0)
        try Files.makeFolder("\(folder.path)/work")
    }

    func follow(_ snippet: GuideSnippet) throws {
        count += 1
        switch snippet {
        case .lua(let text, let file?): try folder.write("work/\(file)", text)
        case .lua(let text, nil):
            let outcome = try Command.cph("--emulator", "-", input: text)
            #expect(outcome.status == 0, "\(text)\n\(outcome.error)")
        case .json(let text): try folder.write("work/small.json", text)
        case .shell(let lines): for line in lines { try run(line) }
        }
    }

    private func run(_ line: String) throws {
        if line.hasPrefix("export ") { return exports.append(replaced(line)) }
        if line.hasSuffix("# at a terminal") { return }
        let status = line.firstMatch(of: /# ends with (\d+)/).flatMap { Int32($0.1) } ?? 0
        let script = (["cd \(folder.path)/work"] + exports + [replaced(line)]).joined(separator: "\n")
        var environment = shared.environment(of: 0)
        environment["CPH_LEDGER"] = nil
        environment["PATH"] = "\(folder.path)/bin:/usr/bin:/bin"
        environment["CPH_NO_METADATA"] = "1"
        environment["CPH_REGION"] = "cn-east-3"
        let outcome = try RunningCommand("/bin/sh", ["-c", script], environment: environment).wait()
        #expect(outcome.status == status, "\(line)\n\(outcome.output)\n\(outcome.error)")
        let shown = outcome.output + outcome.error
        if let match = shown.matches(of: /(?:hash |approve )([0-9a-f]{8,})/).last { hash = String(match.1) }
    }

    private func replaced(_ text: String) -> String {
        // The superuser's, who may make roles.
        text.replacing("$HASH", with: "HASH").replacing(
            "postgresql://db.corp.example/purchases", with: "'\(shared.database.address)'"
        ).replacing(
            "HASH", with: hash)
    }
}
