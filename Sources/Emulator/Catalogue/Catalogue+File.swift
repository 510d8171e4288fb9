import Files
public import Schema

extension Catalogue {
    /// Reads a catalogue's JSON file.
    ///
    /// - Throws: `CatalogueError` with everything that is wrong.
    public init(file path: String) throws(CatalogueError) {
        let bytes: [UInt8]
        do throws(FileError) { bytes = try Files.read(path) } catch {
            throw CatalogueError(path, ["cannot be read: \(error.reason)"])
        }
        try self.init(json: bytes, path: path)
    }

    /// - Parameter path: For messages.
    public init(json bytes: [UInt8], path: String) throws(CatalogueError) {
        let value: Value
        do { value = try Value(json: bytes) } catch { throw CatalogueError(path, ["\(error)"]) }
        try self.init(value, path: path)
    }

    /// - Parameter path: For messages.
    public init(_ value: Value, path: String) throws(CatalogueError) {
        let (catalogue, problems) = Self.examine(value)
        let errors = problems.filter { $0.severity == .error }
        guard errors.isEmpty else { throw CatalogueError(path, errors.map(\.description)) }
        self = catalogue
    }
}

/// A catalogue that cannot be used.
public struct CatalogueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named, for messages.
    public let path: String
    /// One line each: where the value stands, what is wrong with it, what is right.
    public let problems: [String]

    init(_ path: String, _ problems: [String]) { (self.path, self.problems) = (path, problems) }

    /// Puts one problem behind the path, several on lines of their own.
    public var description: String {
        problems.count == 1
            ? "catalogue \(path): \(problems[0])"
            : "catalogue \(path):\(problems.map { "\n  \($0)" }.joined())"
    }
}
