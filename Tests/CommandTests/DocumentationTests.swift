import TestSupport
import Testing

/// What the documents promise.
struct DocumentationTests {
    private static let documents = ["README.md", "Sources/README.md", "stdlib/README.md", "CHANGELOG.md"]

    private static func text(_ path: String) throws -> String {
        String(decoding: try Vectors.file(path), as: UTF8.self)
    }

    /// Texts in backticks that look like a file of this repository.
    private static func paths(in text: String) -> [String] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { index, part in
            guard index % 2 == 1, part.contains("/"), !part.contains(" "), !part.contains("*") else { return nil }
            let folders = ["Sources/", "Tests/", "scripts/", "stdlib/"]
            return folders.contains { part.hasPrefix($0) } && !part.contains("NAME") ? String(part) : nil
        }
    }

    @Test(arguments: documents)
    func `every file that is named exists`(document: String) throws {
        for path in Self.paths(in: try Self.text(document)) {
            #expect(throws: Never.self, "\(document) names \(path)") { try Vectors.exists(path) }
        }
    }

    @Test func `the script of the README runs`() throws {
        let text = try Self.text("README.md")
        let script = text.split(separator: "```lua\n")[1].split(separator: "```\n")[0]
        let outcome = try Command.cph("--emulator", "-", input: String(script))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.split(separator: "\n").count == 25)
    }

    @Test func `every command and every exit code is in the README`() throws {
        let text = try Self.text("README.md")
        for command in ["emulator", "ledger list", "ledger resolve"] { #expect(text.contains("cph \(command)")) }
        for code in [0, 1, 2, 3, 4, 5, 6, 20] { #expect(text.contains("\n| \(code) | ")) }
    }
}
