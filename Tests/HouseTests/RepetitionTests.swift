import TestSupport
import Testing

/// What is written twice begins to differ: equal lines in two places of the sources become one piece of code.
struct RepetitionTests {
    /// So many equal lines in a row are a repetition.
    private static let length = 6

    /// Lines that mean something, with their numbers: without blanks, comments, imports and lone brackets.
    private static func lines(of text: String) -> [(number: Int, text: String)] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let words = line.drop { $0 == " " }
            guard words.contains(where: \.isLetter), !words.hasPrefix("//"), !words.hasPrefix("import "),
                !words.contains(" import ")
            else { return nil }
            return (index + 1, String(words))
        }
    }

    /// The places at which `length` lines begin that begin elsewhere too, in pairs.
    private static func repetitions(in texts: [(path: String, text: String)]) -> [String] {
        var seen: [[String]: String] = [:]
        var found: [String] = []
        for (path, text) in texts {
            let lines = lines(of: text)
            for start in lines.indices.dropLast(length - 1) {
                let run = lines[start..<start + length].map(\.text)
                let place = "\(path):\(lines[start].number)"
                if let other = seen[run] { found.append("\(place) repeats \(other)") } else { seen[run] = place }
            }
        }
        return found
    }

    @Test func `six equal lines are found, whatever stands between them`() {
        let lines = ["a1", "b2", "c3", "d4", "e5", "f6"]
        let first = (path: "A", text: lines.joined(separator: "\n"))
        let second = (path: "B", text: "x\n" + lines.map { "    \($0)" }.joined(separator: "\n\n    // why\n    }\n"))
        #expect(Self.repetitions(in: [first, second]) == ["B:2 repeats A:1"])
        #expect(Self.repetitions(in: [first, (path: "C", text: lines.dropLast().joined(separator: "\n"))]).isEmpty)
    }

    /// The rows of the models are the wire's: the service itself repeats fields from object to object.
    @Test func `nothing in the sources stands twice`() throws {
        let files = try House().files.filter { !$0.path.hasPrefix("Sources/CPHModel/Models/") }
        let texts = try files.map { (path: $0.path, text: try Repository.text($0.path)) }
        let found = Self.repetitions(in: texts)
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }
}
