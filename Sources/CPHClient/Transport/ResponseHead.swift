import CPHModel
import Text

/// Collects a response head line by line, as curl delivers it. Interim answers (1xx) count towards the limit but leave
/// nothing behind.
struct ResponseHead {
    /// The status of the final answer; nil until its status line has come.
    private(set) var status: Int?
    private(set) var fields: [Answer.Header] = []
    private var length = 0

    /// - Returns: False when the head is now longer than `limit` bytes.
    mutating func append(_ line: UnsafeRawBufferPointer, limit: Int) -> Bool {
        length += line.count
        guard length <= limit else { return false }
        if line.starts(with: "HTTP/".utf8) {
            let code = line.split(separator: UInt8(ascii: " ")).dropFirst().first
            let number = code.flatMap { Int(String(decoding: $0.prefix(3), as: UTF8.self)) }
            status = number.flatMap { $0 >= 200 ? $0 : nil }
            fields = []
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            fields.append(Answer.Header(text(line[..<colon]), text(line[(colon + 1)...])))
        }
        return true
    }

    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        String(decoding: trimmed(bytes), as: UTF8.self)
    }
}
