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

    /// The file that a template of `package.path` names, such as `./src/?.lua`.
    package func file(_ template: String) -> String {
        template.split(separator: "?", omittingEmptySubsequences: false).joined(separator: path)
    }
}

// MARK: Modules of libraries

extension ModuleName {
    /// Whether a library's module may be called that: words of letters, digits, `_` and `-`, with dots between them.
    package static func isPlain(_ text: String) -> Bool {
        ModuleName(text) != nil
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "._-".utf8.contains(byte)
            }
    }

    /// Whether `file`, below a folder of modules, is that of such a module.
    package static func isPlain(file: String) -> Bool {
        file.hasSuffix(".lua") && !file.dropLast(4).contains(".") && Lock.isModuleFile(file)
            && isPlain(file.dropLast(4).split(separator: "/").joined(separator: "."))
    }
}
