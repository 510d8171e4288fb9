import Text

/// What stands before the text: `cph>` on its first line, `...>` on the others.
public struct LinePrompt: Hashable, Sendable {
    /// Shown before the first line; anything that a terminal would act on is made visible.
    public let text: String
    /// Shown before each further line of a block, cleaned likewise.
    public let continuation: String

    /// - Parameter continuation: By default dots that end where the prompt ends, so that the lines of a block align.
    public init(_ text: String, continuation: String? = nil) {
        let text = cleaned(text)
        self.text = text
        self.continuation = continuation.map { cleaned($0) } ?? LinePrompt.dots(asWideAs: displayWidth(text))
    }

    private static func dots(asWideAs width: Int) -> String {
        String(repeating: " ", count: max(0, width - 5)) + "...> ".suffix(max(2, min(5, width)))
    }
}
