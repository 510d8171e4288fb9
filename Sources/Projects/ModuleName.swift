/// A module's name as `require` takes it: words with dots between them.
package struct ModuleName: Hashable, Sendable {
    /// The name as it was written.
    package let text: String
    /// The name with slashes for dots.
    let path: String

    /// Reads a name; nil for one that could lead out of the folders in which modules are looked for.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 200, !parts.contains(where: \.isEmpty),
            !text.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.value < 0x20 })
        else { return nil }
        self.text = text
        path = parts.joined(separator: "/")
    }

    /// Finds the name of the module in `file`, a path below a folder of modules; nil when it is not one.
    package init?(file: String) {
        guard file.hasSuffix(".lua") else { return nil }
        let path = file.hasSuffix("/init.lua") ? file.dropLast(9) : file.dropLast(4)
        self.init(path.split(separator: "/").joined(separator: "."))
    }

    /// The files that may hold the module, below a folder of modules, in the order of the search.
    package var files: [String] { ["\(path).lua", "\(path)/init.lua"] }
}
