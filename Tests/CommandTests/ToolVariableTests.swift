import CPHClient
import TestSupport
import Testing

@testable import cph

/// The variables of other tools: what the code reads is what the pages say.
@Suite(.ownThreads)
struct ToolVariableTests {
    /// The names that a file of the client reads, whole or put together of parts: `prefix + "ID_TOKEN"`.
    private struct Read {
        var names: Set<String> = []
        /// What looks like a name, or the end of one, and is neither.
        var unknown: Set<String> = []

        init(_ code: String) {
            let known = Set(ToolVariable.all.map(\.name) + CPHVariable.allCases.map(\.rawValue))
            // What begins with a value that is put in is no name, and no end of one: nobody can say here of which.
            let words = Set(SwiftTexts(code).literals).filter { word in
                word.count > 1 && !word.hasPrefix(SwiftTexts.placeholder)
                    && word.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
            }
            let hasPrefix = words.contains { $0.hasSuffix("_") }
            for word in words where !word.hasSuffix("_") {
                let whole = ([""] + words).map { $0 + word }.filter(known.contains)
                names.formUnion(whole)
                if whole.isEmpty, !word.hasPrefix("_"), hasPrefix || word.contains("_") { unknown.insert(word) }
            }
        }
    }

    /// The row that stands for a name with a service and a region in it.
    private static let patterns = ["HUAWEICLOUD_SDK_REGION_VALUE_VALUE": "HUAWEICLOUD_SDK_REGION_SERVICE_REGION"]

    @Test func `every variable that the client reads has a row, and every row is read`() throws {
        let find = "cd \"$0\" && find Sources/CPHClient -name '*.swift' ! -name ToolVariable.swift | sort"
        let files = try RunningCommand("/bin/sh", ["-c", find, Vectors.root]).wait().lines
        #expect(files.count > 20)
        var names: Set<String> = []
        for file in files {
            let read = Read(String(decoding: try Vectors.file(file), as: UTF8.self))
            let patterns = read.unknown.compactMap { Self.patterns[$0] }
            names.formUnion(read.names.union(patterns))
            let unknown = read.unknown.subtracting(Self.patterns.keys)
            #expect(unknown.isEmpty, "\(file): \(unknown.sorted())")
        }
        let rows = ToolVariable.all.map(\.name)
        #expect(Set(rows).count == rows.count && rows.count > 60)
        #expect(rows.filter { !names.contains($0) } == [])
    }

    @Test func `every variable of another tool has a page, and stands in the manual`() throws {
        let reference = try Manual(.embedded).reference
        let manual = try Command.cph("help", "environment").output
        #expect(manual.contains("\nVARIABLES OF OTHER TOOLS\n"))
        for variable in ToolVariable.all {
            #expect(reference[variable.name]?.doc.hasPrefix(variable.doc) == true, "\(variable.name)")
            #expect(manual.contains("\n  \(variable.name)\n"), "\(variable.name)")
        }
        let page = try Command.cph("doc", "OS_PASSWORD")
        #expect(
            page.status == 0
                && page.output == """
                    OS_PASSWORD
                    As `HW_USER_PASSWORD`, where that is absent. Neither scripts nor children see it.

                    """,
            "\(page)")
    }

    @Test func `every variable of the system that the code reads has a page, and every page is of one that counts`()
        throws
    {
        let find =
            "cd \"$0\" && find Sources -name '*.swift' ! -path '*/CPHClient/*' ! -path '*/Documentation/*' | sort"
        var (read, written): (Set<String>, Set<String>) = ([], [])
        for file in try RunningCommand("/bin/sh", ["-c", find, Vectors.root]).wait().lines {
            let code = String(decoding: try Vectors.file(file), as: UTF8.self)
            for match in code.matches(
                of: /(?:Environment\[|environment\(|variable\(|getenv\(|folder\()"([A-Z][A-Z0-9_]+)"/)
            {
                read.insert(String(match.1))
            }
            for match in code.matches(of: /"([A-Z][A-Z0-9_]+)"/) { written.insert(String(match.1)) }
        }
        let rows = Set(SystemVariable.all.map(\.name))
        let others = Set(ToolVariable.all.map(\.name) + CPHVariable.allCases.map(\.rawValue))
        #expect(read.count > 10 && rows.count == SystemVariable.all.count)
        #expect(read.union(written.filter { $0.hasPrefix("PG") }).subtracting(rows).subtracting(others) == [])
        // PostgreSQL's library reads its own.
        #expect(rows.filter { !$0.hasPrefix("PG") }.subtracting(written) == [] && rows.isDisjoint(with: others))
        let manual = try Command.cph("help", "environment").output
        #expect(rows.filter { !manual.contains("\n  \($0)\n") } == [])
        #expect(
            try Command.cph("doc", "PGPASSFILE").output.hasPrefix(
                "PGPASSFILE\nThe file with passwords of shared ledgers"))
    }
}
