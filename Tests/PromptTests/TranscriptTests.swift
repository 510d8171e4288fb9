import Files
import Glibc
import Projects
import Testing

/// What an operator types and what the prompt answers, as text files beside this one: each part of a file begins with
/// `# ` and a sentence, and has a prompt of its own.
///
/// After a change that is meant: `UPDATE_TRANSCRIPTS=1 swift test --filter TranscriptTests` writes what the prompt says
/// now, for the diff to be read.
struct TranscriptTests {
    static let names = ["commands", "completion", "errors", "help", "language", "printing"]

    @Test(arguments: names)
    func `the prompt answers as its transcript says`(name: String) throws {
        let file = try TranscriptFile(named: name)
        #expect(!file.parts.isEmpty)
        let replayed = try file.parts.map { try TranscriptFile.Part($0.title, TestPrompt().replay($0.text)) }
        if getenv("UPDATE_TRANSCRIPTS") != nil { try file.write(replayed) }
        for (part, said) in zip(file.parts, replayed) {
            #expect(said.text == part.text, "\(name).txt: \(part.title)")
        }
    }

    @Test func `every transcript in the folder is listed above`() {
        var found = glob_t()
        defer { globfree(&found) }
        #expect(glob("\(TranscriptFile.folder)/*.txt", 0, nil, &found) == 0)
        #expect(found.gl_pathc == Self.names.count)
    }
}

/// One file of transcripts.
struct TranscriptFile {
    struct Part {
        let title: String
        let text: String

        init(_ title: String, _ text: String) { (self.title, self.text) = (title, text) }
    }

    static let folder = "\(#filePath)".split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/transcripts"
    private let path: String
    let parts: [Part]

    init(named name: String) throws {
        path = "\(Self.folder)/\(name).txt"
        let text = String(decoding: try Files.read(path), as: UTF8.self)
        parts = "\n\(text)".split(separator: "\n# ").compactMap { part in
            let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            guard lines.count == 2 else { return nil }
            return Part(String(lines[0]), lines[1].trimmingLineBreaks)
        }
    }

    func write(_ parts: [Part]) throws {
        let text = parts.map { "# \($0.title)\n\($0.text)\n" }.joined(separator: "\n")
        try #require(unlink(path) == 0)
        try Files.create(path, Array(text.utf8))
    }
}

extension Substring {
    fileprivate var trimmingLineBreaks: String {
        guard let last = lastIndex(where: { $0 != "\n" }) else { return "" }
        return String(self[...last].drop { $0 == "\n" })
    }
}
