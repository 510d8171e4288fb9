import CPHModel
import Schema
import Text

extension AnswerDocument {
    /// A place in a text where a document begins.
    public struct Finding: Sendable {
        /// The line of the text, from 1.
        public let line: Int
        /// The document; nil where it is not as it was written.
        public let document: AnswerDocument?
        /// What is wrong with it; nil where nothing is.
        public let damage: String?
    }

    /// Finds the documents in any text: a spool's file, an emergency file, the log of a CI system that puts the time before
    /// each line or the line into JSON of its own.
    ///
    /// - Parameter masked: What a CI system may have made `***` of, such as a project id that it keeps as a secret.
    public static func all(in text: [UInt8], masked: [String] = []) -> [Finding] {
        var findings: [Finding] = []
        let mark = Array(marker.utf8)
        for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            var rest = line
            while let place = rest.firstRange(of: mark) {
                if let start = start(before: place.lowerBound, in: rest) {
                    findings.append(finding(in: rest[start...], index + 1, masked))
                }
                rest = rest[place.upperBound...]
            }
        }
        return findings
    }

    private static func finding(in text: ArraySlice<UInt8>, _ line: Int, _ masked: [String]) -> Finding {
        do throws(Damage) {
            return Finding(line: line, document: try AnswerDocument(plain: unwrapped(text)), damage: nil)
        } catch {
            let mask = Array("***".utf8)
            guard text.firstRange(of: mask) != nil else { return Finding(line: line, document: nil, damage: error.why) }
            for value in masked {
                let filled = replacing(mask, in: text, by: Array(value.utf8))
                if let document = try? AnswerDocument(plain: unwrapped(filled[...])) {
                    return Finding(line: line, document: document, damage: nil)
                }
            }
            return Finding(
                line: line, document: nil, damage: "\(error.why); it has ***, as CI systems write for what they hide")
        }
    }

    private static func replacing(_ part: [UInt8], in text: ArraySlice<UInt8>, by other: [UInt8]) -> [UInt8] {
        var (result, rest) = ([UInt8](), text)
        while let place = rest.firstRange(of: part) {
            result += rest[..<place.lowerBound] + other
            rest = rest[place.upperBound...]
        }
        return result + rest
    }

    /// Where the brace of `{"` stands before the marker, with whatever backslashes a log put between; nil where none does.
    private static func start(before marker: Int, in text: ArraySlice<UInt8>) -> Int? {
        let before = text[..<marker]
        guard before.last == UInt8(ascii: "\"") else { return nil }
        let opening = before.dropLast().reversed().drop { $0 == UInt8(ascii: "\\") }
        guard opening.first == UInt8(ascii: "{") else { return nil }
        return before.lastIndex(of: UInt8(ascii: "{"))
    }

    /// The document as it was written, where it stands as text in a log's own JSON, in how many layers whatsoever.
    private static func unwrapped(_ text: ArraySlice<UInt8>) throws(Damage) -> ArraySlice<UInt8> {
        var text = text
        while text.dropFirst().first == UInt8(ascii: "\\") {
            var (end, isEscaped) = (text.startIndex, false)
            while end < text.endIndex, isEscaped || text[end] != UInt8(ascii: "\"") {
                isEscaped = !isEscaped && text[end] == UInt8(ascii: "\\")
                end += 1
            }
            let quoted = [UInt8(ascii: "\"")] + text[..<end] + [UInt8(ascii: "\"")]
            guard end < text.endIndex, let inner = try? Value(json: quoted).text else { throw Damage(why: "it is cut") }
            text = Array(inner.utf8)[...]
        }
        return text
    }

    /// Reads the document that `text` begins with, whatever follows it.
    private init(plain text: ArraySlice<UInt8>) throws(Damage) {
        guard let seal = text.firstRange(of: Array(Self.seal.utf8)) else { throw Damage(why: "it is cut") }
        let content = text[..<seal.lowerBound]
        let sum = text[seal.upperBound...].prefix(64)
        guard sum.count == 64, text[sum.endIndex...].starts(with: Array("\"}".utf8)) else {
            throw Damage(why: "it is cut")
        }
        let computed: String
        do { computed = try Digest.hex(Array(content)) } catch { throw Damage(why: error.message) }
        guard Array(computed.utf8) == Array(sum) else { throw Damage(why: "it was changed: its checksum is another") }
        guard let members = (try? Value(json: Array(content) + [UInt8(ascii: "}")]))?.members else {
            throw Damage(why: "it is no JSON")
        }
        try self.init(members: members)
    }
}
