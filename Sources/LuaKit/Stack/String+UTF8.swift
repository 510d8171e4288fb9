extension String {
    /// Nil unless the bytes are valid UTF-8. Unlike `String(validating:as:)` it costs no look-up of generic metadata.
    @inlinable
    init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        guard let text = try? UTF8Span(validating: bytes.span) else { return nil }
        self.init(copying: text)
    }
}
