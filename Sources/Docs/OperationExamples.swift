import Stdlib

/// What calls of the service look like in Lua: an example for each operation.
package struct OperationExamples: Sendable {
    /// The operations' names with the Lua that shows them, in the order of the text.
    package let all: [(name: String, code: String)]

    /// The examples of `stdlib/OPERATIONS.md`, read when the first page shows one.
    package static let embedded = OperationExamples(EmbeddedTexts.all.operations)

    /// Reads Markdown: the code below each heading of the second level, which is an operation's name.
    package init(_ text: String) {
        var name = ""
        var all: [(name: String, code: String)] = []
        for block in ProseBlock.blocks(of: text) {
            switch block {
            case .heading(let text, level: 2): name = text
            case .code(let code, _): all.append((name, code))
            default: break
            }
        }
        self.all = all
    }

    /// The example of an operation of this name; nil where there is none.
    package subscript(name: String) -> String? { all.first { $0.name == name }?.code }
}
