import Schema
import Text

extension HistoryFile {
    /// A line of the history's file: an entry as a JSON string, so that a block stays one line.
    enum Line {
        /// The line for `entry`, with its end.
        static func bytes(_ entry: String) -> [UInt8] { Array("\(Value.string(entry).json())\n".utf8) }

        /// The entry of a line without its end, or nil if it is no JSON string. Control characters are dropped: a history can
        /// be edited by hand.
        static func entry(_ bytes: ArraySlice<UInt8>) -> String? {
            let quote = UInt8(ascii: "\"")
            // Most lines are plain, and ten thousand of them are read before the first prompt.
            if bytes.count >= 2, bytes.first == quote, bytes.last == quote,
                case let content = bytes.dropFirst().dropLast(),
                content.allSatisfy({ isPrintableASCII($0) && $0 != UInt8(ascii: "\\") && $0 != quote })
            {
                return String(decoding: content, as: UTF8.self)
            }
            return (try? Value(json: Array(bytes)))?.text.map(withoutControls)
        }
    }
}
