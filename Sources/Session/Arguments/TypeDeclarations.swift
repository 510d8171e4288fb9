import LuaSyntax

/// The types that the comments of a file declare, by name.
struct TypeDeclarations {
    enum Declaration {
        /// `---@class` with its fields.
        case record(isExact: Bool, [TypeAnnotation])
        /// `---@class` of objects: what it says stands above the table of their methods.
        case object
        /// `---@alias`
        case alias(TypeAnnotation)
    }

    private var found: [String: Declaration] = [:]
    /// The classes of objects, by the local that has their methods.
    private(set) var objects: [String: String] = [:]

    init(_ source: [UInt8]) {
        var open: (annotation: ClassAnnotation, fields: [TypeAnnotation])?
        for line in Lines(source) {
            if source.has("---@class ", at: line.start) {
                open = (ClassAnnotation(text(line, after: 10)), [])
            } else if source.has("---@field ", at: line.start) {
                open?.fields.append(TypeAnnotation(text(line, after: 10)))
            } else if source.has("---@alias ", at: line.start) {
                let alias = TypeAnnotation(text(line, after: 10))
                found[alias.name] = .alias(alias)
            } else if let (annotation, fields) = open, !source.has("---", at: line.start) {
                open = nil
                let text = text(line, after: 0)
                let isObject = text.hasPrefix("local ") && text.hasSuffix(" = {}")
                found[annotation.name] = isObject ? .object : .record(isExact: annotation.isExact, fields)
                if isObject { objects[String(text.dropFirst(6).dropLast(5))] = annotation.name }
            }
        }

        func text(_ line: Lines.Line, after count: Int) -> String {
            String(decoding: source[(line.start + count)..<line.end], as: UTF8.self)
        }
    }

    subscript(name: String) -> Declaration? { found[name] }
}
