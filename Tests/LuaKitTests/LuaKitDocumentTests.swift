import Glibc
import TestSupport
import Testing

/// What a reader of LuaKit finds: a comment at each public declaration, a README and a catalogue whose code runs.
struct LuaKitDocumentTests {
    private static let folder = "Sources/LuaKit"
    private static let tour = "Tests/LuaKitTests/TourTests.swift"

    @Test func `each public declaration of LuaKit has a doc comment`() throws {
        let files = try swiftFiles(below: Self.folder)
        let sources = try files.map { SwiftText(path: $0, text: try text($0)) }
        let inherited = Set(sources.flatMap(\.requirements))
        #expect(sources.flatMap(\.publicDeclarations).count > 300, "the scanner has lost its way")
        for declaration in sources.flatMap(\.publicDeclarations) {
            #expect(
                declaration.isDocumented || inherited.contains(declaration.name),
                "\(declaration.place): \(declaration.text) has no doc comment")
        }
    }

    @Test(arguments: ["\(folder)/README.md", "\(folder)/LuaKit.docc/LuaKit.md"])
    func `each Swift example of a page stands in a test of the tour`(page: String) throws {
        let tests = withoutIndentation(try text(Self.tour))
        let examples = swiftBlocks(of: try text(page))
        #expect(!examples.isEmpty)
        for example in examples {
            let code = example.split(separator: "\n").filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
            #expect(tests.contains(withoutIndentation(code)), "\(page): not a part of \(Self.tour):\n\(code)")
        }
    }

    @Test func `the catalogue lists each public type`() throws {
        let page = try text("\(Self.folder)/LuaKit.docc/LuaKit.md")
        for path in try swiftFiles(below: Self.folder) {
            for type in SwiftText(path: path, text: try text(path)).publicTypes {
                #expect(page.contains("``\(type)``"), "\(type)")
            }
        }
    }

    @Test func `the tour of the catalogue is made from the tests of the tour`() throws {
        let path = "\(Self.folder)/LuaKit.docc/Tour.md"
        let page = TourPage(tests: try text(Self.tour)).markdown
        if getenv("UPDATE_GENERATED") != nil { try write(page, to: path) }
        #expect(try text(path) == page, "make it anew: UPDATE_GENERATED=1 swift test --filter LuaKitDocumentTests")
    }
}

// MARK: Reading

private func text(_ path: String) throws -> String { String(decoding: try Vectors.file(path), as: UTF8.self) }

private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen("\(Vectors.root)/\(path)", "w"))
    fputs(text, file)
    fclose(file)
}

/// In alphabetical order, with paths from the root of the checkout.
private func swiftFiles(below folder: String) throws -> [String] {
    let stream = try #require(opendir("\(Vectors.root)/\(folder)"))
    defer { closedir(stream) }
    var files: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name.hasSuffix(".swift") {
            files.append("\(folder)/\(name)")
        } else if entry.pointee.d_type == DT_DIR, !name.hasPrefix(".") {
            files += try swiftFiles(below: "\(folder)/\(name)")
        }
    }
    return files.sorted()
}

private func withoutIndentation(_ text: String) -> String {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: "\n")
}

private func swiftBlocks(of page: String) -> [String] {
    page.split(separator: "```swift\n").dropFirst().map {
        String($0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex))
    }
}

/// A Swift file as a list of declarations, told apart by the words a line begins with: this project is formatted.
private struct SwiftText {
    struct Declaration {
        let place: String
        let text: String
        let name: String
        let isDocumented: Bool
    }

    let path: String
    let lines: [Substring]

    init(path: String, text: String) {
        (self.path, lines) = (path, text.split(separator: "\n", omittingEmptySubsequences: false))
    }

    /// Names of what public protocols require. Who meets a requirement inherits its comment, in DocC too.
    var requirements: [String] {
        var names: [String] = []
        var isInside = false
        for line in lines {
            if line.hasPrefix("public protocol ") { isInside = true } else if line.hasPrefix("}") { isInside = false }
            if isInside, line.hasPrefix("    "), let name = Self.name(in: line) { names.append(name) }
        }
        return names
    }

    var publicDeclarations: [Declaration] {
        var declarations: [Declaration] = []
        var publicEnums: [Int] = []  // columns of those that are open
        for (number, line) in lines.enumerated() {
            let column = line.prefix { $0 == " " }.count
            if line.dropFirst(column).hasPrefix("}") { publicEnums.removeAll { $0 >= column } }
            let words = Self.words(line)
            let isCase = words.first == "case" && publicEnums.last == column - 4
            guard isCase || (words.first == "public" && words.dropFirst().first != "import") else { continue }
            if words.contains("enum") { publicEnums.append(column) }
            declarations.append(
                Declaration(
                    place: "\(path):\(number + 1)", text: words.joined(separator: " "), name: Self.name(in: line) ?? "",
                    isDocumented: isDocumented(number)))
        }
        return declarations
    }

    /// Those that stand in no other type.
    var publicTypes: [String] {
        let kinds = ["public struct ", "public enum ", "public final class ", "public protocol "]
        return lines.filter { line in kinds.contains { line.hasPrefix($0) } }.compactMap(Self.name)
    }

    private func isDocumented(_ number: Int) -> Bool {
        for line in lines[..<number].reversed() {
            let text = line.drop { $0 == " " }
            if !text.hasPrefix("@") { return text.hasPrefix("///") }
        }
        return false
    }

    /// Without attributes.
    private static func words(_ line: Substring) -> [Substring] {
        Array(line.split(separator: " ").drop { $0.hasPrefix("@") })
    }

    private static func name(in line: Substring) -> String? {
        let kinds: Set<Substring> = ["func", "var", "let", "struct", "class", "enum", "protocol", "typealias", "case"]
        let words = words(line)
        if words.first?.hasPrefix("///") == true || words.first == "//" { return nil }
        guard let index = words.firstIndex(where: kinds.contains), index + 1 < words.count else { return nil }
        return String(words[index + 1].prefix { $0.isLetter || $0 == "_" })
    }
}

/// The page that is made from the tests of the tour.
private struct TourPage {
    private var sections: [(title: String, text: [String], code: [String])] = []

    init(tests: String) {
        var (text, code): ([String], [String]) = ([], [])
        let lines = tests.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines.drop(while: { !$0.hasPrefix("struct TourTests") }).dropFirst() {
            let indented = String(line.dropFirst(4))
            if line == "}" { break }
            if line == "    }", !sections.isEmpty, isInTest {
                close(text, code)
                (text, code) = ([], [])
            } else if indented.hasPrefix("/// ") {
                text.append(String(indented.dropFirst(4)))
            } else if indented.hasPrefix("@Test func `") {
                sections.append((String(indented.split(separator: "`")[1]), [], []))
                isInTest = true
            } else {
                code.append(isInTest ? String(indented.dropFirst(4)) : indented.replacing("private ", with: ""))
            }
        }
    }

    private var isInTest = false

    private mutating func close(_ text: [String], _ code: [String]) {
        isInTest = false
        sections[sections.count - 1].text = text
        sections[sections.count - 1].code = Array(code.drop { $0.isEmpty })
    }

    var markdown: String {
        let head = """
            # Tour

            Each section is a test of `Tests/LuaKitTests/TourTests.swift`, from which this page is made: `#expect` states what holds.

            """
        return sections.reduce(into: head) { page, section in
            let title = section.title.prefix(1).uppercased() + section.title.dropFirst()
            page += "\n## \(title)\n\n\(section.text.joined(separator: "\n"))\n\n"
            page += "```swift\n\(section.code.joined(separator: "\n"))\n```\n"
        }
    }
}
