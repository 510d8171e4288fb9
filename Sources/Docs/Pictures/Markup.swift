import Text

/// A piece of XML or HTML. Every text and every attribute in it is escaped, and control characters are made visible.
package struct Markup: Hashable, Sendable {
    /// The piece as it stands in a file.
    package let text: String

    private init(whole text: String) { self.text = text }

    /// Makes an element, in the form that is the same in XML and HTML.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ inside: [Markup] = []) {
        let words = attributes.map { " \($0)=\"\(Self.words($1).text)\"" }.joined()
        let isVoid = ["br", "meta"].contains(name)
        let end = isVoid ? "" : "</\(name)>"
        text = "<\(name)\(words)>" + inside.map(\.text).joined() + end
    }

    /// Makes an element with one text in it.
    package init(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], words: String) {
        self.init(name, attributes, [.words(words)])
    }

    /// Makes a text.
    package static func words(_ text: String) -> Markup { Markup(whole: escaped(cleaned(text, limit: .max))) }
}

/// A text with what has a meaning in XML written as entities.
func escaped(_ text: some StringProtocol) -> String {
    var result = ""
    for character in text {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.append(character)
        }
    }
    return result
}
