import ArgumentParser
import Purchasing
import TestSupport
import Testing

@testable import cph

/// Whatever a text tells people to type is there: each option, and each command line as the parser reads it.
@Suite(.ownThreads)
struct HintTests {
    /// A text of this repository that people read.
    private struct Text {
        let file: String
        let text: String
    }

    private static func files(_ pattern: String, in folders: String) throws -> [String] {
        let script = "cd \"$0\" && find \(folders) -name '\(pattern)' -type f | sort"
        return try RunningCommand("/bin/sh", ["-c", script, Vectors.root]).wait().lines
    }

    private static func read(_ file: String) throws -> String {
        String(decoding: try Vectors.file(file), as: UTF8.self)
    }

    /// String literals and documentation comments of Swift, and all of what is Lua or Markdown.
    private static let texts = Result {
        var texts: [Text] = []
        for file in try files("*.swift", in: "Sources") {
            let swift = SwiftTexts(try read(file))
            texts += (swift.literals + swift.comments).map { Text(file: file, text: $0) }
        }
        for file in try files("*.lua", in: "stdlib scripts") {
            for line in try read(file).split(separator: "\n") {
                let isComment = line.drop { $0 == " " }.hasPrefix("--")
                texts.append(Text(file: file, text: isComment ? comment(line) : String(line)))
            }
        }
        for file in try files("*.md", in: "*.md Sources stdlib Tests/Samples") {
            texts += try read(file).split(separator: "\n").map { Text(file: file, text: String($0)) }
        }
        return texts
    }

    /// A comment without its dashes; code in it stays indented.
    private static func comment(_ line: Substring) -> String {
        let text = line.drop { $0 == " " }.drop { $0 == "-" }
        return String(text.hasPrefix(" ") ? text.dropFirst() : text)
    }

    // MARK: Options

    /// Every option of every command.
    private static let options: Set<String> = {
        var found: Set<String> = []
        func add(_ command: any ParsableCommand.Type) {
            let help = Root.helpMessage(for: command, includeHidden: true, columns: 200)
            found.formUnion(words(in: help))
            for command in command.configuration.subcommands { add(command) }
        }
        add(Root.self)
        return found
    }()

    /// Words such as `--allow-spend`.
    private static func words(in text: String) -> [String] {
        var words: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "--") {
            let before = start.lowerBound > text.startIndex ? text[text.index(before: start.lowerBound)] : " "
            let name = rest[start.upperBound...].prefix { $0.isASCII && ($0.isLowercase || $0 == "-" || $0.isNumber) }
            if name.first?.isLowercase == true, !before.isLetter, before != "-" {
                words.append("--\(name)".trimmingDashes)
            }
            rest = rest[start.upperBound...].dropFirst(name.count)
        }
        return words
    }

    /// Options of other programs, of scripts in examples, and what stands for a mistake.
    private static let others: [String: Set<String>] = [
        "README.md": ["--long", "--uninstall"],
        "Sources/decisions/0002-performance-budget.md": ["--tool"],
        "CHANGELOG.md": ["--long"],
        "CONTRIBUTING.md": ["--check", "--file", "--long", "--recursive", "--tag"],
        "Sources/CPHClient/Credentials/KooCLISettings.swift": ["--cli-auth-encrypt"],
        "stdlib/CREDENTIALS.md": ["--cli-auth-encrypt"],
        "stdlib/cph/plan/html.lua": ["--back", "--bar", "--line", "--text"],
        "stdlib/guides/emulator.md": ["--zone"], "stdlib/guides/renewing.md": ["--months", "--pay", "--within"],
        "Sources/Docs/Pictures/ReportStyle.swift": ["--back", "--line", "--muted", "--soft", "--text"],
        "Sources/Libraries/Archive.swift": ["--gid", "--uid"],
        "Sources/Libraries/Download.swift": [
            "--connect-timeout", "--disable", "--globoff", "--max-filesize", "--netrc-optional", "--output", "--proto",
            "--show-error", "--silent", "--write-out",
        ],
        "Sources/Libraries/RockPacker.swift": ["--deps-mode", "--lua-version", "--pack-binary-rock", "--tree"],
        "Sources/Libraries/Vendor.swift": ["--bare", "--depth", "--full-tree", "--no-tags", "--quiet"],
    ]

    /// What a script declares itself: `{ "--zone", … }`.
    private static func declared(in texts: [Text]) -> [String: Set<String>] {
        texts.filter { $0.text.drop { $0 == " " }.hasPrefix("{ \"--") }
            .reduce(into: [:]) { $0[$1.file, default: []].formUnion(words(in: $1.text)) }
    }

    @Test func `every option that a text names is an option of a command`() throws {
        #expect(Self.options.count > 50)
        let texts = try Self.texts.get()
        let declared = Self.declared(in: texts)
        // The modules that read a script's options speak of options that are no command's.
        for text in texts where !text.file.hasPrefix("stdlib/cph/args") {
            let unknown = Self.words(in: text.text).filter {
                !Self.options.contains($0) && Self.others[text.file]?.contains($0) != true
                    && declared[text.file]?.contains($0) != true
            }
            #expect(unknown.isEmpty, "\(text.file): \(text.text)")
        }
    }

    // MARK: Command lines

    @Test func `every command line that a text shows is one`() throws {
        var seen: Set<[String]> = []
        for text in try Self.texts.get() where text.text != Self.seed {
            for (words, isCode) in CommandLines(in: text.text).found where Self.isCommand(words, isCode) {
                guard seen.insert(words + ["\(isCode)"]).inserted else { continue }
                let problem = Self.problem(words, isCode)
                #expect(problem == nil, "\(text.file): cph \(words.joined(separator: " ")): \(problem ?? "")")
            }
        }
        #expect(seen.count > 100)
    }

    /// What the ledger's hash chain begins with, which only looks like a command.
    private static let seed = "cph ledger \(SwiftTexts.placeholder)"

    /// Whether words behind `cph` are a command line and not the rest of a sentence.
    private static func isCommand(_ words: [String], _ isCode: Bool) -> Bool {
        guard let first = words.first else { return false }
        if first.hasSuffix(">") { return false }
        return isCode || first.hasPrefix("-") || Run.isCommand(first)
    }

    /// Why no beginning of `words` that has all its options can be parsed; nil when one can.
    private static func problem(_ words: [String], _ isCode: Bool) -> String? {
        let needed = isCode ? words.count : (words.lastIndex { $0.hasPrefix("-") || isPlaceholder($0) } ?? 0) + 1
        var first: String?
        for count in needed...max(words.count, needed) {
            for filled in Self.filled(Array(words.prefix(count))) {
                guard let problem = parse(filled) else { return nil }
                // A command or an option may be named without what belongs behind it.
                if isCode, problem.hasPrefix("Missing ") || isName(filled) { return nil }
                first = first ?? problem
            }
        }
        return first
    }

    /// Whether `words` are the name of a command and nothing else, as in `ledger resolve`.
    private static func isName(_ words: [String]) -> Bool {
        var command: any ParsableCommand.Type = Root.self
        for word in words {
            let next = command.configuration.subcommands.first { $0._commandName == word }
            guard let next else { return false }
            command = next
        }
        return true
    }

    /// Words with something in the place of each placeholder, alternatives taken one by one.
    private static func filled(_ words: [String]) -> [[String]] {
        let plain = words.map { String($0.filter { !"[]…<>".contains($0) }) }.filter { !$0.isEmpty }
        let values = [
            "1", "1m", "https://example.org", "\(Vectors.root)/stdlib", "git+https://example.org/a.git#v1",
            "postgresql://db.example/cph",
        ]
        let all = values.map { value in
            plain.map { word in
                let word = word.split(separator: "|").first.map(String.init) ?? word
                return isPlaceholder(word) ? value : word.replacing(SwiftTexts.placeholder, with: value)
            }
        }
        // Without a placeholder they are all the same; the first value suits most.
        return all[0] == all[1] ? [all[0]] : all
    }

    private static func isPlaceholder(_ word: String) -> Bool {
        word == SwiftTexts.placeholder || !word.isEmpty && word.allSatisfy { $0.isUppercase || $0 == "_" }
    }

    /// What the parser says against `words`; nil when it takes them.
    private static func parse(_ words: [String]) -> String? {
        // `UsualRunTests` compare this with the parser, which takes a second for each call in a debug build: it examines every
        // group of options again for each group around it.
        if Run(usual: words) != nil { return nil }
        do {
            let command = try Root.parseAsRoot(
                Run.isCommand(words.first) ? DocCommand.withNames(words) : ["run"] + words)
            if let run = command as? RunCommand, let script = run.words.first, script.hasPrefix("--"),
                !["--help", "--"].contains(script)
            {
                return "\(script) is no option"
            }
            return nil
        } catch {
            return Root.exitCode(for: error) == .success ? nil : Root.message(for: error)
        }
    }
}

extension String {
    fileprivate var trimmingDashes: String { String(reversed().drop { $0 == "-" }.reversed()) }
}
