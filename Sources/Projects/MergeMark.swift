/// A mark that a merge of two versions has left in a file: `<<<<<<<`, `|||||||`, `=======` or `>>>>>>>` at the start of a line.
struct MergeMark {
    let text: String
    /// Counted from 1.
    let line: Int

    /// Finds the first one, in a file that cannot be read: what can be read may have such lines in its texts.
    init?(in bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard let mark = Self.marks.first(where: { line.starts(with: $0.utf8) }) else { continue }
            let next = line.dropFirst(mark.utf8.count).first
            guard next == nil || next == UInt8(ascii: " ") || next == UInt8(ascii: "\r") else { continue }
            (text, self.line) = (mark, index + 1)
            return
        }
        return nil
    }

    private static let marks = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"]

    /// Says where the mark is and what to do; what is done `next` begins with a verb.
    func error(in name: String, next: String) -> ProjectError {
        ProjectError(
            "\(name):\(line): a merge left its mark here (\(text)): keep one side, without the marks, then \(next)")
    }
}
