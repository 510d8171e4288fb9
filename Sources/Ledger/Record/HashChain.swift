/// Puts together the bytes that are hashed for each line of the history.
enum HashChain {
    /// The bytes before the first line; they hold the ledger's id, so that the lines of one file do not fit another.
    static func seed(ledgerID: String) -> [UInt8] { Array("cph ledger \(ledgerID)".utf8) }

    /// The hash before, then each column with its type and length, so that no two rows have the same bytes.
    static func bytes(after previous: [UInt8], _ columns: some Sequence<SQLValue>) -> [UInt8] {
        var bytes = previous
        for column in columns {
            switch column {
            case .null: bytes.append(UInt8(ascii: "n"))
            case .int(let number): append("i", Array(String(number).utf8), to: &bytes)
            case .text(let text): append("t", Array(text.utf8), to: &bytes)
            case .blob(let blob): append("b", blob, to: &bytes)
            }
        }
        return bytes
    }

    private static func append(_ type: String, _ content: [UInt8], to bytes: inout [UInt8]) {
        bytes += Array("\(type)\(content.count):".utf8)
        bytes += content
    }
}
