import Glibc
public import Schema

/// What Huawei's SDK sent and understood, recorded: `Tests/vectors`.
public enum Vectors {
    /// - Parameter name: Of the file, without `.json`.
    public static func load(_ name: String) throws -> Value {
        try Value(json: try file("Tests/vectors/\(name).json"))
    }

    /// A file of this repository.
    public static func file(_ path: String) throws -> [UInt8] {
        guard let file = fopen("\(root)/\(path)", "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// The folder of the checkout.
    public static let root = Repository.root

    struct Unreadable: Error { let path: String }
}
