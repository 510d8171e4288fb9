import Glibc

/// The files of this checkout.
public enum Repository {
    /// The folder of the checkout.
    public static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// Paths below the root that match a shell's pattern, braces included; hidden files match none.
    public static func paths(matching pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard glob("\(root)/\(pattern)", GLOB_BRACE, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { place in
            found.gl_pathv[place].map { String(String(cString: $0).dropFirst(root.utf8.count + 1)) }
        }
    }

    /// Every Markdown file, however deep.
    public static var documents: [String] {
        (0..<6).flatMap { depth in paths(matching: String(repeating: "*/", count: depth) + "*.md") }
    }

    public static func text(_ path: String) throws -> String {
        String(decoding: try Vectors.file(path), as: UTF8.self)
    }
}
