import Files
public import LuaKit
import Schema

/// The text of a script, and what it is called in messages.
public struct Script: Sendable {
    /// The script's name as the user wrote it: a path, `-` for standard input, or `-e`.
    public let name: String
    /// The bytes, usually UTF-8; an empty line takes the place of a first line that starts with `#`.
    public let source: [UInt8]

    /// Checks and keeps the bytes of a script.
    ///
    /// - Parameter mode: A trusted script may be in any encoding, as Lua itself takes them.
    /// - Throws: `ScriptError` when `bytes` are bytecode or not UTF-8.
    public init(name: String, bytes: [UInt8], mode: LuaMode = .standard) throws(ScriptError) {
        if bytes.first == 0x1B { throw .bytecode(name) }
        if mode != .trusted, let line = Self.firstInvalidLine(bytes) { throw .notUTF8(name, line: line) }
        self.name = name
        source = Self.withoutShebang(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    }

    /// Reads the file that people name `path`; `-` is standard input, which messages call `stdin`.
    ///
    /// - Throws: `ScriptError` when it cannot be read, or holds bytecode or what is not UTF-8.
    public init(path: String, mode: LuaMode = .standard) throws(ScriptError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try path == "-" ? Files.readStandardInput() : Files.read(path)
        } catch { throw .file(error) }
        try self.init(name: path == "-" ? "stdin" : path, bytes: bytes, mode: mode)
    }

    /// Reads a file that a script names, and says where it really is, whatever links led to it.
    package static func readFollowing(_ path: String) throws(ScriptError) -> (bytes: [UInt8], place: String) {
        do throws(FileError) { return try Files.readFollowing(path) } catch { throw .file(error) }
    }

    /// Line `number`, counted from 1, without its end.
    public func line(_ number: Int) -> String? {
        let lines = source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard number >= 1, number <= lines.count else { return nil }
        return String(decoding: lines[number - 1], as: UTF8.self)
    }

    private static func withoutShebang(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.first == UInt8(ascii: "#") else { return bytes }
        return Array(bytes.drop { $0 != UInt8(ascii: "\n") })
    }

    private static func firstInvalidLine(_ bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }
}
