import Glibc
import Schema

/// What Huawei's SDK sent and understood, recorded: `Tests/vectors`.
enum Vectors {
    static func load(_ name: String) throws -> Value {
        let folder = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        return try Value(json: try bytes(of: "/\(folder)/vectors/\(name)"))
    }

    private static func bytes(of path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    struct Unreadable: Error { let path: String }
}

extension Value {
    subscript(_ key: String) -> Value { members?[key] ?? .null }
}
