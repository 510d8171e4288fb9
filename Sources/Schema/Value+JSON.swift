extension Value {
    /// Reads JSON (RFC 8259): UTF-8 only, no trailing text, no key twice in an object, a byte order mark at its start at most.
    /// Integers stay exact, those of more than 64 bits are refused; other numbers become `Double`.
    ///
    /// - Parameters:
    ///   - isTolerant: Whether what is wrong inside of texts and numbers is replaced: U+FFFD for what is no UTF-8 and for half
    ///     surrogate pairs, control characters as they are, a fraction for a huge integer, the first value of a key that
    ///     stands twice. For lists in which one bad name must not hide all others.
    ///   - goesOn: Asked for every few values, with about what they take in bytes; false ends the reading with an error.
    public init(
        json bytes: some Collection<UInt8>, isTolerant: Bool = false, while goesOn: ((_ bytes: Int) -> Bool)? = nil
    ) throws(JSONError) {
        let result: Result<Value, JSONError>? = bytes.withContiguousStorageIfAvailable {
            Value.parse($0, isTolerant, goesOn)
        }
        switch result ?? Array(bytes).withUnsafeBufferPointer({ Value.parse($0, isTolerant, goesOn) }) {
        case .success(let value): self = value
        case .failure(let error): throw error
        }
    }

    /// Reads strict JSON out of `text`, as `init(json:)` does out of its UTF-8 bytes.
    ///
    /// - Throws: `JSONError` at the first byte that does not fit.
    public init(json text: String) throws(JSONError) { try self.init(json: Array(text.utf8)) }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ isTolerant: Bool, _ goesOn: ((Int) -> Bool)?
    ) -> Result<Value, JSONError> {
        do throws(JSONError) {
            var parser = JSONParser(bytes, isTolerant: isTolerant, while: goesOn)
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }

    /// Writes compact JSON in member order. Infinities, NaN and foreign values become `null`: ask `firstForeign`
    /// before.
    public func json() -> String {
        var writer = JSONWriter(indent: nil)
        writer.write(self)
        return writer.text
    }

    /// Writes JSON with one member a line, for people.
    public func prettyJSON() -> String {
        var writer = JSONWriter(indent: 0)
        writer.write(self)
        return writer.text
    }
}
