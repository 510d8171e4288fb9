import LuaKit
import Text

/// `cph.visible`: text from outside, as it may be shown.
var visibleFunction: LuaFunction {
    LuaFunction(
        "visible", .init("text", LuaString.self),
        .init("keep_lines", Bool?.self, "leave line feeds and tabs as they are"),
        doc: """
            Returns the text with everything made visible that a terminal would act on or hide: controls, direction marks, \
            invisible spaces and bytes that are no UTF-8 become `\\u{202e}`, `\\n`, `\\xff`.
            """
    ) { text, keepsLines in cleaned(utf8: text.bytes, limit: .max, keepsLines: keepsLines ?? false) }
}
