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
            """,
        withContext: { lua, text, keepsLines in
            let work = LuaWork(on: lua)
            let bytes = text.bytes
            try work.note(bytes: 2 * bytes.count)
            var shown = ""
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(piece + leadingContinuations(rest.dropFirst(piece)))
                let clean = cleaned(utf8: part, limit: .max, keepsLines: keepsLines ?? false)
                // The text exists twice until Lua has its copy.
                try work.note(bytes: 2 * clean.utf8.count)
                try work.look()
                shown += clean
                rest = rest.dropFirst(part.count)
            }
            return shown
        })
}

/// The length in bytes of what is looked at in one go, between looks at memory and interrupts.
private let piece = 1 << 16

/// How many bytes at the start of `bytes` belong to a character that began before.
private func leadingContinuations(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
}
