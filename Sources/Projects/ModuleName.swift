/// A module's name as `require` takes it: words with dots between them.
package struct ModuleName: Hashable, Sendable {
    package let text: String
    /// With slashes for dots.
    let path: String

    /// Nil for a name that could lead out of the folders in which modules are looked for.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 200, !parts.contains(where: \.isEmpty),
            !text.unicodeScalars.contains(where: { $0 == "/" || $0 == "\\" || $0.value < 0x20 })
        else { return nil }
        self.text = text
        path = parts.joined(separator: "/")
    }

    /// The module that a file below a folder of modules holds; nil when it is none.
    package init?(file: String) {
        guard file.hasSuffix(".lua") else { return nil }
        let path = file.hasSuffix("/init.lua") ? file.dropLast(9) : file.dropLast(4)
        self.init(path.split(separator: "/").joined(separator: "."))
    }

    /// Where it may be, below a folder of modules.
    package var files: [String] { ["\(path).lua", "\(path)/init.lua"] }
}
