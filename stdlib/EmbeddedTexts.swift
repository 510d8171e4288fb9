import CStdlib

/// What the binary holds to be read and copied: guides, examples of operations, example scripts and starts.
public struct EmbeddedTexts: Sendable {
    private let texts: [(path: String, text: String)]

    /// The texts as they were when the binary was built.
    public static let all = EmbeddedTexts(
        texts: (0..<cstdlib_text_count()).map { index in
            let text = cstdlib_text_at(index)
            return (String(cString: text.path), String(cString: text.source))
        })

    /// The paths of all texts in the repository: `stdlib/guides/fleets.md`, `scripts/fleet.lua`.
    public var paths: [String] { texts.map(\.path) }

    /// The guides' Markdown by name, in the order of reading: first those for everybody, then those for some.
    public var guides: [(name: String, text: String)] {
        Self.guideOrder.compactMap { name, path in self[path].map { (name, $0) } }
    }

    /// The scripts of the folder `scripts` by name, sorted: `fleet`, `one-server`.
    public var examples: [(name: String, text: String)] { named(in: "scripts/") }

    /// What new files begin with, by kind, sorted: `fleet`, `library`, `script`, `test`.
    public var starts: [(name: String, text: String)] { named(in: "stdlib/starts/") }

    /// Markdown with an example of each operation of `cph.api`, below a heading that is the operation's name.
    public var operations: String { self["stdlib/OPERATIONS.md"] ?? "" }

    /// The files that every site has as they are, by name: its style and its script.
    public var siteFiles: [(name: String, text: String)] {
        let folder = "stdlib/site/"
        return texts.filter { $0.path.hasPrefix(folder) }.map { (String($0.path.dropFirst(folder.count)), $0.text) }
    }

    /// The text at a path in the repository; nil where the binary has none.
    public subscript(path: String) -> String? { texts.first { $0.path == path }?.text }

    private func named(in folder: String) -> [(name: String, text: String)] {
        texts.filter { $0.path.hasPrefix(folder) }.map { path, text in
            (String(path.dropFirst(folder.count).dropLast(".lua".count)), text)
        }
    }

    /// Each guide's name with its file. Three of them are the manuals that stand beside the folder.
    private static let guideOrder: [(name: String, path: String)] =
        ["first-purchase"].map(guide) + [("credentials", "stdlib/CREDENTIALS.md")]
        + ["fleets", "in-doubt", "renewing", "team", "ci"].map(guide) + [("policies", "stdlib/POLICIES.md")]
        + [("libraries", "stdlib/LIBRARIES.md")]
        + ["emulator", "from-terraform", "from-sdk", "from-console"].map(guide)

    private static func guide(_ name: String) -> (name: String, path: String) { (name, "stdlib/guides/\(name).md") }
}
