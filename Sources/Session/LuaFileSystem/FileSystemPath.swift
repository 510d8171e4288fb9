import Glibc
import LuaKit

/// A path that a script names: bytes, as the system takes them, which need not be text.
struct FileSystemPath {
    private let bytes: [UInt8]

    /// Reads an argument; a number stands for its digits, as everywhere in Lua.
    ///
    /// - Throws: `LuaError` when it is no string, or holds a zero byte, behind which the system would not look.
    init(_ lua: LuaContext, at index: Int32, of function: String) throws(LuaError) {
        guard let bytes = lua.textOrNumber(at: index) else {
            throw lua.badArgument(index, of: function, expected: "string")
        }
        guard !bytes.contains(0) else { throw lua.badArgument(index, of: function, "it holds a zero byte") }
        self.bytes = bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The path of something in this folder.
    func appending(_ name: String) -> FileSystemPath { FileSystemPath(bytes: bytes + Array("/\(name)".utf8)) }

    /// The path as text; nil where it is none.
    var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The path in a message.
    var shown: String { String(decoding: bytes, as: UTF8.self) }

    /// What the link leads to; nil, with `errno` set, where it is no link.
    var target: [UInt8]? {
        var target = [UInt8](repeating: 0, count: 256)
        while true {
            let count = withPointer { path in
                target.withUnsafeMutableBytes { room in room.baseAddress.map { readlink(path, $0, room.count) } ?? -1 }
            }
            guard count >= 0 else { return nil }
            if count < target.count { return Array(target.prefix(count)) }
            target = [UInt8](repeating: 0, count: target.count * 2)
        }
    }

    /// Lends the path as C has it.
    func withPointer<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes + [0]).map(CChar.init(bitPattern:)).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("an array with a zero byte is not empty") }
            return body(start)
        }
    }

    /// Copies a text of C's.
    static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
}

extension LuaContext {
    /// The bytes of a string, or the digits of a number; nil for everything else.
    func textOrNumber(at index: Int32) -> [UInt8]? {
        if let bytes = bytes(at: index) { return bytes }
        if let integer = integer(at: index), isInteger(at: index) { return Array("\(integer)".utf8) }
        return number(at: index).map { Array("\($0)".utf8) }
    }

    /// The number at `index`, or the one that a string spells; nil for everything else.
    func numberOrText(at index: Int32) -> Double? { number(at: index) ?? string(at: index).flatMap { Double($0) } }

    /// The error for an argument of the wrong type, in Lua's words.
    func badArgument(_ index: Int32, of function: String, expected: String) -> LuaError {
        badArgument(index, of: function, "\(mismatch(at: index, expected: expected))")
    }

    /// The error for a wrong argument, in Lua's words.
    func badArgument(_ index: Int32, of function: String, _ reason: String) -> LuaError {
        LuaError.runtime("bad argument #\(index) to '\(function)' (\(reason))")
    }

    /// An integer that may be left out.
    func optionalInteger(_ index: Int32, of function: String) throws(LuaError) -> Int {
        if isNilOrNone(at: index) { return 0 }
        guard let number = numberOrText(at: index) else {
            throw badArgument(index, of: function, expected: "number")
        }
        guard let integer = integer(at: index) ?? Int(exactly: number) else {
            throw badArgument(index, of: function, "number has no integer representation")
        }
        return integer
    }
}
