import TestSupport
import Testing

/// A line of a source file that declares something for other targets.
private struct Declaration {
    let place: String
    let isDocumented: Bool

    /// Finds the declarations of a text that begin with `public`, `package` or `open`. Imports and extensions declare
    /// nothing by themselves.
    static func all(in text: String, path: String) -> [Declaration] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
        return lines.indices.filter { isDeclaration(lines[$0]) }.map { index in
            let above = lines[..<index].last { !$0.hasPrefix("@") || isDeclaration($0) } ?? ""
            return Declaration(place: "\(path):\(index + 1) \(lines[index])", isDocumented: above.hasPrefix("///"))
        }
    }

    /// `public @Sendable func` and `@inlinable public func` are declarations; `open = true` and `package = "x"` are not.
    private static func isDeclaration(_ line: Substring) -> Bool {
        var words = line.split(separator: " ").drop { $0.hasPrefix("@") }
        guard let access = words.popFirst(), let next = words.first else { return false }
        return ["public", "package", "open"].contains(access) && !["=", "+=", "import", "extension"].contains(next)
    }
}

/// What one target offers to others says what it is. The share is of lines that declare something `public`, `package`
/// or `open`.
struct DocumentedDeclarationsTests {
    /// The least share of documented declarations in percent, and the targets with another one. The properties of
    /// `CPHModel` are described by the rows of its field tables, which other tests look at.
    private static let least = 90
    private static let exceptions = ["CPHModel": 12]

    @Test func `documented and undocumented declarations are told apart`() {
        let text = """
            public import Schema

            /// Says what it is.
            @frozen
            public struct Documented {
                @inlinable public var bare: Int { 0 }
                @inlinable package static func alsoBare() {}
                package = "no declaration"
                let own = 1
            }
            package extension Documented {}
            """
        let declarations = Declaration.all(in: text, path: "A.swift")
        #expect(declarations.map(\.isDocumented) == [true, false, false])
        #expect(declarations.last?.place == "A.swift:7 @inlinable package static func alsoBare() {}")
    }

    @Test func `nine of ten declarations of every target are documented`() throws {
        let targets = Dictionary(grouping: try House().files, by: \.target)
        #expect(targets.count > 10)
        for (target, files) in targets {
            let declarations = try files.flatMap { Declaration.all(in: try Repository.text($0.path), path: $0.path) }
            let missing = declarations.filter { !$0.isDocumented }
            let documented = 100 * (declarations.count - missing.count)
            let places = missing.map(\.place).joined(separator: "\n")
            #expect(
                documented >= (Self.exceptions[target] ?? Self.least) * declarations.count,
                "\(target) has \(missing.count) of \(declarations.count) declarations without a comment:\n\(places)")
        }
    }
}
