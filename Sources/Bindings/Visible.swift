import LuaKit
import Schema

/// `cph.visible`: text from outside, as it may be shown.
var visibleFunction: LuaFunction {
    LuaFunction(
        "visible", .init("text", LuaString.self),
        .init("keep_lines", Bool?.self, "leave line feeds and tabs as they are"),
        doc: """
            The text with everything made visible that a terminal would act on or hide: controls, direction marks, \
            invisible spaces and bytes that are no UTF-8 become `\\u{202e}`, `\\n`, `\\xff`.
            """
    ) { text, keepsLines in visible(text.bytes, keepsLines: keepsLines ?? false) }
}

private func visible(_ bytes: [UInt8], keepsLines: Bool) -> String {
    var result = ""
    var rest = bytes[...]
    while !rest.isEmpty {
        var parser = Unicode.UTF8.ForwardParser()
        var input = rest.makeIterator()
        if case .valid(let encoded) = parser.parseScalar(from: &input) {
            append(Unicode.UTF8.decode(encoded), to: &result, keepsLines)
            rest = rest.dropFirst(encoded.count)
        } else if let byte = rest.popFirst() {
            result += "\\x\(String(byte, radix: 16))"
        }
    }
    return result
}

private func append(_ scalar: Unicode.Scalar, to result: inout String, _ keepsLines: Bool) {
    switch scalar {
    case "\n", "\t":
        if keepsLines { result.unicodeScalars.append(scalar) } else { result += scalar == "\n" ? "\\n" : "\\t" }
    case "\r": result += "\\r"
    case _ where isInvisible(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
}
